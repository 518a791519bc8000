"""Pages, with all their fields, in the language each of them speaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import ForeignKey, QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils.translation import override
from rest_framework.fields import Field
from rest_framework.response import Response
from wagtail.api.v2 import serializers as wagtail_serializers
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from catalog.web.seo import absolute
from gemsite.content_api.pictures import Copies, copies_of
from gemsite.content_api.views import TOKEN, ContentView
from home.blocks import data as blocks


@dataclass(slots=True)
class Loaded:
    """What pages of one answer show beside their own columns, read for all of them at once."""

    language: str = "uk"
    data: dict[str, blocks.BlockData] = field(default_factory=dict)
    links: dict[Any, dict[str, dict[str, Any]]] = field(default_factory=dict)
    parents: dict[str, Page] = field(default_factory=dict)
    copies: Copies = field(default_factory=dict)


class HtmlUrlField(Field):
    """The page's absolute address; the host is the setting's, never the request's."""

    def get_attribute(self, instance: Page) -> Page:
        return instance

    def to_representation(self, page: Page) -> Any:
        url = page.get_url()
        return absolute(url) if url else None


class HtmlPathField(HtmlUrlField):
    """The page's address without the host, as ``find/?html_path=`` takes it."""

    def to_representation(self, page: Page) -> str | None:
        return page.get_url() or None


class LinksField(HtmlUrlField):
    """The live translations of a page by language, its own included: what hreflang names."""

    def to_representation(self, page: Page) -> Any:
        return self.context["loaded"].links.get(page.translation_key, {})


class IdsField(LinksField):
    """The ids of the translations in other languages."""

    def to_representation(self, page: Page) -> dict[str, int]:
        own = page.locale.language_code
        return {code: link["id"] for code, link in super().to_representation(page).items() if code != own}


class ParentField(wagtail_serializers.PageParentField):
    """The page above, where visitors may see it."""

    def get_attribute(self, instance: Page) -> Page | None:
        return self.context["loaded"].parents.get(instance.path[: -Page.steplen])


class PageSerializer(wagtail_serializers.PageSerializer):
    """Tells a page in its own language, with what it shows of the catalog at this moment."""

    html_url = HtmlUrlField(read_only=True)
    html_path = HtmlPathField(read_only=True)
    hreflang = LinksField(read_only=True)
    parent = ParentField(read_only=True)

    def to_representation(self, instance: Page) -> dict[str, Any]:
        language = instance.locale.language_code
        data = self.context["loaded"].data.get(language)
        self.context["block_data"] = data
        self.context["loaded"].language = language
        with override(language):
            answer: dict[str, Any] = super().to_representation(instance)
            if data is not None and answer.get("lead"):
                answer["lead"] = data.text(answer["lead"])
        return answer


class Pages(ContentView, PagesAPIViewSet):
    """Published pages of both languages; ``?locale=`` narrows a list to one.

    With a preview token the one page that it is for is told as its latest draft has it.
    """

    base_serializer_class = PageSerializer
    known_query_parameters = PagesAPIViewSet.known_query_parameters | {"currency", TOKEN}
    meta_fields = [*PagesAPIViewSet.meta_fields, "html_path", "hreflang"]
    listing_default_fields = [*PagesAPIViewSet.listing_default_fields, "html_path", "hreflang"]
    detail_only_fields = [*PagesAPIViewSet.detail_only_fields, "alias_of"]
    name = "pages"

    @classmethod
    def get_field_serializer_overrides(cls, model: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_field_serializer_overrides(model)
        return {**found, "translations": IdsField(read_only=True)} if "translations" in found else found

    def get_root_page(self) -> Page:
        """Return the home page of the language that is asked for: what ``child_of=root`` means."""
        root = Site.find_for_request(self.request).root_page
        twin = root.get_translations().filter(locale__language_code=self.language).first()
        return twin if twin is not None and self.language != root.locale.language_code else root

    def get_base_queryset(self) -> QuerySet[Page]:
        """Return what visitors may see: live, unrestricted, below the home page of a language."""
        if not hasattr(self, "_visible"):
            site = self._site()
            roots = Page.objects.none() if site is None else site.root_page.get_translations(inclusive=True)
            pages = Page.objects.live().public()
            self._visible = pages.none()
            for root in roots:
                self._visible |= pages.descendant_of(root, inclusive=True)
        return self._visible.all()

    def _site(self) -> Site | None:
        name, _colon, port = self.request.GET.get("site", "").partition(":")
        if not name:
            return Site.find_for_request(self.request)
        found = Site.objects.filter(hostname=name, **({"port": port} if port else {}))
        return found.select_related("root_page").order_by("-is_default_site").first()

    def get_queryset(self) -> QuerySet[Page]:
        return super().get_queryset().select_related("locale")

    def get_object(self) -> Page:
        """Return the page of the address; its draft when the token is for this very page."""
        if not hasattr(self, "_cached_object"):
            if self.draft is not None:
                if not isinstance(self.draft, Page) or self.draft.pk != self.kwargs["pk"]:
                    raise Http404
                self._cached_object = self.draft
            else:
                found = self.get_base_queryset().filter(pk=self.kwargs["pk"]).select_related("locale").first()
                if found is None:
                    raise Http404
                locale, page = found.locale, found.specific
                page.locale = locale
                self._cached_object = page
        return self._cached_object

    def find_object(self, queryset: QuerySet[Page], request: Any) -> Page | None:
        """Return the page with this ``html_path`` (/en/about/) or ``id``."""
        if self.draft is not None and isinstance(self.draft, Page):
            return self.draft
        if "html_path" not in request.GET:
            return super().find_object(queryset, request)
        parts = [part for part in request.GET["html_path"].split("/") if part]
        codes = [code for code, _name in settings.LANGUAGES]
        language, below = (parts[0], parts[1:]) if parts and parts[0] in codes else (self.language, parts)
        site = Site.find_for_request(request)
        roots = Page.objects.none() if site is None else site.root_page.get_translations(inclusive=True)
        root = roots.filter(locale__language_code=language).first()
        if root is None:
            return None
        return queryset.filter(url_path=root.url_path + "".join(f"{part}/" for part in below)).first()

    def find_view(self, request: Any) -> Response:
        response = super().find_view(request)
        return _on_this_host(response)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        pages = list(args[0]) if kwargs.get("many") else [args[0]]
        serializer = super().get_serializer(pages if kwargs.get("many") else pages[0], **kwargs)
        names = set((serializer.child if kwargs.get("many") else serializer).fields)
        serializer.context["loaded"] = load(
            pages,
            names,
            request=self.request._request,
            visible=self.get_base_queryset(),
            is_published=self.draft is None,
        )
        return serializer


def _on_this_host(response: Any) -> Any:
    """Lead on by a path: the client came by the host that it can reach."""
    response.headers["Location"] = response.headers["Location"].removeprefix(settings.BASE_URL).rstrip("?")
    return response


def load(
    pages: Sequence[Page], names: set[str], *, request: Any, visible: QuerySet[Page], is_published: bool
) -> Loaded:
    """Read what ``pages`` show in their fields ``names``: a fixed number of queries for any number of pages.

    What the blocks of published pages show is kept until something changes; a draft's is read.
    """
    loaded = Loaded()
    if not pages:
        return loaded
    locales = {locale.pk: locale for locale in Locale.objects.all()}
    for page in pages:
        page.locale = locales[page.locale_id]
    if names & {"hreflang", "translations"}:
        loaded.links = _links(pages, visible, locales)
    if "parent" in names:
        paths = {page.path[: -Page.steplen] for page in pages}
        loaded.parents = {page.path: page for page in visible.filter(path__in=paths)}
        for page in loaded.parents.values():
            page.locale = locales[page.locale_id]
    pictures = _pictures(pages, names)
    loaded.copies = copies_of(pictures)
    if any(isinstance(field, StreamField) or field.name == "lead" for field in _columns(pages, names)):
        by_language: dict[str, list[Page]] = defaultdict(list)
        for page in pages:
            by_language[page.locale.language_code].append(page)
        for language, mine in by_language.items():
            with override(language):
                loaded.data[language] = _block_data(mine, request=request, is_published=is_published)
    return loaded


def _links(
    pages: Iterable[Page], visible: QuerySet[Page], locales: dict[int, Locale]
) -> dict[Any, dict[str, dict[str, Any]]]:
    found: dict[Any, dict[str, dict[str, Any]]] = defaultdict(dict)
    for twin in visible.filter(translation_key__in={page.translation_key for page in pages}):
        twin.locale = locales[twin.locale_id]
        if url := twin.get_url():
            code = twin.locale.language_code
            found[twin.translation_key][code] = {"id": twin.pk, "html_url": absolute(url), "html_path": url}
    codes = [code for code, _name in settings.LANGUAGES]
    return {key: {code: links[code] for code in codes if code in links} for key, links in found.items()}


def _pictures(pages: Sequence[Page], names: set[str]) -> list[Any]:
    """Return the pictures that columns of the pages name, and what else hangs on them; one query a column."""
    columns = [column for column in _columns(pages, names) if isinstance(column, ForeignKey)]
    named = [column.name for column in columns if issubclass(column.related_model, get_image_model())]
    more = getattr(pages[0], "api_prefetch", {})
    prefetch_related_objects(pages, *named, *(path for name, path in more.items() if name in names))
    return [picture for page in pages for name in named if (picture := getattr(page, name)) is not None]


def _columns(pages: Sequence[Page], names: set[str]) -> list[Any]:
    """Return the columns among ``names``; the pages of one answer with columns of their own are of one type."""
    return [column for column in type(pages[0])._meta.get_fields() if column.name in names]


def _block_data(pages: Sequence[Page], *, request: Any, is_published: bool) -> blocks.BlockData:
    """Return what all blocks of the pages show, for one language."""
    ours: list[Any] = [page for page in pages if hasattr(page, "bodies")]  # a bare Page has none
    needs = blocks.Needs()
    bodies = [body for page in ours for body in page.bodies()]
    texts = [text for page in ours for text in page.texts()]
    whole = ("api", *(page.pk for page in ours)) if is_published else None
    return blocks.load(bodies, request=request, texts=texts, needs=needs, is_preview=False, whole=whole)
