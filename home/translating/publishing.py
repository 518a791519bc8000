"""How English goes live: by somebody's word, by a workflow or by the clock, and never untranslated unawares."""

from __future__ import annotations

from typing import Any

import structlog
from django.utils.translation import ngettext
from wagtail.models import Page, Revision

from gemkit.clock import now
from home.models import TranslationState
from home.translating import pages, states
from home.translating.columns import TARGET
from home.translating.domain import is_foreign, visible

log = structlog.get_logger(__name__)


def english_publish(page: Page, *, user: Any, incomplete: bool = False) -> Page:
    """Publish the English of a Ukrainian page as it is translated now.

    Raises `NotComplete` when texts are missing or stale, unless ``incomplete`` says that somebody chose
    so knowing it. ValidationError tells of texts that do not fit their fields.
    """
    translation = pages.translation_of(page)
    if translation is None:
        raise pages.NotComplete()
    tally = pages.PageTexts(translation).verdict().tally
    if tally.missing + tally.stale and not incomplete:
        raise pages.NotComplete()
    translation.save_target(user=user, publish=True)
    english = pages.english_page(page)
    if english is None:
        raise pages.NotComplete()
    return english


def open_texts(page: Page) -> int:
    """Return how many texts of this version of an English page lack English; 0 for any other page.

    What counts is both what the version says, for it may be older than its translation, and how the
    translation stands. A page without a Ukrainian original has nothing to be translated from.
    """
    if page.locale.language_code != TARGET:
        return 0
    source = pages.source_page(page)
    if source is None:
        return 0
    ours = {visible(text) for text in pages.strings_of(source.specific)}
    copied = sum(is_foreign(text, ours) for text in pages.strings_of(page.specific))
    translation = pages.translation_of(source)
    tally = pages.PageTexts(translation).verdict().tally if translation is not None else None
    return max(copied, tally.missing + tally.stale if tally is not None else 0)


def refusal(number: int) -> str:
    """Say why an English page with ``number`` open texts stays as it is."""
    return ngettext(
        "Not published: %(number)d text of the English page is not translated.",
        "Not published: %(number)d texts of the English page are not translated.",
        number,
    ) % {"number": number}


def page_hold(page: Page) -> None:
    """Put an English page on the board among those whose publishing was held back."""
    source = pages.source_page(page)
    if source is not None and (state := pages.page_state_write(source)) is not None:
        TranslationState.objects.filter(pk=state.pk).update(held_at=now())


def page_release(page: Page) -> None:
    """Take an English page off the board: somebody published it, or it is gone."""
    source = pages.source_page(page)
    if source is not None:
        rows = TranslationState.objects.filter(
            content_type=states.content_type(Page), object_id=source.pk, held_at__isnull=False
        )
        rows.update(held_at=None)


def is_due(revision: Revision) -> bool:
    """Whether a version whose time has come may go live. One that may not is held, its schedule dropped,
    so that the clock does not ask for it every minute; whoever translates it publishes it.
    """
    page = revision.as_object()
    number = open_texts(page)
    if not number:
        return True
    log.warning("an untranslated page was not published by the clock", page=page.pk, texts=number)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    page_hold(page)
    return False
