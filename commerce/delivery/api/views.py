"""The local directory of the carrier, and prices of delivery. Works while the carrier is down."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import selectors as catalog
from commerce.cart import selectors as carts
from commerce.cart.services import CartNotFound, UnknownVariant
from commerce.delivery import selectors, services
from commerce.delivery.api.serializers import CityOut, DeliveryQuoteIn, DeliveryQuoteOut, WarehouseOut
from commerce.delivery.enums import PlaceType
from commerce.pricing import services as pricing
from commerce.pricing.domain import Discount
from gemkit.api.pagination import Pages
from gemkit.api.refusals import refusals
from gemkit.api.throttling import ScopeThrottle
from gemkit.api.views import ShopApi
from gemkit.money import Money

PAGES = [OpenApiParameter("page", int), OpenApiParameter("page_size", int, description="At most 100.")]
LONGEST = 100
CITY = OpenApiExample(
    "city",
    value={"ref": "8d5a980d-391c-11dd-90d9-001a92567626", "name": "Київ", "region": "", "type": "city"},
    response_only=True,
)
WAREHOUSE = OpenApiExample(
    "branch",
    value={
        "ref": "1ec09d2e-e1c2-11e3-8c4a-0050568002cf",
        "number": 12,
        "name": "Відділення 12",
        "address": "вул. Січових Стрільців, 37",
        "type": "warehouse",
        "limits": {"weight_kg": "30.0", "declared_value": None},
        "hours": "8:00–20:00",
        "is_suitable": True,
        "reason": "",
    },
    response_only=True,
)


class DirectoryApi(ShopApi):
    """What the directory views share."""

    authentication_classes: list[Any] = []
    throttle_classes = [*ShopApi.throttle_classes, ScopeThrottle]
    throttle_scope = "directory"

    def text_of(self, request: Request, name: str) -> str:
        value = request.query_params.get(name, "")
        if len(value) > LONGEST:
            raise ValidationError({name: [_("This text is too long.")]})
        return value

    def pages(self, request: Request, rows: Any, view: Any, serializer: Any) -> Response:
        pages = Pages()
        found = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(serializer([view(row) for row in found], many=True).data)


class CityListApi(DirectoryApi):
    @extend_schema(
        operation_id="delivery_cities",
        summary="Find a city",
        description="By the beginning or a part of its name in either language; the likeliest come first.",
        parameters=[OpenApiParameter("q", str, description="What was typed."), *PAGES],
        responses={200: OpenApiResponse(CityOut(many=True), examples=[CITY]), **refusals()},
    )
    def get(self, request: Request) -> Response:
        found = selectors.cities_found(self.text_of(request, "q"))
        return self.pages(request, found, lambda city: selectors.city_view(city, self.language), CityOut)


class WarehouseListApi(DirectoryApi):
    @extend_schema(
        operation_id="delivery_warehouses",
        summary="Find a branch or parcel locker in a city",
        description="By number, street or both. With `cart` each place says whether it takes that parcel.",
        parameters=[
            OpenApiParameter("city", str, required=True, description="The city's `ref`."),
            OpenApiParameter("q", str, description="What was typed."),
            OpenApiParameter("type", str, enum=PlaceType.values),
            OpenApiParameter(
                "cart", str, description="A cart's id: its value is checked against the limits."
            ),
            *PAGES,
        ],
        responses={
            200: OpenApiResponse(WarehouseOut(many=True), examples=[WAREHOUSE]),
            **refusals(CartNotFound),
        },
    )
    def get(self, request: Request) -> Response:
        city_ref = self.text_of(request, "city").replace("\x00", "")
        kind = self.text_of(request, "type")
        if not city_ref:
            raise ValidationError({"city": [_("This field is required.")]}, code="required")
        if kind and kind not in PlaceType.values:
            raise ValidationError({"type": [_("Unknown type.")]})
        value = (
            goods_of_cart(self.text_of(request, "cart"), self.language)[0]
            if "cart" in request.query_params
            else None
        )
        found = selectors.warehouses_found(
            city_ref=city_ref, query=self.text_of(request, "q"), type=kind or None
        )
        return self.pages(
            request,
            found,
            lambda place: selectors.place_view(place, declared_value=value, language=self.language),
            WarehouseOut,
        )


class QuoteApi(DirectoryApi):
    @extend_schema(
        operation_id="delivery_quote",
        summary="Price the delivery of a cart or of lines",
        description="Every method with its price and arrival date; an impossible one says why.",
        request=DeliveryQuoteIn,
        examples=[
            OpenApiExample(
                "cart",
                value={
                    "city": "8d5a980d-391c-11dd-90d9-001a92567626",
                    "warehouse": "1ec09d2e-e1c2-11e3-8c4a-0050568002cf",
                    "cart": "3b1f7f0e-4c4e-4d0c-9f0a-0d3c3d1b2a10",
                },
                request_only=True,
            )
        ],
        responses={
            200: DeliveryQuoteOut,
            **refusals(
                services.UnknownPlace, CartNotFound, UnknownVariant, pricing.PriceMissing, pricing.RateStale
            ),
        },
    )
    def post(self, request: Request) -> Response:
        parcel = DeliveryQuoteIn(data=request.data)
        parcel.is_valid(raise_exception=True)
        wish = parcel.validated_data
        goods, discounts = (
            goods_of_cart(str(wish["cart"]), self.language)
            if "cart" in wish
            else (goods_of_lines(wish["lines"], self.language), ())
        )
        city = selectors.city_by_ref(wish["city"], language=self.language)
        if city is None:
            raise services.UnknownPlace(attr="city")
        place = None
        if "warehouse" in wish:
            place = selectors.warehouse_by_ref(
                wish["warehouse"], declared_value=goods, language=self.language
            )
            if place is None or place.city_ref != city.ref:
                raise services.UnknownPlace(attr="warehouse")
        options = selectors.delivery_options(goods=goods, discounts=discounts)
        return Response(
            DeliveryQuoteOut({"goods": goods, "delivery": options, "city": city, "warehouse": place}).data
        )


def goods_of_cart(cart_id: str, language: str) -> tuple[Money, tuple[Discount, ...]]:
    """Return what the goods of a cart come to, and its discounts: some are for delivery."""
    known = carts.cart_id_of(cart_id)
    cart = carts.cart_view(known, currency="UAH", language=language) if known is not None else None
    if cart is None:
        raise CartNotFound(attr="cart")
    return cart.subtotal - cart.discount, cart.discounts


def goods_of_lines(lines: list[dict[str, Any]], language: str) -> Money:
    """Return what ``lines`` of SKU and quantity are worth at today's prices."""
    wanted = []
    for line in lines:
        variant = catalog.variant_by_sku(line["sku"], language=language)
        if variant is None or not variant.is_purchasable:
            raise UnknownVariant(sku=line["sku"])
        wanted.append((variant.variant_id, line["quantity"]))
    return pricing.quote(lines=wanted).subtotal
