"""What an editor should look at in a page: found in the version at hand, and in all that is published."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, TextChoices
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, ReferenceIndex

from catalog.selectors import displays
from catalog.selectors.products import product_names
from home.blocks.data import page_urls
from home.models import BasePage, BrokenLink

EXCERPT = 80
_TAG = re.compile(r"<[^>]+>")
_HEADING = re.compile(r"<h([2-6])\b")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_TEXTS = ("title", "seo_title", "search_description", "heading", "lead", "topic", "author", "hero_caption")
_NO_TEXT = {"id", "type", "path", "sku", "rule", "url"}


class Kind(TextChoices):
    """What may be wrong."""

    DESCRIPTION = "description", _("No description for search engines")
    ALT = "alt", _("A picture without alternative text")
    HEADINGS = "headings", _("A level of headings is left out")
    UNPUBLISHED = "unpublished", _("Leads to what is not published in this language")
    SOLD = "sold", _("Shows a product that is sold")
    CYRILLIC = "cyrillic", _("Ukrainian text on an English page")
    BROKEN = "broken", _("A link that leads nowhere")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; ``detail`` says where."""

    kind: Kind
    detail: str = ""

    @property
    def label(self) -> str:
        return str(self.kind.label)


@dataclass(slots=True)
class Content:
    """What a page says and names, read without rendering it."""

    page: Any
    language: str
    texts: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=lambda: [1])
    pictures: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    products: set[int] = field(default_factory=set)


def findings_of(page: BasePage) -> list[Finding]:
    """Return what is to be looked at in this very version of ``page``, saved or not."""
    content = _content(page)
    for model, pk in _references(page):
        _add(content, model, pk)
    return _judged([content]).get(0, [])


def published_findings(
    *, pages: Collection[int] | None = None, kind: str = "", language: str = ""
) -> list[tuple[Any, Finding]]:
    """Return (page, finding) of all published pages, or of those among ``pages``, in the tree's order.

    Ten queries and one for each page type, whatever their number.
    """
    live = Page.objects.live().filter(depth__gt=1).order_by("path")
    if pages is not None:
        live = live.filter(pk__in=pages)
    if language:
        live = live.filter(locale__language_code=language)
    contents = [_content(page) for page in with_locales(live.specific())]
    by_pk = {str(content.page.pk): content for content in contents}
    types = ContentType.objects.get_for_models(Page, _product_model(), get_image_model())
    of_type = {content_type.pk: model for model, content_type in types.items()}
    rows = ReferenceIndex.objects.filter(
        base_content_type=types[Page], to_content_type__in=of_type
    ).values_list("object_id", "to_content_type_id", "to_object_id")
    for object_id, type_id, to_id in rows:
        if object_id in by_pk:
            _add(by_pk[object_id], of_type[type_id], to_id)
    judged = _judged(contents)
    for page_id, address in BrokenLink.objects.values_list("page_id", "address"):
        if content := by_pk.get(str(page_id)):
            judged[contents.index(content)].append(Finding(Kind.BROKEN, address))
    return [
        (content.page, finding)
        for place, content in enumerate(contents)
        for finding in judged.get(place, [])
        if not kind or finding.kind == kind
    ]


def with_locales(pages: Iterable[Page]) -> Iterator[BasePage]:
    """Yield the shop's own pages of ``pages``, each knowing its language without a query of its own."""
    locales = {locale.pk: locale for locale in Locale.objects.all()}
    for page in pages:
        if isinstance(page, BasePage):
            page.locale = locales[page.locale_id]
            yield page


def _content(page: BasePage) -> Content:
    content = Content(page, page.locale.language_code)
    content.texts = [text for name in _TEXTS if (text := getattr(page, name, ""))]
    for body in page.bodies():
        for name, text in _strings(body.get_prep_value()):
            content.texts.append(text)
            content.levels += [2] if name == "heading" else [int(level) for level in _HEADING.findall(text)]
    return content


def _strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the field and the text of every string in prepared block data, in reading order."""
    if isinstance(value, str) and value and name not in _NO_TEXT:
        yield name, value
    elif isinstance(value, Mapping):
        for part, inner in value.items():
            yield from _strings(inner, part)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner, name)


def _references(page: BasePage) -> Iterator[tuple[type, Any]]:
    """Yield what the page's own fields and blocks name."""
    for model_field in page._meta.get_fields():
        if model_field.many_to_one and not model_field.model._meta.app_label.startswith("wagtail"):
            yield model_field.related_model, model_field.value_from_object(page)
        if hasattr(model_field, "extract_references"):
            for model, pk, _path, _content_path in model_field.extract_references(
                model_field.value_from_object(page)
            ):
                yield model, pk


def _product_model() -> type[Model]:
    return apps.get_model("catalog", "Product")


def _add(content: Content, model: type, pk: Any) -> None:
    if pk is None:
        return
    if issubclass(model, Page):
        content.pages.add(int(pk))
    elif issubclass(model, _product_model()):
        content.products.add(int(pk))
    elif issubclass(model, get_image_model()):
        content.pictures.add(int(pk))


def _judged(contents: list[Content]) -> dict[int, list[Finding]]:
    """Return the findings of each of ``contents`` by its place."""
    silent = _silent_pictures(set().union(*(content.pictures for content in contents)))
    dead = _dead_pages(contents)
    gone = _gone_products(set().union(*(content.products for content in contents)))
    found: dict[int, list[Finding]] = defaultdict(list)
    for place, content in enumerate(contents):
        if not content.page.search_description and not getattr(content.page, "lead", ""):
            found[place].append(Finding(Kind.DESCRIPTION))
        found[place] += [
            Finding(Kind.ALT, title)
            for pk, title in silent[content.language].items()
            if pk in content.pictures
        ]
        found[place] += _steps(content.levels)
        found[place] += [
            Finding(Kind.UNPUBLISHED, title)
            for pk, title in dead[content.language].items()
            if pk in content.pages
        ]
        found[place] += [Finding(kind, name) for pk, (kind, name) in gone.items() if pk in content.products]
        if content.language == "en":
            found[place] += _cyrillic(content.texts)
    return found


def _silent_pictures(ids: set[int]) -> dict[str, dict[int, str]]:
    silent: dict[str, dict[int, str]] = {"uk": {}, "en": {}}
    if ids:
        for picture in get_image_model().objects.filter(pk__in=ids).only("pk", "title", "alt_uk", "alt_en"):
            for language, titles in silent.items():
                if not getattr(picture, f"alt_{language}"):
                    titles[picture.pk] = picture.title
    return silent


def _dead_pages(contents: list[Content]) -> dict[str, dict[int, str]]:
    """Return the pages that a link of a language does not lead to, with their titles."""
    dead: dict[str, dict[int, str]] = {}
    named = set().union(*(content.pages for content in contents))
    titles = dict(Page.objects.filter(pk__in=named).values_list("pk", "title")) if named else {}
    for language in ("uk", "en"):
        mine = set().union(*(content.pages for content in contents if content.language == language))
        alive = page_urls(mine, language=language)
        dead[language] = {pk: titles.get(pk, f"#{pk}") for pk in sorted(mine) if pk not in alive}
    return dead


def _gone_products(ids: set[int]) -> dict[int, tuple[Kind, str]]:
    """Return the products that no visitor can buy: not published, or sold."""
    if not ids:
        return {}
    public, buyable = set(), set()
    for candidate in displays.candidates(product_ids=sorted(ids)):
        public.add(candidate.product_id)
        if not candidate.is_sold:
            buyable.add(candidate.product_id)
    missing = ids - buyable
    names = product_names(missing) if missing else {}
    return {
        pk: (Kind.SOLD if pk in public else Kind.UNPUBLISHED, names.get(pk, f"#{pk}"))
        for pk in sorted(missing)
    }


def _steps(levels: list[int]) -> list[Finding]:
    """Return a finding for each heading that is more than one level below the one before it."""
    return [
        Finding(Kind.HEADINGS, f"H{before} → H{after}")
        for before, after in pairwise(levels)
        if after > before + 1
    ]


def _cyrillic(texts: Iterable[str]) -> list[Finding]:
    plain = (" ".join(_TAG.sub(" ", text).split()) for text in texts)
    return [
        Finding(Kind.CYRILLIC, Truncator(text).chars(EXCERPT)) for text in plain if _CYRILLIC.search(text)
    ]
