"""Pages: their texts as wagtail-localize keeps them, and how English pages begin, follow and go live."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale, Page
from wagtail_localize.models import String as SourceString
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue, validate_translation_links

from gemkit.errors import DomainError
from home.enums import TextKind, TextState
from home.models import TranslationState
from home.translating import states
from home.translating.columns import SOURCE, TARGET
from home.translating.domain import Text, Verdict, closest, is_untranslated, visible

_BLOCK_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PAGE_FIELDS = {
    "title": gettext_lazy("Title"),
    "slug": gettext_lazy("Address"),
    "seo_title": gettext_lazy("Title for search engines"),
    "search_description": gettext_lazy("Description for search engines"),
}


class NotComplete(DomainError):
    """Publishing would show Ukrainian to readers of English."""

    code = "TRANSLATION_INCOMPLETE"
    message = gettext_lazy("Some texts of this page have no English yet.")


class ParentNotTranslated(DomainError):
    """An English page needs an English page above it."""

    code = "PARENT_NOT_TRANSLATED"
    message = gettext_lazy("Translate the page above this one first.")


def locale(language: str) -> Locale:
    return Locale.objects.get_for_language(language)


def sources() -> Any:
    """Return all Ukrainian pages but the root."""
    return Page.objects.filter(locale__language_code=SOURCE, depth__gt=1, alias_of__isnull=True).order_by(
        "path"
    )


def source_page(page: Page) -> Page | None:
    """Return the Ukrainian page of ``page``, itself if it is one; None when it is gone."""
    if page.locale.language_code == SOURCE:
        return page
    return Page.objects.filter(translation_key=page.translation_key, locale__language_code=SOURCE).first()


def english_page(page: Page) -> Page | None:
    return Page.objects.filter(translation_key=page.translation_key, locale__language_code=TARGET).first()


def orphans() -> Any:
    """Return the English pages whose Ukrainian page is gone."""
    known = Page.objects.filter(locale__language_code=SOURCE).values("translation_key")
    return (
        Page.objects.filter(locale__language_code=TARGET, depth__gt=1)
        .exclude(translation_key__in=known)
        .order_by("path")
    )


def translation_of(page: Page) -> Translation | None:
    """Return the link between a page (of either language) and its English twin."""
    return (
        Translation.objects.filter(
            source__object_id=page.translation_key,
            source__locale__language_code=SOURCE,
            target_locale__language_code=TARGET,
            enabled=True,
        )
        .select_related("source", "target_locale")
        .first()
    )


# --- texts ------------------------------------------------------------------------------------


class PageTexts:
    """The texts of a page beside their English, read in three queries."""

    def __init__(self, translation: Translation) -> None:
        self.translation = translation
        self.segments = list(
            StringSegment.objects.filter(source_id=translation.source_id)
            .select_related("string", "context")
            .order_by("order")
        )
        self.written: dict[tuple[int, int], StringTranslation] = {}
        old: dict[int, dict[int, StringTranslation]] = defaultdict(dict)
        current = {(segment.string_id, segment.context_id) for segment in self.segments}
        for row in StringTranslation.objects.filter(
            context__object_id=translation.source.object_id, locale_id=translation.target_locale_id
        ).select_related("translation_of"):
            if (row.translation_of_id, row.context_id) in current:
                self.written[row.translation_of_id, row.context_id] = row
            elif row.context_id is not None:
                old[row.context_id][row.pk] = row
        self.before = self._match(old)

    def _match(self, old: Mapping[int, dict[int, StringTranslation]]) -> dict[int, StringTranslation]:
        """Return, for segments without English, the translation of what stood there before."""
        found: dict[int, StringTranslation] = {}
        for segment in self.segments:
            rows = old.get(segment.context_id)
            if not rows or (segment.string_id, segment.context_id) in self.written:
                continue
            best = closest(segment.string.data, {pk: row.translation_of.data for pk, row in rows.items()})
            if best is not None:
                found[segment.pk] = rows.pop(best)
        return found

    def state(self, segment: StringSegment) -> TextState:
        row = self.written.get((segment.string_id, segment.context_id))
        if row is None:
            return TextState.STALE if segment.pk in self.before else TextState.MISSING
        if row.has_error or is_untranslated(segment.string.data, row.data):
            return TextState.MISSING
        return TextState.TRANSLATED

    def verdict(self) -> Verdict:
        verdict = Verdict()
        for segment in self.segments:
            verdict.tally.add(self.state(segment))
        return verdict

    def texts(self, labels: Mapping[str, str]) -> list[Text]:
        """Return the texts for the translator; ``labels`` tells what a path of fields is called."""
        found = []
        for segment in self.segments:
            row = self.written.get((segment.string_id, segment.context_id))
            before = self.before.get(segment.pk)
            english = row or before
            found.append(
                Text(
                    key=str(segment.pk),
                    place=segment.context.path,
                    label=labels.get(segment.context.field_path, segment.context.field_path),
                    source=segment.string.data,
                    target=english.data if english else "",
                    state=self.state(segment),
                    was=before.translation_of.data if before else "",
                    error=row.get_error() or "" if row is not None and row.has_error else "",
                    is_long=len(segment.string.data) > 80,
                )
            )
        return found

    def write(self, changes: Mapping[str, str], *, user: Any) -> None:
        """Write English for segments; an empty text takes the English away."""
        by_key = {str(segment.pk): segment for segment in self.segments}
        for key, value in changes.items():
            segment = by_key[key]
            place = {
                "translation_of_id": segment.string_id,
                "locale_id": self.translation.target_locale_id,
                "context_id": segment.context_id,
            }
            before = self.before.get(segment.pk)
            if before is not None:
                before.delete()
            if not visible(value):
                StringTranslation.objects.filter(**place).delete()
                continue
            StringTranslation.objects.update_or_create(
                **place,
                defaults={
                    "data": value,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "tool_name": "",
                    "last_translated_by": user,
                    "has_error": False,
                    "field_error": "",
                },
            )


def text_check(source: str, target: str, *, is_address: bool = False) -> None:
    """Raise ValidationError for English that could not stand on the page."""
    if is_address and target and slugify(target) != target:
        raise ValidationError(_("Use small Latin letters, digits and hyphens."))
    try:
        StringValue.from_translated_html(target)
        validate_translation_links(source, target)
    except ValueError:
        raise ValidationError(
            _("Keep the tags of the original, such as <b> and <a id=…>, each closed.")
        ) from None


def labels_of(page: Page, segments: Iterable[StringSegment]) -> dict[str, str]:
    """Return what the paths of fields are called: “Body › Questions › Answer”."""
    return {path: _label(page, path) for path in {segment.context.field_path for segment in segments}}


def _label(page: Page, path: str) -> str:
    names = path.split(".")
    if names[0] in _PAGE_FIELDS:
        return str(_PAGE_FIELDS[names[0]])
    field = page._meta.get_field(names[0])
    labels = [str(getattr(field, "verbose_name", names[0]))]
    block = getattr(field, "stream_block", None)
    for name in names[1:]:
        children = getattr(block, "child_blocks", None)
        block = children.get(name) if children else getattr(block, "child_block", None)
        label = str(getattr(block, "label", "") or "")
        if block is not None and name != "item" and label:
            labels.append(label)
    return " › ".join(capfirst(label) for label in labels)


# --- life of an English page --------------------------------------------------------------------


def source_follow(page: Page) -> bool:
    """Take a Ukrainian page's published texts over; returns whether it is translated at all."""
    if not TranslationSource.objects.filter(
        object_id=page.translation_key, locale_id=page.locale_id, translations__enabled=True
    ).exists():
        return False
    TranslationSource.update_or_create_from_instance(page.specific)
    return True


def translation_start(page: Page, *, user: Any = None) -> tuple[Translation, bool]:
    """Begin the English of a Ukrainian page; returns it and whether it is new.

    Without an English page a draft is made. One that was written by hand is taken over with its texts,
    so nothing of it is lost. Raises `ParentNotTranslated`.
    """
    known = translation_of(page)
    if known is not None:
        return known, False
    target, english = locale(TARGET), english_page(page)
    if english is not None:
        return _adopt(page.specific, english.specific, target), True
    parent = page.get_parent()
    if parent is not None and parent.depth > 1 and english_page(parent) is None:
        raise ParentNotTranslated()
    TranslationCreator(user, [target]).create_translations(page.specific, include_related_objects=False)
    made = translation_of(page)
    if made is None:  # switched off by a setting of the page type
        raise NotComplete()
    return made, True


def _adopt(page: Page, english: Page, target: Locale) -> Translation:
    """Link two pages that exist, and keep the English texts that stand where Ukrainian ones do."""
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation, _made = Translation.objects.update_or_create(
        source=source, target_locale=target, defaults={"enabled": True}
    )
    ours, theirs = _by_place(page), _by_place(english)
    contexts = dict(TranslationContext.objects.filter(object_id=source.object_id).values_list("path", "pk"))
    strings = {
        segment.string.data: segment.string
        for segment in StringSegment.objects.filter(source=source).select_related("string")
    }
    pairs: dict[tuple[int, int], StringTranslation] = {}
    for place, segments in ours.items():
        twins = theirs.get(place, [])
        if len(twins) != len(segments):
            continue  # built differently: a person decides
        for segment, twin in zip(segments, twins, strict=True):
            string: SourceString = strings[segment.string.data]
            context = contexts[segment.path]
            if not is_untranslated(segment.string.data, twin.string.data):
                pairs[string.pk, context] = _string(string, target, context, twin.string.data)
    StringTranslation.objects.bulk_create(pairs.values(), ignore_conflicts=True)
    if english.last_published_at:  # they are on the page already and wait for nothing
        StringTranslation.objects.filter(context__object_id=source.object_id, locale=target).update(
            updated_at=english.last_published_at
        )
    return translation


def _string(string: SourceString, target: Locale, context: int, data: str) -> StringTranslation:
    manual = StringTranslation.TRANSLATION_TYPE_MANUAL
    return StringTranslation(
        translation_of=string, locale=target, context_id=context, data=data, translation_type=manual
    )


def _by_place(page: Page) -> dict[str, list[StringSegmentValue]]:
    """Return the texts of a page by place: the path with its blocks' own numbers left out."""
    found: dict[str, list[StringSegmentValue]] = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            found[_BLOCK_ID.sub("*", segment.path)].append(segment)
    return found


def strings_of(page: Page) -> list[str]:
    """Return the texts of this version of a page that a translator would be given."""
    return [
        segment.string.data for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)
    ]


# --- state --------------------------------------------------------------------------------------


def page_changed(page: Page) -> TranslationState | None:
    """Judge a page anew: ``page`` is of either language."""
    if states.are_held():
        return None
    source = source_page(page)
    return None if source is None else page_state_write(source)


def page_state_write(page: Page) -> TranslationState | None:
    """Write how the English of a Ukrainian page stands."""
    plain = Page(pk=page.pk)
    known = states.state_of(plain)
    translation, english = translation_of(page), english_page(page)
    is_linked = translation is not None and english is not None
    verdict = PageTexts(translation).verdict() if is_linked else _unlinked(page, english)
    return states.state_write(
        known or TranslationState(content_type=states.content_type(Page), object_id=page.pk),
        verdict,
        kind=TextKind.PAGES,
        label=page.title[:200],
        is_live=page.live,
        is_waiting=_waits(translation, english),
    )


def _unlinked(page: Page, english: Page | None) -> Verdict:
    """Judge a page that was never submitted: all is missing, unless an English page was written by hand."""
    verdict = Verdict()
    ours = _by_place(page.specific)
    theirs = _by_place(english.specific) if english is not None else {}
    for place, segments in ours.items():
        twins = theirs.get(place, [])
        for number, _segment in enumerate(segments):
            verdict.tally.add(TextState.TRANSLATED if number < len(twins) else TextState.MISSING)
    return verdict


def _waits(translation: Translation | None, english: Page | None) -> bool:
    """Whether English was written that visitors do not see yet."""
    if translation is None or english is None:
        return False
    written = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id
    )
    if not english.live:
        return written.exists()
    since = english.last_published_at or timezone.now()
    return written.filter(Q(updated_at__gt=since)).exists()
