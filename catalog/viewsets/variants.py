"""The admin of variants: what is bought. They have no drafts, so a saved change holds at once."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import quote
from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TabbedInterface
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from catalog.models import Color, Product, ProductVariant, Shape, StoneType
from catalog.selectors.variants import variants_with_all
from catalog.services.variants import variant_removal_check, variant_saved
from catalog.viewsets.base import (
    CatalogIndexView,
    CatalogViewSet,
    LinesColumn,
    Tab,
    ThumbnailColumn,
)
from catalog.viewsets.deletion import ProtectedDeleteView, Usage, usages_of
from catalog.viewsets.panels import HistoryPanel, PriceNowPanel, StockNowPanel
from catalog.viewsets.rows import VariantRow, variant_rows
from catalog.viewsets.variant_forms import FIELDS, VariantForm
from commerce.inventory import selectors as inventory
from commerce.inventory import services as inventory_services
from gemkit.admin import staff_actor
from gemkit.errors import DomainError

EDIT_PRODUCT = "wagtailsnippets_catalog_product:edit"
CHANGE_PRICE = "pricing.change_variantprice"
CHANGE_STOCK = "inventory.change_stockitem"


class VariantSaveMixin:
    """Saves the variant, its price and its stock together, or nothing; returns to the product."""

    request: HttpRequest
    object: Any
    form: VariantForm
    is_new = False

    def save_instance(self) -> ProductVariant:
        variant: ProductVariant = super().save_instance()  # type: ignore[misc]
        variant_saved(variant_id=variant.pk)
        self.form.save_price_and_stock(
            variant_id=variant.pk, actor=staff_actor(self.request.user), is_new=self.is_new
        )
        return variant

    def form_valid(self, form: VariantForm) -> HttpResponse:
        was_new = form.instance.pk is None
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except DomainError as refusal:
            if was_new:
                form.instance.pk, form.instance._state.adding = None, True
            field = FIELDS.get(refusal.attr or "", refusal.attr)
            form.add_error(field if field in form.fields else None, refusal.detail)
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]

    def get_success_url(self) -> str:
        return f"{reverse(EDIT_PRODUCT, args=[quote(self.object.product_id)])}#tab-variants"


class VariantCreateView(VariantSaveMixin, snippets.CreateView):
    """Adds a variant to the product named in the address."""

    is_new = True

    def save_instance(self) -> ProductVariant:
        variant = self.form.instance
        if not variant.sort_order:
            last = ProductVariant.objects.filter(product=variant.product_id).aggregate(last=Max("sort_order"))
            variant.sort_order = 0 if last["last"] is None else last["last"] + 1
        return super().save_instance()

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()
        product_id = self.request.GET.get("product", "")
        if product_id.isdecimal() and Product.objects.filter(pk=product_id).exists():
            initial["product"] = int(product_id)
        return initial


class VariantEditView(VariantSaveMixin, snippets.EditView):
    """Changes a variant; the way back leads to its product."""

    def get_page_subtitle(self) -> str:
        return f"{self.object.sku} · {self.object.product}"

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        back = Button(
            _("Back to the product"), url=self.get_success_url(), icon_name="arrow-left", priority=5
        )
        return [back, *super().header_more_buttons]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        product = {"url": self.get_success_url(), "label": str(self.object.product)}
        return [*items[:-1], product, items[-1]]


class VariantDeleteView(ProtectedDeleteView):
    """Deletes a variant that was entered by mistake; what was ever in stock is taken off sale instead."""

    object: ProductVariant

    @cached_property
    def usages(self) -> list[Usage]:
        untouched = inventory.stock_is_untouched(self.object.pk)
        ignored = {"inventory.stockitem"} if untouched else set()
        return usages_of(self.object, self.request.user, ignored=ignored)

    def delete_action(self) -> None:
        with transaction.atomic():
            inventory_services.stock_forget(variant_id=self.object.pk)
            super().delete_action()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            variant_removal_check(self.object)
        except DomainError as refusal:
            messages.error(request, refusal.detail)
            return redirect(reverse(EDIT_PRODUCT, args=[quote(self.object.product_id)]))
        return super().post(request, *args, **kwargs)


YES_NO = [("yes", _("Yes")), ("no", _("No"))]
STOCK_STATES = [("in", _("In stock")), ("low", _("Low stock")), ("out", _("Sold out"))]


class VariantFilterSet(WagtailFilterSet):
    """What it is, whether it is on sale, how many there are."""

    stone_type = django_filters.ModelChoiceFilter(
        field_name="product__subcategory__category__stone_type",
        queryset=StoneType.objects.order_by("sort_order", "code"),
        label=_("Stone type"),
    )
    shape = django_filters.ModelChoiceFilter(queryset=Shape.objects.all(), label=_("Shape"))
    color = django_filters.ModelChoiceFilter(queryset=Color.objects.all(), label=_("Color"))
    is_active = django_filters.ChoiceFilter(
        choices=YES_NO, method="filter_active", label=_("On sale"), widget=forms.RadioSelect
    )
    stock = django_filters.ChoiceFilter(
        choices=STOCK_STATES, method="filter_stock", label=_("Stock"), widget=forms.RadioSelect
    )

    class Meta:
        model = ProductVariant
        fields: list[str] = []

    def filter_active(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(is_active=value == "yes")

    def filter_stock(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        in_stock = queryset.filter(card__available__gt=0)
        if value == "in":
            return in_stock
        if value == "low":
            return in_stock.filter(card__available__lte=settings.LOW_STOCK_AT, is_one_of_a_kind=False)
        return queryset.exclude(card__available__gt=0)


def row(variant: ProductVariant) -> VariantRow:
    """Return what the list says of ``variant``; the view puts it there."""
    return variant.row


class VariantIndexView(CatalogIndexView):
    """Stock and variants, in a fixed number of queries."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        variants = context["object_list"]
        for variant, told in zip(variants, variant_rows(list(variants)), strict=True):
            variant.row = told
        return context


def pair(name: str, heading: Any) -> FieldRowPanel:
    panels = [
        FieldPanel(f"{name}_uk", heading=_("Ukrainian")),
        FieldPanel(f"{name}_en", heading=_("English")),
    ]
    return FieldRowPanel(panels, heading=heading)


STONE_TAB = Tab(
    [
        FieldPanel("product"),
        FieldRowPanel(
            [FieldPanel("sku"), FieldPanel("sort_order"), FieldPanel("is_active")],
            heading=_("Identification"),
        ),
        FieldRowPanel(
            [FieldPanel("is_one_of_a_kind"), FieldPanel("is_made_to_order")], heading=_("Kind of offer")
        ),
        FieldRowPanel(
            [FieldPanel(name, widget=forms.Select) for name in ("shape", "cut", "color")],
            heading=_("Appearance"),
        ),
        FieldRowPanel([FieldPanel("carat"), FieldPanel("clarity")], heading=_("Weight and clarity")),
        FieldRowPanel(
            [FieldPanel("length_mm"), FieldPanel("width_mm"), FieldPanel("depth_mm")], heading=_("Size")
        ),
        FieldPanel("measured_at"),
        pair("measured_by", _("Measured by")),
        FieldRowPanel([FieldPanel("metal"), FieldPanel("ring_size")], heading=_("Jewelry")),
        pair("setting_stones", _("Stones of the setting")),
    ],
    heading=_("Stone"),
    name="stone",
)
DISCLOSURE_TAB = Tab(
    [
        FieldPanel("treatment"),
        FieldPanel("origin"),
        FieldRowPanel(
            [FieldPanel("report_lab"), FieldPanel("report_number")], heading=_("Laboratory report")
        ),
        FieldPanel("report_date"),
        FieldPanel("report_file"),
    ],
    heading=_("Disclosure"),
    name="disclosure",
)
PRICE_TAB = Tab(
    [
        PriceNowPanel(heading=_("What is charged")),
        FieldRowPanel(
            [
                FieldPanel("price_usd", permission=CHANGE_PRICE),
                FieldPanel("was_usd", permission=CHANGE_PRICE),
            ],
            heading=_("Base price"),
        ),
        FieldRowPanel(
            [
                FieldPanel("price_uah", permission=CHANGE_PRICE),
                FieldPanel("was_uah", permission=CHANGE_PRICE),
            ],
            heading=_("Fixed price"),
        ),
        FieldRowPanel(
            [
                FieldPanel("sale_from", permission=CHANGE_PRICE),
                FieldPanel("sale_until", permission=CHANGE_PRICE),
            ],
            heading=_("Period of the reduction"),
        ),
        FieldPanel("price_reason", permission=CHANGE_PRICE),
        StockNowPanel(heading=_("Stock")),
        MultiFieldPanel(
            [
                FieldPanel("stock_change", permission=CHANGE_STOCK),
                FieldPanel("stock_kind", permission=CHANGE_STOCK),
                FieldPanel("stock_reason", permission=CHANGE_STOCK),
                FieldPanel("stock_seen", permission=CHANGE_STOCK),
            ],
            heading=_("Change the stock"),
        ),
        HistoryPanel(heading=_("History of price and stock")),
    ],
    heading=_("Price and stock"),
    name="price",
)
GALLERY_TAB = Tab(
    [
        InlinePanel(
            "media",
            [
                FieldPanel("picture"),
                FieldPanel("view"),
                FieldPanel("alt_uk", heading=_("Alternative text, Ukrainian")),
                FieldPanel("alt_en", heading=_("Alternative text, English")),
            ],
            heading=_("Gallery"),
            label=_("gallery picture"),
            help_text=_(
                "The first picture stands for the variant. Drag pictures, or move them with the arrows."
            ),
        )
    ],
    heading=_("Gallery"),
    name="gallery",
)


class VariantViewSet(CatalogViewSet):
    """Variants with price, stock and gallery."""

    model = ProductVariant
    icon = "list-ul"
    base_url_path = "catalog/variants"
    menu_label = _("Stock and variants")
    menu_name = "variants"
    index_view_class = VariantIndexView
    add_view_class = VariantCreateView
    edit_view_class = VariantEditView
    delete_view_class = VariantDeleteView
    filterset_class = VariantFilterSet
    sort_order_field = None
    list_per_page = 30
    ordering = ["sku"]
    search_fields = ["sku", "product__name_uk", "product__name_en"]
    list_display = [
        "sku",
        ThumbnailColumn(
            "thumbnail", accessor=lambda item: row(item).thumbnail, label=_("Picture"), width="6%"
        ),
        Column("product", label=_("Product")),
        Column("facts", accessor=lambda item: row(item).facts, label=_("Facts"), width="24%"),
        LinesColumn("price", accessor=lambda item: row(item).price_lines, label=_("Price")),
        Column("on_hand", accessor=lambda item: row(item).stock.on_hand, label=_("On hand"), width="6%"),
        Column("reserved", accessor=lambda item: row(item).stock.reserved, label=_("Reserved"), width="6%"),
        Column("free", accessor=lambda item: row(item).stock.free, label=_("Free"), width="6%"),
        StatusTagColumn(
            "is_active",
            accessor=lambda item: _("on sale") if item.is_active else _("off sale"),
            primary=lambda item: item.is_active,
            label=_("State"),
            sort_key="is_active",
        ),
    ]
    list_export = [
        "sku",
        "product.name_uk",
        "product.name_en",
        "is_active",
        "shape",
        "cut",
        "color",
        "carat",
        "length_mm",
        "width_mm",
        "depth_mm",
        "clarity",
        "treatment",
        "origin",
        "report_lab",
        "report_number",
        "metal",
        "ring_size",
        "row.base",
        "row.charged",
        "row.stock.on_hand",
        "row.stock.reserved",
        "row.stock.free",
    ]
    export_headings = {
        "product.name_uk": _("Product, Ukrainian"),
        "product.name_en": _("Product, English"),
        "row.base": _("Price, USD"),
        "row.charged": _("Price, UAH"),
        "row.stock.on_hand": _("On hand"),
        "row.stock.reserved": _("Reserved"),
        "row.stock.free": _("Free"),
    }
    edit_handler = TabbedInterface(
        [STONE_TAB, DISCLOSURE_TAB, PRICE_TAB, GALLERY_TAB], base_form_class=VariantForm
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return variants_with_all()
