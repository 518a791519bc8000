"""Why a product cannot be bought."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Missing(models.TextChoices):
    SOLD = "sold", pgettext_lazy("product", "Sold")
    UNPUBLISHED = "unpublished", pgettext_lazy("product", "Not published")
    DELETED = "deleted", pgettext_lazy("product", "Deleted")


class Shown(models.TextChoices):
    """What visitors see in the place of a product."""

    ANOTHER = "another", _("Another product")
    NOTHING = "nothing", _("Nothing")
