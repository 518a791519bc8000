"""Lists of pages by type, with the columns and filters that each type is worked with."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django_filters import AllValuesFilter, DateFromToRangeFilter, ModelMultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale, Page
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import (
    ContentPage,
    FormMessage,
    FormPage,
    JewelryShowcasePage,
    LandingPage,
    NewsPage,
    NewsTag,
    PolicyPage,
    PolicyVersion,
)
from home.models.tags import tags_of

LANGUAGE = Column("locale", label=_("Language"), accessor="locale.get_display_name", sort_key="locale")


class LanguageFilterSet(PageFilterSet):
    """What every list of pages can be narrowed by."""

    # Not called "locale": Wagtail reads a language's code from an address's parameter of that name.
    language = ModelMultipleChoiceFilter(
        field_name="locale",
        label=_("Language"),
        queryset=Locale.objects.all(),
        widget=CheckboxSelectMultiple,
    )

    class Meta(PageFilterSet.Meta):
        pass


class NewsFilterSet(LanguageFilterSet):
    """Articles by date, author and tag."""

    date = DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    author = AllValuesFilter(label=_("Author"))
    tag = ModelMultipleChoiceFilter(
        field_name="tagged__tag",
        label=_("Tags"),
        queryset=NewsTag.objects.all(),
        widget=CheckboxSelectMultiple,
        distinct=True,
    )

    class Meta(PageFilterSet.Meta):
        model = NewsPage


class PolicyFilterSet(LanguageFilterSet):
    """Policies by the day they come into force."""

    effective_date = DateFromToRangeFilter(label=_("In force from"), widget=DateRangePickerWidget)

    class Meta(PageFilterSet.Meta):
        model = PolicyPage


class NewsIndexView(IndexView):
    """Articles with their tags: one query for all of the list."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        pages = list(context["object_list"])
        tags = tags_of(page.pk for page in pages)
        for page in pages:
            page.tag_names = ", ".join(str(tag) for tag in tags.get(page.pk, []))
        return context


class PolicyIndexView(IndexView):
    """Policies with the number of their newest edition."""

    def annotate_queryset(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        newest = PolicyVersion.objects.filter(page=OuterRef("pk")).order_by("-number").values("number")[:1]
        return super().annotate_queryset(pages.annotate(edition=Subquery(newest)))


class FormIndexView(IndexView):
    """Forms with the number of messages: a number is no customer's data."""

    def annotate_queryset(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        sent = FormMessage.objects.filter(page=OuterRef("pk")).order_by().values("page")
        number = Subquery(sent.annotate(number=Count("pk")).values("number"))
        return super().annotate_queryset(pages.annotate(messages_count=Coalesce(number, 0)))


def _columns(*between: Column) -> list[Any]:
    """Return Wagtail's columns with a type's own after the title, and without the type itself."""
    kept = [column for column in IndexView.base_columns if column.name not in {"type", "parent"}]
    return [*kept[:2], *between, LANGUAGE, *kept[2:]]


class TypedListing(PageListingViewSet):
    """A list of one type of page."""

    filterset_class = LanguageFilterSet
    columns = _columns()
    add_to_admin_menu = False


class NewsListing(TypedListing):
    model = NewsPage
    name = "articles"
    icon = "doc-full"
    menu_label = _("Articles")
    index_view_class = NewsIndexView
    filterset_class = NewsFilterSet
    ordering = "-date"
    columns = _columns(
        DateColumn("date", label=_("Date"), sort_key="date"),
        Column("author", label=_("Author"), sort_key="author"),
        Column("tag_names", label=_("Tags")),
    )


class LandingListing(TypedListing):
    model = LandingPage
    name = "landing_pages"
    icon = "rotate"
    menu_label = _("Landing pages")


class ShowcaseListing(TypedListing):
    model = JewelryShowcasePage
    name = "showcases"
    icon = "view"
    menu_label = _("Showcases")


class PolicyListing(TypedListing):
    model = PolicyPage
    name = "policies"
    icon = "clipboard-list"
    menu_label = _("Policies")
    index_view_class = PolicyIndexView
    filterset_class = PolicyFilterSet
    ordering = "title"
    columns = _columns(
        Column("edition", label=_("Edition"), sort_key="edition"),
        DateColumn("effective_date", label=_("In force from"), sort_key="effective_date"),
        Column("change_note", label=_("What changed")),
    )


class FormListing(TypedListing):
    model = FormPage
    name = "form_pages"
    icon = "form"
    menu_label = _("Form pages")
    index_view_class = FormIndexView
    columns = _columns(Column("messages_count", label=_("Messages"), sort_key="messages_count"))


class TextListing(TypedListing):
    model = ContentPage
    name = "text_pages"
    icon = "doc-empty"
    menu_label = _("Pages of text")


class PageTypesGroup(ViewSetGroup):
    """Pages by type, in one menu."""

    menu_label = _("Pages by type")
    menu_icon = "list-ul"
    menu_name = "page_types"
    menu_order = 105
    items = (NewsListing, LandingListing, ShowcaseListing, PolicyListing, FormListing, TextListing)


class TagViewSet(SnippetViewSet):
    """Tags of the journal."""

    model = NewsTag
    icon = "tag"
    menu_label = _("Tags of articles")
    menu_name = "news_tags"
    add_to_settings_menu = True
    list_display = ["name_uk", "name_en", "code"]
    panels = [
        FieldRowPanel([FieldPanel("name_uk"), FieldPanel("name_en")], heading=_("Name")),
        FieldPanel("code"),
    ]
    search_fields = ["name_uk", "name_en", "code"]
    inspect_view_enabled = False
