"""The translators' place in the admin: addresses, menu, buttons, warnings. `home.wagtail_hooks` imports it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from catalog.viewsets.panels import TranslationPanel
from gemkit.clock import now
from home.editing.needs import Need, needs_from
from home.models import TranslationState
from home.translating import columns, pages, publishing, selectors
from home.translating.subjects import PAGE
from home.translating.views import board, localize, texts
from home.translating.views.access import BOARD, may_translate
from home.translating.views.refused import hold


@hooks.register("register_admin_urls")
def translating_urls() -> list[URLPattern | URLResolver]:
    urls = [
        path("", board.BoardView.as_view(), name="board"),
        path("texts/", board.TextsView.as_view(), name="texts"),
        path("texts/results/", board.TextsView.as_view(results_only=True), name="texts_results"),
        path("strings/<slug:kind>/", board.StringsView.as_view(), name="strings"),
        path("runs/", board.RunStartView.as_view(), name="run_start"),
        path("runs/<int:pk>/", board.RunView.as_view(), name="run"),
        path("start/<int:pk>/", texts.StartView.as_view(), name="start"),
        path("preview/<int:pk>/", texts.PreviewView.as_view(), name="preview"),
        path("of/<str:label>/<int:pk>/", texts.TranslateView.as_view(), name="texts_of"),
        path("of/<str:label>/<int:pk>/po/", texts.ExportView.as_view(), name="po_export"),
        path("of/<str:label>/<int:pk>/po/import/", texts.ImportView.as_view(), name="po_import"),
        path("of/<str:label>/<int:pk>/publish/", texts.PublishView.as_view(), name="publish"),
    ]
    return [path("translations/", include((urls, "translating"), namespace="translating"))]


@hooks.register("register_admin_urls", order=-1)
def localize_urls() -> list[URLPattern]:
    """Stand before wagtail-localize's addresses; see `views.localize`."""
    return [
        path("localize/submit/page/<int:page_id>/", localize.submit_page),
        path("localize/update/<int:translation_source_id>/", localize.UpdateView.as_view()),
        path("localize/translate/<int:translation_id>/pofile/upload/", localize.PoUploadView.as_view()),
        path(
            "localize/translate/<int:translation_id>/strings/<int:string_segment_id>/edit/",
            localize.edit_string,
        ),
    ]


def _needs(request: HttpRequest) -> Iterator[Need]:
    if may_translate(request.user):
        tally = selectors.needs()
        yield Need(tally.missing, _("texts without English"), reverse(BOARD))
        yield Need(tally.stale, _("texts whose English is behind"), reverse(BOARD))
        yield Need(selectors.held(), _("English pages held back"), selectors.held_url())


needs_from("translations", _needs)


class TranslationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_translate(request.user)


@hooks.register("register_admin_menu_item")
def translations_menu_item() -> MenuItem:
    return TranslationsMenuItem(
        gettext_lazy("Translations"), reverse(BOARD), name="translations", icon_name="globe", order=160
    )


@hooks.register("register_permissions")
def translate_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="home", codename="translate_texts")


# --- pages --------------------------------------------------------------------------------------


@hooks.register("register_page_header_buttons")
def page_buttons(page: Page, user: Any, view_name: str = "", **kwargs: Any) -> Iterator[Button]:
    """Lead from a page to its English, and say what is open."""
    if page.depth < 2 or not may_translate(user):
        return
    source = pages.source_page(page)
    if source is not None:
        yield Button(
            _behind(selectors.state_of(source)) or _("English"),
            url=reverse("translating:texts_of", args=[PAGE, source.pk]),
            icon_name="globe",
            priority=55,
        )


@hooks.register("after_publish_page")
def tell_of_english(request: HttpRequest, page: Page) -> None:
    """Tell who published a Ukrainian page that its English is behind now."""
    if page.locale.language_code == columns.SOURCE:
        _warn(request, selectors.state_of(page), PAGE)


@hooks.register("before_edit_page", order=-1)
def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """In the translation editor “Publish” shows Ukrainian where English is missing: ask first."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    if page.locale.language_code != columns.TARGET or pages.translation_of(page) is None:
        return None
    source = pages.source_page(page)
    state = selectors.state_of(source) if source is not None else None
    if source is None or state is None or not (state.missing or state.stale):
        return None
    return redirect("translating:publish", PAGE, source.pk)


@hooks.register("before_publish_page")
def keep_copies_back(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An English page with the usual form says Ukrainian still: it stays a draft, with all that was typed.

    A date in the future is let through: whether the page may go live is asked when its time comes.
    """
    number = publishing.open_texts(page)
    if not number:
        return None
    if page.go_live_at and page.go_live_at > now():
        messages.warning(request, _("It goes live only if its English is whole by then."))
        return None
    hold(request, page, number)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_untranslated_back(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Publishing many pages at once cannot ask for each: refuse those that lack English."""
    if action_type != "publish" or request.method != "POST":
        return None
    open_pages = [
        page
        for page in objects
        if isinstance(page, Page) and publishing.open_texts(page.get_latest_revision_as_object())
    ]
    if not open_pages:
        return None
    for page in open_pages:
        publishing.page_hold(page)
    names = ", ".join(f"“{page.title}”" for page in open_pages[:5])
    messages.error(
        request, _("Nothing was published: texts of %(names)s have no English yet.") % {"names": names}
    )
    return HttpResponseRedirect(reverse("wagtailadmin_home"))


# --- rows ---------------------------------------------------------------------------------------


@hooks.register("after_edit_snippet")
@hooks.register("after_create_snippet")
def tell_of_row(request: HttpRequest, instance: Any) -> None:
    """Tell who saved a product or an entry that its English is behind now."""
    wants_json = "application/json" in request.headers.get("accept", "")  # autosave
    if not wants_json and selectors.is_translated(instance):
        _warn(request, selectors.state_of(instance), instance._meta.label_lower)


def english_status(instance: Any, user: Any) -> tuple[str, str] | None:
    """Return what of a row's English is open, and the translators' screen for those who may."""
    what = _behind(selectors.state_of(instance))
    url = selectors.translate_url(instance._meta.label_lower, instance.pk) if may_translate(user) else ""
    return (what, url) if what else None


TranslationPanel.status = staticmethod(english_status)


def _warn(request: HttpRequest, state: TranslationState | None, label: str) -> None:
    what = _behind(state)
    if state is None or not what:
        return
    text = _("%(name)s: %(what)s.") % {"name": state.label, "what": what}
    if may_translate(request.user):
        url = reverse("translating:texts_of", args=[label, state.object_id])
        text = format_html('{} <a href="{}">{}</a>', text, url, _("Translate"))
    messages.warning(request, text)


def _behind(state: TranslationState | None) -> str:
    """Return what of the English is open, in words; nothing when all is well."""
    if state is None or not (state.missing or state.stale):
        return ""
    if state.missing and state.stale:
        return _("English: %(missing)d missing, %(stale)d stale") % {
            "missing": state.missing,
            "stale": state.stale,
        }
    if state.missing:
        return _("English: %(missing)d missing") % {"missing": state.missing}
    return _("English: %(stale)d stale") % {"stale": state.stale}
