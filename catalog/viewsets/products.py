"""The admin of products: one screen with everything, drafts and variants included."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel, TabbedInterface
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from catalog.enums import Nature
from catalog.models import Product, ProductVariant, StoneType, SubCategory
from catalog.services.publishing import problem_summary, problem_text, publish_problems
from catalog.viewsets.base import CatalogIndexView, CatalogViewSet, Tab, ThumbnailColumn
from catalog.viewsets.choosers import ProductChooserViewSet
from catalog.viewsets.panels import TranslationPanel, VariantsPanel
from catalog.viewsets.rows import ProductRow, product_rows, product_statuses
from catalog.viewsets.slugs import SlugsFromNamesMixin
from gemkit.search_result import SearchResultPanel

PUBLISHING = {"publish", "submit", "restart-workflow"}


class ProductForm(SlugsFromNamesMixin, WagtailAdminModelForm):
    """Drafts may be incomplete; what the public will see may not.

    ``is_publishing`` is set by the view when this very version goes out, or up for approval.
    """

    is_publishing = False

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.is_publishing:
            return
        for problem in publish_problems(self.instance):
            if problem.field in self.fields:
                if problem.field not in self.errors:
                    self.add_error(problem.field, problem_text(problem))
            else:
                self.add_error(None, problem_summary(problem))


class PublishingMixin:
    """Tells the form whether this version is about to be published."""

    action: str
    workflow_action: str

    def get_form(self, form_class: Any = None) -> ProductForm:
        form: ProductForm = super().get_form(form_class)  # type: ignore[misc]
        approves = self.action == "workflow-action" and self.workflow_action == "approve"
        form.is_publishing = self.action in PUBLISHING or approves
        return form


class ProductCreateView(PublishingMixin, snippets.CreateView):
    """A new product starts as a draft: its variants come after its first saving."""


class ProductEditView(PublishingMixin, snippets.EditView):
    """The one screen of a product."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's buttons, and the link by which a guest sees the draft."""
        url = reverse("preview_link", args=["product", self.object.pk])
        link = Button(_now("Link to the draft"), url=url, icon_name="link-external", priority=15)
        return [*super().header_more_buttons, link]


class ProductWorkflowView(snippets.WorkflowActionView):
    """Approval from outside the form is held to the same rule."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.action_name == "approve":
            problems = publish_problems(self.object.get_latest_revision_as_object())
            if problems:
                messages.error(
                    request,
                    " ".join(
                        [_now("This product cannot be published yet."), *map(problem_summary, problems)]
                    ),
                )
                return redirect(self.redirect_url)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class ProductFilterSet(WagtailFilterSet):
    """Where it hangs, what it is, whether it can be seen and bought."""

    stone_type = django_filters.ModelChoiceFilter(
        field_name="subcategory__category__stone_type",
        queryset=StoneType.objects.order_by("sort_order", "code"),
        label=_("Stone type"),
    )
    subcategory = django_filters.ModelChoiceFilter(
        queryset=SubCategory.objects.order_by("category__stone_type__sort_order", "sort_order", "code"),
        label=_("Sub-category"),
    )
    nature = django_filters.ChoiceFilter(
        choices=Nature.choices, label=_("Natural or laboratory-grown"), widget=forms.RadioSelect
    )
    live = django_filters.ChoiceFilter(
        choices=YES_NO, method="filter_live", label=_("Published"), widget=forms.RadioSelect
    )
    in_stock = django_filters.ChoiceFilter(
        choices=YES_NO, method="filter_in_stock", label=_("In stock"), widget=forms.RadioSelect
    )

    class Meta:
        model = Product
        fields: list[str] = []

    def filter_live(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(live=value == "yes")

    def filter_in_stock(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        free = ProductVariant.objects.filter(product=OuterRef("pk"), is_active=True, card__available__gt=0)
        return queryset.filter(Exists(free)) if value == "yes" else queryset.exclude(Exists(free))


def row(product: Product) -> ProductRow:
    """Return what the list says of ``product``; the view puts it there."""
    return product.row


class ProductIndexView(CatalogIndexView):
    """Products with pictures, prices and stock, in a fixed number of queries."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        products = context["object_list"]
        rows = product_rows([product.pk for product in products], with_pictures=not self.is_export)
        statuses = product_statuses(products)
        for product in products:
            product.row, product.status = rows[product.pk], statuses[product.pk]
        return context


def texts_tab(language: str, heading: Any) -> Tab:
    return Tab(
        [
            *([TranslationPanel()] if language == "en" else []),
            FieldPanel(f"name_{language}", heading=_("Name")),
            FieldPanel(f"slug_{language}", heading=_("Address")),
            FieldPanel(f"lead_{language}", heading=_("Lead")),
            FieldPanel(f"description_{language}", heading=_("Description")),
        ],
        heading=heading,
        name=language,
    )


def seo_panel(language: str, heading: Any) -> MultiFieldPanel:
    return MultiFieldPanel(
        [
            FieldPanel(f"seo_title_{language}", heading=_("Title for search engines")),
            FieldPanel(f"seo_description_{language}", heading=_("Description for search engines")),
            SearchResultPanel(
                titles=(f"seo_title_{language}", f"name_{language}"),
                descriptions=(f"seo_description_{language}", f"lead_{language}"),
                slug=f"slug_{language}",
                path=f"/{language}/p/",
            ),
        ],
        heading=heading,
    )


class ProductViewSet(CatalogViewSet):
    """Products: the shop's goods as readers meet them."""

    model = Product
    icon = "pick"
    base_url_path = "catalog/products"
    menu_label = _("Products")
    menu_name = "products"
    index_view_class = ProductIndexView
    add_view_class = ProductCreateView
    edit_view_class = ProductEditView
    workflow_action_view_class = ProductWorkflowView
    chooser_viewset_class = ProductChooserViewSet
    chooser_per_page = 20
    list_per_page = 25
    ordering = ["-created_at", "-pk"]
    search_fields = ["name_uk", "name_en", "variants__sku"]
    filterset_class = ProductFilterSet
    list_display = [
        "name",
        ThumbnailColumn(
            "thumbnail", accessor=lambda item: row(item).thumbnail, label=_("Picture"), width="6%"
        ),
        Column("subcategory", label=_("Sub-category"), sort_key="subcategory__code"),
        Column("on_sale", accessor=lambda item: row(item).on_sale, label=_("Variants"), width="7%"),
        Column("price", accessor=lambda item: row(item).price_text, label=_("Price"), width="16%"),
        Column("available", accessor=lambda item: row(item).available, label=_("In stock"), width="7%"),
        StatusTagColumn(
            "status", primary=lambda item: item.live, label=pgettext_lazy("column", "Status"), sort_key="live"
        ),
    ]
    list_export = [
        "pk",
        "name_uk",
        "name_en",
        "slug_uk",
        "slug_en",
        "subcategory.category.stone_type",
        "subcategory",
        "nature",
        "status",
        "row.sku_list",
        "row.on_sale",
        "row.price_from",
        "row.price_to",
        "row.available",
        "created_at",
    ]
    export_headings = {
        "pk": _("Number"),
        "status": pgettext_lazy("column", "Status"),
        "subcategory.category.stone_type": _("Stone type"),
        "row.sku_list": _("SKU"),
        "row.on_sale": _("Variants on sale"),
        "row.price_from": _("Price from, UAH"),
        "row.price_to": _("Price to, UAH"),
        "row.available": _("In stock"),
    }
    edit_handler = TabbedInterface(
        [
            texts_tab("uk", _("Ukrainian")),
            texts_tab("en", _("English")),
            Tab(
                [
                    FieldPanel("subcategory"),
                    FieldPanel("nature"),
                    FieldPanel("return_rule", widget=forms.Select),
                    FieldPanel("tags", widget=forms.CheckboxSelectMultiple),
                    PublishingPanel(),
                ],
                heading=_("Attributes"),
                name="attributes",
            ),
            Tab([VariantsPanel()], heading=_("Variants"), name="variants"),
            Tab(
                [seo_panel("uk", _("Ukrainian")), seo_panel("en", _("English"))],
                heading=_("SEO"),
                name="seo",
            ),
        ],
        base_form_class=ProductForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Product.objects.select_related("subcategory__category__stone_type").defer(
            "description", "description_uk", "description_en"
        )
