"""Kinds of texts to translate, how they stand, and what a run over many of them does."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TextKind(models.TextChoices):
    """Where a text lives."""

    PAGES = "pages", _("Pages")
    PRODUCTS = "products", _("Products")
    DICTIONARIES = "dictionaries", _("Dictionaries")
    MENUS = "menus", _("Menus and settings")
    PICTURES = "pictures", _("Pictures")
    EMAILS = "emails", _("E-mails")
    INTERFACE = "interface", _("Interface")


class TextState(models.TextChoices):
    """How a translation stands."""

    TRANSLATED = "translated", pgettext_lazy("text", "Translated")
    MISSING = "missing", pgettext_lazy("text", "Missing")
    STALE = "stale", pgettext_lazy("text", "Stale")


class RunJob(models.TextChoices):
    """What a run does."""

    UPDATE = "update", _("Update translations")
    START = "start", _("Submit pages for translation")
    PUBLISH = "publish", _("Publish translated pages")


class RunState(models.TextChoices):
    """How far a run is."""

    WAITING = "waiting", pgettext_lazy("run", "Waiting")
    RUNNING = "running", pgettext_lazy("run", "Running")
    DONE = "done", pgettext_lazy("run", "Done")
