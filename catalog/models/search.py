"""What search looks through, the words it knows, and what people looked for in vain."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.base import Watched

LONGEST_TERM = 40
LONGEST_MISS = 100


class SearchDocument(models.Model):
    """One thing in one language as search sees it; written by `catalog.search.services` with its source.

    ``id`` is made from what it stands for (`catalog.search.documents.document_id`), so that a hit names a product
    without a look at this table. ``tokens`` are lemmas, each marked with its language and with how much it says
    (`catalog.search.documents`); the database keeps its full-text index over them by itself. ``title``, ``url``
    and ``text`` are shown for a page or a place; a product is shown by its card.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=255, blank=True)
    url = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    tokens = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["kind", "language"], name="searchdocument_kind")]

    def __str__(self) -> str:
        return f"{self.language} {self.kind}: {self.title}"


class SearchTerm(models.Model):
    """A lemma that some document has: what a mistyped word may have been meant to be.

    ``word`` is the lemma as people write it, ``level`` the best place it was seen in (0 is a name). Terms are only
    ever added; a term whose last document is gone finds nothing and is never offered. The rebuild drops it.
    """

    language = models.CharField(max_length=2)
    term = models.CharField(max_length=LONGEST_TERM)
    word = models.CharField(max_length=LONGEST_TERM)
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "term"], name="searchterm_once")]

    def __str__(self) -> str:
        return self.word


class SearchSynonym(Watched):
    """Words that people type, and the words of the shop that are looked for as well."""

    class Language(models.TextChoices):
        UK = "uk", _("Ukrainian")
        EN = "en", _("English")

    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    typed = models.CharField(
        _("what people type"),
        max_length=300,
        help_text=_("Words or phrases, separated by commas: any of them is understood."),
    )
    finds = models.CharField(
        _("what is also looked for"),
        max_length=300,
        help_text=_("Words or phrases of the shop, separated by commas. One direction only."),
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["language", "typed", "pk"]

    def __str__(self) -> str:
        return f"{self.typed} → {self.finds}"

    def clean(self) -> None:
        super().clean()
        for name in ("typed", "finds"):
            value: Any = getattr(self, name)
            phrases = [phrase.strip() for phrase in value.split(",")]
            setattr(self, name, ", ".join(dict.fromkeys(phrase for phrase in phrases if phrase)))
            if not getattr(self, name):
                raise ValidationError({name: _("Give at least one word.")})


class SearchMiss(models.Model):
    """A query that found nothing, for editors: words only, never who asked."""

    query = models.CharField(_("query"), max_length=LONGEST_MISS)
    language = models.CharField(_("language"), max_length=2)
    count = models.PositiveIntegerField(_("times"), default=1)
    last_at = models.DateTimeField(_("last asked"), db_index=True)

    class Meta:
        verbose_name = _("search without results")
        verbose_name_plural = _("searches without results")
        ordering = ["-count", "-last_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["query", "language"], name="searchmiss_once")]

    def __str__(self) -> str:
        return self.query
