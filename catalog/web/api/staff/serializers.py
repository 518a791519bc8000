"""What staff send and get. Names are the columns of the models; texts end in ``_uk`` and ``_en``.

A field that is not given is not touched. A name that is not known, or that only we write, is refused.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from catalog.enums import MediaView
from catalog.models import (
    Collection,
    Color,
    Cut,
    Picture,
    Product,
    ProductVariant,
    ReturnRule,
    Shape,
    SubCategory,
    Tag,
    ZodiacSign,
)

LONGEST_TEXT = 50_000
SMALLEST = Decimal("0.01")
MEASURES = ("carat", "length_mm", "width_mm", "depth_mm", "ring_size")


def pair(*names: str) -> list[str]:
    """Return the columns of texts in both languages."""
    return [f"{name}_{code}" for name in names for code in ("uk", "en")]


class Strict(serializers.Serializer):
    """Refuses what it does not know, and what it only shows."""

    default_error_messages = {"unknown": _("There is no such field, or it cannot be set.")}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            known = {name for name, field in self.fields.items() if not field.read_only}
            if unknown := [str(name) for name in data if name not in known]:
                detail = serializers.ErrorDetail(str(self.error_messages["unknown"]), code="unknown_field")
                raise serializers.ValidationError({name[:80]: [detail] for name in sorted(unknown)[:20]})
        return super().to_internal_value(data)


def by_code(model: Any, **kwargs: Any) -> serializers.SlugRelatedField[Any]:
    return serializers.SlugRelatedField(slug_field="code", queryset=model.objects.all(), **kwargs)


class RichTextField(serializers.CharField):
    """HTML, reduced to what the editor of the admin makes: everything else is dropped."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_TEXT, "allow_blank": True, "required": False, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        html = super().to_internal_value(data)
        editor: Any = settings.WAGTAILADMIN_RICH_TEXT_EDITORS["default"]
        features = editor["OPTIONS"]["features"]
        converter = ContentstateConverter(features=features)
        return converter.to_database_format(converter.from_database_format(html)) if html else ""


class PublishProblemOut(serializers.Serializer):
    """What keeps a product from the public."""

    code = serializers.CharField()
    field = serializers.CharField()
    sku = serializers.CharField()
    text = serializers.CharField()


class StaffProduct(Strict, serializers.ModelSerializer):
    """A product as its draft says."""

    subcategory = by_code(SubCategory)
    return_rule = by_code(ReturnRule)
    tags = by_code(Tag, many=True, required=False)
    description_uk = RichTextField()
    description_en = RichTextField()
    variants = serializers.ListField(child=serializers.CharField(), read_only=True, help_text="SKUs")
    problems = PublishProblemOut(many=True, read_only=True, help_text="what publishing would be refused for")

    class Meta:
        model = Product
        texts = pair("name", "slug", "lead", "description", "seo_title", "seo_description")
        shown = [
            "id", "live", "has_unpublished_changes", "first_published_at", "last_published_at", "created_at",
            "updated_at",
        ]  # fmt: skip
        fields = [*shown, *texts, "subcategory", "nature", "return_rule", "tags", "variants", "problems"]
        read_only_fields = shown
        # Drafts may be incomplete; addresses left empty are made from the names. The model checks the rest.
        extra_kwargs = {
            name: {"required": False, "allow_blank": True, "allow_null": True, "validators": []}
            for name in pair("name", "slug")
        }
        validators: list[Any] = []


class PriceRow(Strict):
    """A stored price. What is not given of it stays as it is."""

    amount = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=SMALLEST, required=False)
    was_amount = serializers.DecimalField(
        max_digits=12,
        decimal_places=2,
        min_value=SMALLEST,
        required=False,
        allow_null=True,
        help_text="the price before a reduction: higher than the amount",
    )
    sale_from = serializers.DateTimeField(required=False, allow_null=True)
    sale_until = serializers.DateTimeField(required=False, allow_null=True)


class Prices(Strict):
    """The base in USD, and a fixed price in UAH that overrides conversion; null removes one."""

    USD = PriceRow(required=False, allow_null=True)
    UAH = PriceRow(required=False, allow_null=True)


class StockOut(serializers.Serializer):
    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField()
    free = serializers.IntegerField()


class StockChange(Strict):
    """Units that came or went. Stock is never overwritten: every change is a movement with a reason."""

    change = serializers.IntegerField(
        min_value=-1_000_000, max_value=1_000_000, help_text="5: five more; -1: one fewer"
    )
    kind = serializers.ChoiceField(choices=["receipt", "correction"], required=False)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)
    seen = serializers.IntegerField(
        required=False,
        min_value=0,
        help_text="units on hand as you know them; when that is no longer so the change is refused",
    )


class GalleryRow(Strict):
    """A picture of the gallery; its place in the list is its place in the gallery."""

    picture = serializers.PrimaryKeyRelatedField(queryset=Picture.objects.all())
    view = serializers.ChoiceField(choices=MediaView.choices, required=False)
    alt_uk = serializers.CharField(max_length=255, required=False, allow_blank=True, allow_null=True)
    alt_en = serializers.CharField(max_length=255, required=False, allow_blank=True, allow_null=True)


class StaffVariant(Strict, serializers.ModelSerializer):
    """A variant with its prices, its stock and its gallery."""

    product: Any = serializers.PrimaryKeyRelatedField(queryset=Product.objects.all(), help_text="set once")
    shape = by_code(Shape, required=False, allow_null=True)
    cut = by_code(Cut, required=False, allow_null=True)
    color = by_code(Color, required=False, allow_null=True)
    gallery = GalleryRow(many=True, required=False, source="media", help_text="replaces the whole gallery")
    prices = Prices(required=False)
    price_reason = serializers.CharField(max_length=200, required=False, allow_blank=True, write_only=True)
    stock = StockOut(read_only=True)
    stock_change = StockChange(required=False, write_only=True)

    class Meta:
        model = ProductVariant
        columns = [
            "sku", "product", "is_active", "sort_order", "shape", "cut", "color", *MEASURES, "clarity",
            "treatment", "origin", "report_lab", "report_number", "report_date", "measured_at",
            *pair("measured_by"), "metal", *pair("setting_stones"), "is_one_of_a_kind", "is_made_to_order",
        ]  # fmt: skip
        fields = [
            *columns, "gallery", "prices", "price_reason", "stock", "stock_change", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["created_at", "updated_at"]
        extra_kwargs = {name: {"min_value": SMALLEST} for name in MEASURES}

    def validate_product(self, product: Product) -> Product:
        if self.instance is not None and self.instance.product_id != product.pk:
            raise serializers.ValidationError(_("A variant stays with its product."))
        return product


class Entry(Strict, serializers.ModelSerializer):
    """A value of a dictionary."""


ENTRY = ["code", *pair("name", "text"), "sort_order"]


class StaffShape(Entry):
    class Meta:
        model = Shape
        fields = [*ENTRY, "drawing"]
        read_only_fields = ["sort_order"]


class StaffCut(Entry):
    class Meta:
        model = Cut
        fields = [*ENTRY, "drawing"]
        read_only_fields = ["sort_order"]


class StaffColor(Entry):
    class Meta:
        model = Color
        fields = [*ENTRY, "hex"]
        read_only_fields = ["sort_order"]


class StaffTag(Entry):
    class Meta:
        model = Tag
        fields = ENTRY
        read_only_fields = ["sort_order"]


class StaffSign(Entry):
    class Meta:
        model = ZodiacSign
        fields = [*ENTRY, "drawing", "start_month", "start_day", "end_month", "end_day"]
        read_only_fields = ["sort_order"]


class StaffCollection(Strict, serializers.ModelSerializer):
    """A group of products: those picked by hand, in their order, then those that the rule finds."""

    picture = serializers.PrimaryKeyRelatedField(
        queryset=Picture.objects.all(), required=False, allow_null=True
    )
    products: Any = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Product.objects.all(), required=False, help_text="replaces the whole list"
    )

    class Meta:
        model = Collection
        fields = ["code", *pair("name", "intro"), "rule", "picture", "is_live", "sort_order", "products"]
        read_only_fields = ["sort_order"]
