"""Carts for headless clients. The cart's UUID is the key to it: who knows it may change it."""

import uuid
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from commerce.cart import selectors, services
from commerce.cart.api.serializers import AcceptIn, CartOut, CouponIn, LineAddIn, LineSetIn
from commerce.pricing.services import PriceMissing
from commerce.promotions import services as coupons
from gemkit.api.authentication import SessionAuthentication
from gemkit.api.params import request_currency
from gemkit.api.refusals import refusals
from gemkit.api.throttling import ScopeThrottle
from gemkit.api.views import ShopApi

CURRENCY = OpenApiParameter(
    "currency",
    str,
    enum=["UAH", "USD", "EUR"],
    description="Currency the sums are shown in; UAH is what is charged.",
)
EXAMPLE = OpenApiExample(
    "cart",
    value={
        "id": "3b1f7f0e-4c4e-4d0c-9f0a-0d3c3d1b2a10",
        "version": 2,
        "currency": "UAH",
        "lines": [
            {
                "id": "8f2d2f3a-7a35-4f5e-8a5e-2b8f4f0f4f11",
                "sku": "S-0412",
                "name": "Волошковий сапфір",
                "facts": "2,14 ct · 8,2 × 7,6 × 4,8 мм · кушон, нагрітий",
                "url": "/uk/p/voloshkovyi-sapfir/?variant=S-0412",
                "picture": {
                    "url": "/media/images/x.webp",
                    "width": 480,
                    "height": 480,
                    "alt": "Волошковий сапфір",
                },
                "quantity": 1,
                "max_quantity": 1,
                "unit_price": {"amount": "118390.00", "currency": "UAH"},
                "line_total": {"amount": "118390.00", "currency": "UAH"},
                "charged_total": {"amount": "118390.00", "currency": "UAH"},
                "adjustments": [],
            }
        ],
        "adjustments": [],
        "coupon": None,
        "subtotal": {"amount": "118390.00", "currency": "UAH"},
        "discount": {"amount": "0.00", "currency": "UAH"},
        "total": {"amount": "118390.00", "currency": "UAH"},
        "charged": {
            "subtotal": {"amount": "118390.00", "currency": "UAH"},
            "discount": {"amount": "0.00", "currency": "UAH"},
            "total": {"amount": "118390.00", "currency": "UAH"},
        },
        "rate": None,
        "rate_date": None,
        "problems": [
            {
                "code": "PRICE_CHANGED",
                "line": "8f2d2f3a-7a35-4f5e-8a5e-2b8f4f0f4f11",
                "sku": "S-0412",
                "detail": "Було 120 610 ₴, стало 118 390 ₴.",
                "action": "accept_price",
                "extra": {
                    "old_price": {"amount": "120610.00", "currency": "UAH"},
                    "new_price": {"amount": "118390.00", "currency": "UAH"},
                },
            }
        ],
        "expires_at": "2027-01-19T15:40:00+02:00",
    },
    response_only=True,
)
CART = OpenApiResponse(CartOut, examples=[EXAMPLE])


class CartApi(ShopApi):
    """What the cart views share. No session is read: the cart's id is all the authority there is."""

    authentication_classes: list[Any] = []
    throttle_classes = [*ShopApi.throttle_classes, ScopeThrottle]
    throttle_scope = "cart"

    def answer(self, request: Request, cart_id: uuid.UUID, *, code: int = status.HTTP_200_OK) -> Response:
        cart = selectors.cart_view(cart_id, currency=request_currency(request), language=self.language)
        if cart is None:
            raise services.CartNotFound() if selectors.cart_is_open(cart_id) is None else services.CartSpent()
        return Response(CartOut(cart).data, status=code)


class CartListApi(CartApi):
    @extend_schema(
        operation_id="cart_create",
        summary="Make an empty cart",
        description="The answer's `id` is the key to the cart; keep it like a password.",
        parameters=[CURRENCY],
        request=None,
        responses={201: CART, **refusals()},
    )
    def post(self, request: Request) -> Response:
        request_currency(request)  # a nonsense currency is refused before anything is written
        return self.answer(request, services.cart_create(), code=status.HTTP_201_CREATED)


class CartDetailApi(CartApi):
    @extend_schema(
        operation_id="cart_read",
        summary="Read a cart at today's prices",
        description=(
            "`problems` names every line that cannot be ordered as it stands: PRICE_CHANGED, QUANTITY_REDUCED, "
            "OUT_OF_STOCK, UNPUBLISHED, each with the `action` that mends it. Sums count what can be bought."
        ),
        parameters=[CURRENCY],
        responses={200: CART, **refusals(services.CartNotFound, services.CartSpent)},
    )
    def get(self, request: Request, cart_id: uuid.UUID) -> Response:
        return self.answer(request, cart_id)

    @extend_schema(
        operation_id="cart_delete",
        summary="Delete a cart",
        responses={204: None, **refusals(services.CartNotFound, services.CartSpent, validation=False)},
    )
    def delete(self, request: Request, cart_id: uuid.UUID) -> Response:
        services.cart_delete(cart_id=cart_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class CartLineListApi(CartApi):
    @extend_schema(
        operation_id="cart_line_add",
        summary="Put a variant into the cart",
        description=(
            "Adds to the variant's line if there is one. No more is added than there is in stock: compare the "
            "line's `quantity` with what you asked for. Nothing is reserved by a cart."
        ),
        parameters=[CURRENCY],
        request=LineAddIn,
        examples=[OpenApiExample("one piece", value={"sku": "S-0412", "quantity": 1}, request_only=True)],
        responses={
            201: CART,
            **refusals(
                services.CartNotFound,
                services.UnknownVariant,
                services.CartSpent,
                services.AlreadyInCart,
                services.NotAvailable,
                services.CartFull,
                PriceMissing,
            ),
        },
    )
    def post(self, request: Request, cart_id: uuid.UUID) -> Response:
        request_currency(request)
        line = LineAddIn(data=request.data)
        line.is_valid(raise_exception=True)
        services.line_add(cart_id=cart_id, language=self.language, **line.validated_data)
        return self.answer(request, cart_id, code=status.HTTP_201_CREATED)


class CartLineDetailApi(CartApi):
    @extend_schema(
        operation_id="cart_line_set",
        summary="Change a line's quantity",
        parameters=[CURRENCY],
        request=LineSetIn,
        examples=[OpenApiExample("two pieces", value={"quantity": 2}, request_only=True)],
        responses={
            200: CART,
            **refusals(
                services.CartNotFound, services.LineNotFound, services.CartSpent, services.NotAvailable
            ),
        },
    )
    def patch(self, request: Request, cart_id: uuid.UUID, line_id: uuid.UUID) -> Response:
        request_currency(request)
        line = LineSetIn(data=request.data)
        line.is_valid(raise_exception=True)
        services.line_set(cart_id=cart_id, line_id=line_id, language=self.language, **line.validated_data)
        return self.answer(request, cart_id)

    @extend_schema(
        operation_id="cart_line_remove",
        summary="Take a line out of the cart",
        parameters=[CURRENCY],
        responses={200: CART, **refusals(services.CartNotFound, services.LineNotFound, services.CartSpent)},
    )
    def delete(self, request: Request, cart_id: uuid.UUID, line_id: uuid.UUID) -> Response:
        request_currency(request)
        services.line_remove(cart_id=cart_id, line_id=line_id)
        return self.answer(request, cart_id)


class CartCouponApi(CartApi):
    throttle_scope = "coupon"

    @extend_schema(
        operation_id="cart_coupon_set",
        summary="Put a promo code into the cart",
        description=(
            "In place of another one. Refused when it takes nothing off what is in the cart now; `detail` says what "
            "is missing. If it stops holding later, `coupon.is_applied` of the cart is false and `problem` says why."
        ),
        parameters=[CURRENCY],
        request=CouponIn,
        examples=[OpenApiExample("a code", value={"code": "AUTUMN10"}, request_only=True)],
        responses={
            200: CART,
            **refusals(services.CartNotFound, services.CartSpent, *dict.fromkeys(coupons.REFUSALS.values())),
        },
    )
    def post(self, request: Request, cart_id: uuid.UUID) -> Response:
        request_currency(request)
        sent = CouponIn(data=request.data)
        sent.is_valid(raise_exception=True)
        services.coupon_set(cart_id=cart_id, code=sent.validated_data["code"])
        return self.answer(request, cart_id)

    @extend_schema(
        operation_id="cart_coupon_clear",
        summary="Take the promo code out of the cart",
        parameters=[CURRENCY],
        responses={200: CART, **refusals(services.CartNotFound, services.CartSpent)},
    )
    def delete(self, request: Request, cart_id: uuid.UUID) -> Response:
        request_currency(request)
        services.coupon_clear(cart_id=cart_id)
        return self.answer(request, cart_id)


class CartAcceptApi(CartApi):
    @extend_schema(
        operation_id="cart_accept",
        summary="Agree to what changed in a cart",
        description=(
            "The remedy `accept_price` of PRICE_CHANGED and `set_quantity` of QUANTITY_REDUCED: from now on today's "
            "price and what is left count as agreed. Name the `lines`, or none for all; what cannot be bought at "
            "all has to be removed."
        ),
        parameters=[CURRENCY],
        request=AcceptIn,
        examples=[OpenApiExample("everything", value={}, request_only=True)],
        responses={200: CART, **refusals(services.CartNotFound, services.CartSpent)},
    )
    def post(self, request: Request, cart_id: uuid.UUID) -> Response:
        request_currency(request)
        sent = AcceptIn(data=request.data)
        sent.is_valid(raise_exception=True)
        services.changes_accept(cart_id=cart_id, line_ids=sent.validated_data.get("lines"))
        return self.answer(request, cart_id)


class CartMergeApi(CartApi):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    @extend_schema(
        operation_id="cart_merge",
        summary="Put a guest's cart into the customer's",
        description=(
            "For who has just signed in. Quantities add up as far as there is stock, a single stone stays single. "
            "The answer is the customer's cart: its `id` is the one to keep, the guest's is gone."
        ),
        parameters=[CURRENCY],
        request=None,
        responses={200: CART, **refusals(services.CartNotFound, services.CartSpent)},
    )
    def post(self, request: Request, cart_id: uuid.UUID) -> Response:
        request_currency(request)
        user: Any = request.user
        merged = services.cart_merge(cart_id=cart_id, customer_id=user.pk)
        return self.answer(request, merged.cart_id)
