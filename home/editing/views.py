"""The admin's screens of editing: a link to a draft, what to look at in published pages, the guide."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from home.editing import guide, previews
from home.editing.findings import Kind, published_findings
from home.editing.tasks import links_check
from home.editing.web import shared_preview_urls

EDITING = {"add", "change", "publish"}
PER_PAGE = 50


def may_edit_pages(user: Any) -> bool:
    """Say whether ``user`` edits any page."""
    return bool(page_permission_policy.user_has_any_permission(user, EDITING))


def previewed(kind: str, pk: int, user: Any) -> Any:
    """Return the page or product that ``user`` edits; 404 and 403 otherwise."""
    if kind == "page":
        page = get_object_or_404(Page, pk=pk).specific
        if not page.permissions_for_user(user).can_edit():
            raise PermissionDenied
        return page
    if kind != "product":
        raise Http404
    if not user.has_perm("catalog.change_product"):
        raise PermissionDenied
    return get_object_or_404(apps.get_model("catalog", "Product"), pk=pk)


class EditingView(WagtailAdminTemplateMixin, TemplateView):
    """A screen of ours with its own name at the end of the path."""

    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), here]


class PreviewLinkView(EditingView):
    """Makes, shows and voids the link by which a guest sees the draft."""

    template_name = "home_admin/preview_link.html"
    page_title = gettext_lazy("Link to the draft")
    header_icon = "link-external"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.target = previewed(kwargs["kind"], kwargs["pk"], request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.target)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        link = previews.preview_link_of(self.target)
        paths = shared_preview_urls(previews.preview_token(link)) if link else {}
        urls = [
            (name, f"{settings.BASE_URL}{paths[code]}")
            for code, name in settings.LANGUAGES
            if code in paths and code in dict(self.target.preview_modes)
        ]
        return {
            **super().get_context_data(**kwargs),
            "link": link,
            "urls": urls,
            "days": settings.PREVIEW_LINK_DAYS,
            "edit_url": AdminURLFinder(self.request.user).get_edit_url(self.target),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "revoke":
            previews.preview_link_revoke(self.target)
            messages.success(request, _("The link works no more."))
        else:
            previews.preview_link_make(self.target, by=request.user)
            messages.success(request, _("Here is the link. Earlier ones work no more."))
        return redirect(request.path)


class FindingsView(EditingView):
    """Published pages with something to look at, those the user may edit."""

    template_name = "home_admin/findings.html"
    page_title = gettext_lazy("Checks of pages")
    header_icon = "glasses"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_edit_pages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, language = self._chosen("kind", Kind.values), self._chosen("language", dict(settings.LANGUAGES))
        found = [
            {
                "page": page,
                "finding": finding,
                "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            }
            for page, finding in findings_for(self.request.user, kind=kind, language=language)
        ]
        return {
            **super().get_context_data(**kwargs),
            "rows": Paginator(found, PER_PAGE).get_page(self.request.GET.get("p")),
            "kinds": Kind.choices,
            "kind": kind,
            "languages": settings.LANGUAGES,
            "language": language,
            "query": f"&kind={kind}&language={language}",
        }

    def _chosen(self, name: str, known: Any) -> str:
        value = self.request.GET.get(name, "")
        return value if value in known else ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        links_check.enqueue()
        messages.success(request, _("The links are being checked. Look again in a minute."))
        return redirect("page_findings")


def findings_for(user: Any, *, kind: str = "", language: str = "") -> list[Any]:
    """Return what is to be looked at in the published pages that ``user`` may edit."""
    pages = None
    if not user.is_superuser:
        mine = page_permission_policy.instances_user_has_any_permission_for(user, EDITING)
        pages = list(mine.values_list("pk", flat=True))
    return published_findings(pages=pages, kind=kind, language=language)


class GuideView(EditingView):
    """Short answers to "how do I", in the language of the admin."""

    template_name = "home_admin/guide.html"
    page_title = gettext_lazy("How to")
    header_icon = "help"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self.kwargs.get("topic") or guide.TOPICS[0].name
        topic = next((topic for topic in guide.TOPICS if topic.name == name), None)
        if topic is None:
            raise Http404
        language = "en" if get_language() == "en" else "uk"
        return {
            **super().get_context_data(**kwargs),
            "topics": guide.TOPICS,
            "topic": topic,
            "text": f"home_admin/guide/{language}/{topic.name}.html",
        }


def editing_urls() -> list[URLPattern]:
    return [
        path("preview-link/<str:kind>/<int:pk>/", PreviewLinkView.as_view(), name="preview_link"),
        path("reports/page-checks/", FindingsView.as_view(), name="page_findings"),
        path("guide/", GuideView.as_view(), name="editors_guide"),
        path("guide/<slug:topic>/", GuideView.as_view(), name="editors_guide_topic"),
    ]
