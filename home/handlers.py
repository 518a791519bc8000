"""Pages tell search that they changed, inside the transaction of the change."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, post_page_move

from catalog.index import services as index
from catalog.search import services as search
from catalog.search.language.words import plain
from home.domain import with_counts
from home.models import (
    Announcement,
    HomePage,
    Menu,
    MenuColumn,
    MenuItem,
    MenuLink,
    NewsTag,
    PolicyPage,
    PolicyVersion,
    SiteSettings,
)
from home.models.base import BasePage
from home.services import policies

_FRAME = (
    Page,
    PolicyVersion,
    NewsTag,
    Menu,
    MenuItem,
    MenuColumn,
    MenuLink,
    Announcement,
    SiteSettings,
    PageViewRestriction,
)
# What a page's save writes when only its draft or its lock changed.
_OF_DRAFTS = {
    "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "locked", "locked_at",
    "locked_by", COMMENTS_RELATION_NAME,
}  # fmt: skip
_NO_COUNTS = [("stones", ""), ("jewelry", "")]


def page_ids() -> list[int]:
    """Return the ids of all pages, published or not."""
    return list(Page.objects.order_by("pk").values_list("pk", flat=True))


def page_texts(ids: Collection[int]) -> Iterator[search.PageText]:
    """Yield what is published of some pages. Home pages are left out: nobody looks for where he is."""
    pages = Page.objects.filter(pk__in=ids).live().public().not_type(HomePage).order_by("pk")
    for page in pages.select_related("locale").specific():
        url = page.get_url() if isinstance(page, BasePage) else None
        if url:
            yield _text(page, url)


def _text(page: BasePage, url: str) -> search.PageText:
    bodies = page.bodies()
    return search.PageText(
        id=page.pk,
        language=page.locale.language_code,
        title=page.title,
        url=url,
        lead=with_counts(getattr(page, "lead", ""), _NO_COUNTS),
        headings=tuple(heading for body in bodies for heading in _headings(body.get_prep_value())),
        body=" ".join(" ".join(_searchable(body)) for body in bodies),
    )


def _searchable(body: Any) -> list[str]:
    """Return the texts of a body; a field that is empty gives the word None, which nobody wrote."""
    texts = (" ".join(plain(text).split()) for text in body.stream_block.get_searchable_content(body))
    return [text for text in texts if text and text != "None"]


def _headings(value: Any) -> Iterator[str]:
    """Yield the headings of prepared block data, at any depth."""
    if isinstance(value, dict):
        heading = value.get("heading")
        if isinstance(heading, str) and heading:
            yield heading
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    for part in parts:
        yield from _headings(part)


def _saved(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page) and not kwargs.get("raw"):
        search.pages_changed([instance.pk])


def _deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        search.pages_delete([instance.pk])


def _branch_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    """The addresses of all pages below changed."""
    below = Page.objects.get(pk=instance.pk).get_descendants(inclusive=True)
    search.pages_changed(below.values_list("pk", flat=True))


def _restricted(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        _branch_changed(sender, page)


def _frame_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Menus, settings and pages are kept by every process until it is told.

    A draft that is saved changes nothing that visitors see, and editors save often.
    """
    fields = kwargs.get("update_fields")
    is_draft = fields is not None and isinstance(instance, Page) and _OF_DRAFTS.issuperset(fields)
    if isinstance(instance, _FRAME) and not is_draft and not kwargs.get("raw"):
        index.words_changed()


def _policy_published(sender: Any, instance: PolicyPage, **kwargs: Any) -> None:
    policies.policy_version_keep(page_id=instance.pk)


def connect() -> None:
    """Register the handlers, once."""
    for signal, name in ((post_save, "saved"), (post_delete, "deleted"), (post_page_move, "moved")):
        signal.connect(_frame_changed, dispatch_uid=f"frame_{name}")
    page_published.connect(_policy_published, PolicyPage, dispatch_uid="policy_published")
    search.pages_from(search.PageSource(ids=page_ids, texts=page_texts))
    post_save.connect(_saved, dispatch_uid="search_page_saved")
    post_delete.connect(_deleted, dispatch_uid="search_page_deleted")
    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(_restricted, PageViewRestriction, dispatch_uid=f"search_restriction_{name}")
    # Wagtail tells of a new slug after the commit; the addresses of pages below follow at once.
    page_slug_changed.connect(_branch_changed, dispatch_uid="search_page_slug")
    post_page_move.connect(_branch_changed, dispatch_uid="search_page_moved")
