"""Keeps the board true: whatever changes a text writes the state in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished
from wagtail_localize.models import StringTranslation

from home.models.base import BasePage
from home.translating import columns, pages, publishing, states
from home.translating.localize import bear_empty_texts, offer_no_copying

_BEFORE = "_texts_before"


def _row_saving(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw and columns.has_texts(sender):
        setattr(instance, _BEFORE, states.texts_before(instance))


def _row_saved(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw and columns.has_texts(sender):
        states.row_changed(instance, before=instance.__dict__.pop(_BEFORE, None))


def _row_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if columns.has_texts(sender) and not states.are_held():
        states.state_drop(instance)


def _page_went_live(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A published Ukrainian page is the source from now on; whoever translates sees it at once."""
    if states.are_held():
        return
    if instance.locale.language_code == columns.SOURCE:
        pages.source_follow(instance)
    else:
        publishing.page_release(instance)
    pages.page_changed(instance)


def _page_left(sender: Any, instance: Page, **kwargs: Any) -> None:
    pages.page_changed(instance)


def _page_deleted(sender: Any, instance: Page, **kwargs: Any) -> None:
    """The state goes with its Ukrainian page; without its English page it says that all is missing.

    Of a page's two rows the one of `Page` goes last: before that it is half there.
    """
    if states.are_held():
        return
    if instance.locale.language_code == columns.SOURCE:
        states.state_drop(Page(pk=instance.pk))
    else:
        publishing.page_release(instance)
        pages.page_changed(instance)


def _page_made(sender: Any, instance: Any, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw and isinstance(instance, Page) and instance.depth > 1:
        pages.page_changed(instance)


def _text_changed(sender: Any, instance: StringTranslation, **kwargs: Any) -> None:
    """wagtail-localize's own editor saves text by text."""
    if states.are_held() or instance.context_id is None:
        return
    key = instance.context.object_id
    page = pages.sources().filter(translation_key=key).first()
    if page is not None:
        pages.page_state_write(page)


def connect() -> None:
    """Register the handlers, once."""
    bear_empty_texts()
    offer_no_copying()
    BasePage.is_due = staticmethod(publishing.is_due)
    pre_save.connect(_row_saving, dispatch_uid="translating_row_saving")
    post_save.connect(_row_saved, dispatch_uid="translating_row_saved")
    post_delete.connect(_row_deleted, dispatch_uid="translating_row_deleted")
    post_save.connect(_page_made, dispatch_uid="translating_page_made")
    post_delete.connect(_page_deleted, Page, dispatch_uid="translating_page_deleted")
    page_published.connect(_page_went_live, dispatch_uid="translating_page_published")
    page_unpublished.connect(_page_left, dispatch_uid="translating_page_unpublished")
    post_save.connect(_text_changed, StringTranslation, dispatch_uid="translating_text_saved")
    post_delete.connect(_text_changed, StringTranslation, dispatch_uid="translating_text_deleted")
