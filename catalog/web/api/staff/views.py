"""Products and variants for staff. Everything is written by `writing`, in one transaction a request."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.models import Product, ProductVariant
from catalog.services.usage import InUse
from catalog.services.variants import DisclosureMissing, LastVariant
from catalog.web.api.staff import answers, writing
from catalog.web.api.staff.access import Conflict, StaffApi, found, require
from catalog.web.api.staff.examples import (
    PRODUCT,
    PRODUCT_IN,
    PUBLISH_REFUSED,
    VARIANT,
    VARIANT_IN,
    VARIANT_PATCH,
)
from catalog.web.api.staff.serializers import StaffProduct, StaffVariant
from commerce.inventory.services import StockBelowReserved
from commerce.pricing.services import PriceInvalid
from gemkit.api.pagination import Pages
from gemkit.api.refusals import ErrorOut, refusals

CHANGE_PRICE = "pricing.change_variantprice"
CHANGE_STOCK = "inventory.change_stockitem"

NOT_SIGNED_IN = {
    401: OpenApiResponse(ErrorOut, description="Not signed in."),
    403: OpenApiResponse(ErrorOut, description="Signed in without the right, or without a CSRF token."),
}
DENIED = {**NOT_SIGNED_IN, 404: OpenApiResponse(ErrorOut, description="There is no such row.")}
PAGES = [
    OpenApiParameter("page", int),
    OpenApiParameter("page_size", int, description="24 by default, at most 100."),
]


def page_of(row: type[serializers.Serializer[Any]], name: str) -> type[serializers.Serializer[Any]]:
    """Return the serializer of a page of ``row``, for the document."""
    fields = {
        "count": serializers.IntegerField(),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": row(many=True),
    }
    return type(name, (serializers.Serializer,), fields)


def search_words(request: Request) -> str:
    """Return what is searched for; NUL and more than a line is refused."""
    query = str(request.query_params.get("q", "")).strip()
    if "\x00" in query or len(query) > 100:
        raise ValidationError({"q": ["At most 100 characters."]})
    return query


def flag(request: Request, name: str) -> bool | None:
    """Return a yes or no of the query; None when it is not asked for."""
    value = request.query_params.get(name)
    if value is None:
        return None
    if value not in {"true", "false"}:
        raise ValidationError({name: ["true or false."]})
    return value == "true"


class ProductsApi(StaffApi):
    model = Product

    @extend_schema(
        operation_id="staff_products_list",
        summary="All products, drafts included",
        description="Newest first, as stored; what publishing would be refused for is told of one product only.",
        parameters=[
            OpenApiParameter("q", str, description="Part of a name or a SKU."),
            OpenApiParameter("live", bool, description="Whether the public sees it."),
            *PAGES,
        ],
        responses={
            200: OpenApiResponse(page_of(StaffProduct, "StaffProductPage")),
            **refusals(),
            **NOT_SIGNED_IN,
        },
    )
    def get(self, request: Request) -> Response:
        rows: QuerySet[Product] = Product.objects.select_related("subcategory", "return_rule")
        if query := search_words(request):
            rows = rows.filter(
                Q(name_uk__icontains=query)
                | Q(name_en__icontains=query)
                | Q(pk__in=ProductVariant.objects.filter(sku__icontains=query).values("product"))
            )
        if (live := flag(request, "live")) is not None:
            rows = rows.filter(live=live)
        pages = Pages()
        page = pages.paginate_queryset(rows.order_by("-created_at", "-pk"), request, view=self)
        return pages.get_paginated_response(answers.products(page))

    @extend_schema(
        operation_id="staff_products_create",
        summary="A new product, as a draft",
        description="Variants are added afterwards; addresses left out are made from the names.",
        request=StaffProduct,
        examples=[PRODUCT_IN],
        responses={
            201: OpenApiResponse(StaffProduct, examples=[PRODUCT]),
            **refusals(Conflict),
            **NOT_SIGNED_IN,
        },
    )
    def post(self, request: Request) -> Response:
        given = StaffProduct(data=request.data)
        given.is_valid(raise_exception=True)
        product = Product()
        writing.product_write(product, given.validated_data, user=request.user)
        return Response(answers.product(_draft(product)), status=201)


def _draft(product: Product) -> Product:
    """Return the latest version of a product, with the state of the stored row."""
    product.refresh_from_db()
    return product.get_latest_revision_as_object() if product.latest_revision_id else product


class OneProduct(StaffApi):
    model = Product

    def product(self, number: int) -> Product:
        product: Product = found(Product.objects.all(), pk=number)
        return product


class ProductApi(OneProduct):
    """Reading, drafting, deleting."""

    @extend_schema(
        operation_id="staff_products_retrieve",
        summary="A product as its draft says",
        responses={200: OpenApiResponse(StaffProduct, examples=[PRODUCT]), **DENIED},
    )
    def get(self, request: Request, number: int) -> Response:
        return Response(answers.product(_draft(self.product(number))))

    @extend_schema(
        operation_id="staff_products_update",
        summary="Save a draft of a product",
        description="Only what is given changes. The public sees it after `publish/`.",
        request=StaffProduct,
        responses={
            200: OpenApiResponse(StaffProduct, examples=[PRODUCT]),
            **refusals(writing.Locked, Conflict),
            **DENIED,
        },
    )
    def patch(self, request: Request, number: int) -> Response:
        product = _draft(self.product(number))
        given = StaffProduct(product, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        writing.product_write(product, given.validated_data, user=request.user)
        return Response(answers.product(_draft(product)))

    @extend_schema(
        operation_id="staff_products_delete",
        summary="Delete a product that nothing uses",
        description="A product with variants is used by them; unpublish it instead.",
        responses={204: None, **refusals(InUse, writing.Locked, validation=False), **DENIED},
    )
    def delete(self, request: Request, number: int) -> Response:
        writing.product_delete(self.product(number), user=request.user)
        return Response(status=204)


class ProductPublishApi(OneProduct):
    """Publishing is a right of its own."""

    actions: ClassVar = {"POST": ("publish",), "OPTIONS": ("publish",)}

    @extend_schema(
        operation_id="staff_products_publish",
        summary="Show the draft to the public",
        request=None,
        responses={
            200: OpenApiResponse(StaffProduct, examples=[PRODUCT]),
            **refusals(writing.Locked, validation=False),
            **DENIED,
            409: OpenApiResponse(
                ErrorOut, description="`PUBLISH_REFUSED`, `LOCKED`", examples=[PUBLISH_REFUSED]
            ),
        },
    )
    def post(self, request: Request, number: int) -> Response:
        product = self.product(number)
        writing.product_publish(product, user=request.user)
        return Response(answers.product(_draft(product)))


class ProductUnpublishApi(OneProduct):
    """And so is its opposite."""

    actions: ClassVar = {"POST": ("publish",), "OPTIONS": ("publish",)}

    @extend_schema(
        operation_id="staff_products_unpublish",
        summary="Take a product from the public",
        request=None,
        responses={
            200: OpenApiResponse(StaffProduct, examples=[PRODUCT]),
            **refusals(writing.Locked, validation=False),
            **DENIED,
        },
    )
    def post(self, request: Request, number: int) -> Response:
        product = self.product(number)
        writing.product_unpublish(product, user=request.user)
        return Response(answers.product(_draft(product)))


class VariantBase(StaffApi):
    """What both routes of variants ask: prices and stock are rights of their own."""

    model = ProductVariant

    def write(self, request: Request, variant: ProductVariant, *, partial: bool) -> dict[str, Any]:
        serializer = StaffVariant(variant if partial else None, data=request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        if "prices" in given:
            require(request.user, CHANGE_PRICE)
        if "stock_change" in given:
            require(request.user, CHANGE_STOCK)
        writing.variant_write(variant, given, user=request.user)
        return answers.variants([found(_variants(), pk=variant.pk)])[0]


def _variants() -> QuerySet[ProductVariant]:
    return ProductVariant.objects.select_related("shape", "cut", "color")


_WRITE_REFUSALS = (
    DisclosureMissing,
    LastVariant,
    PriceInvalid,
    StockBelowReserved,
    writing.StockMoved,
    Conflict,
)


class VariantsApi(VariantBase):
    @extend_schema(
        operation_id="staff_variants_list",
        summary="All variants with prices and stock",
        parameters=[
            OpenApiParameter("q", str, description="Part of a SKU."),
            OpenApiParameter("product", int, description="The number of a product."),
            OpenApiParameter("is_active", bool, description="Whether it is on sale."),
            *PAGES,
        ],
        responses={
            200: OpenApiResponse(page_of(StaffVariant, "StaffVariantPage")),
            **refusals(),
            **NOT_SIGNED_IN,
        },
    )
    def get(self, request: Request) -> Response:
        rows = _variants()
        if query := search_words(request):
            rows = rows.filter(sku__icontains=query)
        if (product := request.query_params.get("product")) is not None:
            if not (product.isascii() and product.isdecimal() and len(product) < 19):
                raise ValidationError({"product": ["A whole number is needed."]})
            rows = rows.filter(product=int(product))
        if (active := flag(request, "is_active")) is not None:
            rows = rows.filter(is_active=active)
        pages = Pages()
        page = pages.paginate_queryset(rows.order_by("sku", "pk"), request, view=self)
        return pages.get_paginated_response(answers.variants(page))

    @extend_schema(
        operation_id="staff_variants_create",
        summary="A new variant, with prices and first units",
        request=StaffVariant,
        examples=[VARIANT_IN],
        responses={
            201: OpenApiResponse(StaffVariant, examples=[VARIANT]),
            **refusals(*_WRITE_REFUSALS),
            **NOT_SIGNED_IN,
        },
    )
    def post(self, request: Request) -> Response:
        return Response(self.write(request, ProductVariant(), partial=False), status=201)


class VariantApi(VariantBase):
    def variant(self, sku: str) -> ProductVariant:
        variant: ProductVariant = found(_variants(), sku=sku)
        return variant

    @extend_schema(
        operation_id="staff_variants_retrieve",
        summary="A variant with prices, stock and gallery",
        responses={200: OpenApiResponse(StaffVariant, examples=[VARIANT]), **DENIED},
    )
    def get(self, request: Request, sku: str) -> Response:
        return Response(answers.variants([self.variant(sku)])[0])

    @extend_schema(
        operation_id="staff_variants_update",
        summary="Change a variant, its prices, its stock",
        description=(
            "Only what is given changes, at once: variants have no drafts. `stock_change` books a movement "
            "with its reason; send `seen` so that a repeated request is refused instead of booked twice."
        ),
        request=StaffVariant,
        examples=[VARIANT_PATCH],
        responses={
            200: OpenApiResponse(StaffVariant, examples=[VARIANT]),
            **refusals(*_WRITE_REFUSALS),
            **DENIED,
        },
    )
    def patch(self, request: Request, sku: str) -> Response:
        return Response(self.write(request, self.variant(sku), partial=True))

    @extend_schema(
        operation_id="staff_variants_delete",
        summary="Delete a variant that was entered by mistake",
        description="What was ever in stock, in a cart or in an order stays: take it off sale instead.",
        responses={204: None, **refusals(InUse, LastVariant, validation=False), **DENIED},
    )
    def delete(self, request: Request, sku: str) -> Response:
        writing.variant_delete(self.variant(sku), user=request.user)
        return Response(status=204)
