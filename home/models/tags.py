"""Tags of the journal: one row for both languages, so that an article and its translation share them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from rest_framework.fields import Field
from wagtail.models import Orderable


class NewsTag(models.Model):
    """What an article is about. ``name`` exists per language (see `home.translation`)."""

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,  # no translated model: there is one row for both languages
        validators=[
            RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", _("Small Latin letters, digits, hyphens."))
        ],
        help_text=_("Stands in addresses: treatment."),
    )
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        verbose_name = _("tag of articles")
        verbose_name_plural = _("tags of articles")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name or self.code


class TaggedNews(Orderable):
    """A tag of an article. A child of the page, so translations follow their source."""

    page = ParentalKey("home.NewsPage", on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(NewsTag, on_delete=models.CASCADE, related_name="tagged", verbose_name=_("tag"))

    class Meta(Orderable.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [models.UniqueConstraint(fields=["page", "tag"], name="taggednews_once")]

    def __str__(self) -> str:
        return str(self.tag)


class TagsField(Field):
    """The tags of an article, for the content API."""

    def to_representation(self, tagged: Any) -> list[dict[str, str]]:
        return [{"code": item.tag.code, "name": item.tag.name} for item in tagged.all()]


def tags_of(page_ids: Iterable[int]) -> dict[int, list[NewsTag]]:
    """Return the tags of many articles in their order, in one query."""
    found: dict[int, list[NewsTag]] = defaultdict(list)
    for item in (
        TaggedNews.objects.filter(page__in=list(page_ids)).select_related("tag").order_by("sort_order")
    ):
        found[item.page_id].append(item.tag)
    return found
