"""The purchase for headless clients."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from commerce.cart import selectors as carts
from commerce.cart.services import CartNotFound, CartSpent
from commerce.checkout import selectors, services
from commerce.checkout.api.serializers import CheckoutIn, OptionsOut
from commerce.delivery.services import DeliveryNotPossible, UnknownPlace
from commerce.ledger.services import IdempotencyKeyReused
from commerce.orders import selectors as orders
from commerce.orders.api.serializers import EXAMPLE, OrderPlacedOut
from commerce.payments.services import PaymentNotAllowed
from commerce.pricing.services import PriceMissing, RateStale
from commerce.promotions.services import CouponCustomerLimit, CouponUsedUp
from gemkit.api.params import request_currency
from gemkit.api.refusals import refusals
from gemkit.api.throttling import ScopeThrottle
from gemkit.api.views import ShopApi

KEY = re.compile(r"[\x21-\x7e]{1,200}")
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="New for every order, for example a UUID. The same key and body get the same order again.",
)
SENT = OpenApiExample(
    "to a branch",
    value={
        "cart": "3b1f7f0e-4c4e-4d0c-9f0a-0d3c3d1b2a10",
        "contact": {
            "email": "oksana@example.com",
            "phone": "067 123 45 67",
            "first_name": "Оксана",
            "last_name": "Гнатюк",
        },
        "delivery": {
            "method": "nova_poshta_warehouse",
            "city": "8d5a980d-391c-11dd-90d9-001a92567626",
            "warehouse": "1ec09d2e-e1c2-11e3-8c4a-0050568002cf",
        },
        "payment_method": "bank_transfer",
        "comment": "",
        "accept_total": {"amount": "118390.00", "currency": "UAH"},
    },
    request_only=True,
)
PLACED = OpenApiExample(
    "order",
    value={
        **EXAMPLE,
        "token": "u1Jc0n3Q4rT5sV6wX7yZ8aB9cD0eF1gH",
        "url": "https://shop.example/uk/order/7K3M-Q9TX-2D4H/?token=u1Jc0n3Q4rT5sV6wX7yZ8aB9cD0eF1gH",
    },
    response_only=True,
)


class CheckoutBaseApi(ShopApi):
    """What the checkout views share. The cart's id is all the authority a guest has or needs."""

    authentication_classes: list[Any] = []
    throttle_classes = [*ShopApi.throttle_classes, ScopeThrottle]
    throttle_scope = "checkout"


class OptionsApi(CheckoutBaseApi):
    throttle_scope = "cart"

    @extend_schema(
        operation_id="checkout_options",
        summary="Ways to deliver and to pay a cart",
        description="Each delivery says its price, its arrival date and the `total` to accept with it.",
        parameters=[OpenApiParameter("cart", str, required=True, description="The cart's id.")],
        responses={200: OptionsOut, **refusals(CartNotFound, CartSpent)},
    )
    def get(self, request: Request) -> Response:
        cart_id = carts.cart_id_of(request.query_params.get("cart"))
        if cart_id is None:
            raise ValidationError({"cart": [_("The id of a cart is needed.")]})
        found = selectors.checkout_view(cart_id, currency="UAH", language=self.language)
        if found is None:
            raise CartNotFound(attr="cart") if carts.cart_is_open(cart_id) is None else CartSpent(attr="cart")
        goods = found.cart.subtotal - found.cart.discount
        deliveries = [
            {
                "method": option.method,
                "title": option.title,
                "cost": option.cost,
                "arrival": option.arrival,
                "arrival_text": option.arrival_text,
                "is_possible": option.is_possible,
                "reason": option.reason,
                "total": goods + option.cost,
            }
            for option in found.deliveries
        ]
        answer = {
            "cart": cart_id,
            "currency": services.CHARGED,
            "subtotal": found.cart.subtotal,
            "discount": found.cart.discount,
            "delivery": deliveries,
            "payment": found.payments,
            "rate": found.rate,
            "valid_until": found.valid_until,
            "can_check_out": found.cart.can_check_out,
        }
        return Response(OptionsOut(answer).data)


class CheckoutApi(CheckoutBaseApi):
    @extend_schema(
        operation_id="checkout_place",
        summary="Turn a cart into an order",
        description=(
            "One transaction: either there is an order with its goods reserved, or nothing has changed and the "
            "cart is kept. A refusal is not remembered against the key: mend the cause and send again. A repeated "
            "request answers with the same order as it stands then. `accept_total` is what the buyer agreed to, in "
            "UAH; when the sum differs the answer is 409 `TOTAL_CHANGED` with the new `total` in `extra`."
        ),
        parameters=[IDEMPOTENCY],
        request=CheckoutIn,
        examples=[SENT],
        responses={
            201: OpenApiResponse(OrderPlacedOut, examples=[PLACED]),
            **refusals(
                services.IdempotencyKeyRequired,
                services.CurrencyNotCharged,
                UnknownPlace,
                CartNotFound,
                CartSpent,
                services.CartEmpty,
                services.NotOnSale,
                services.SoldMeanwhile,
                services.TotalChanged,
                services.QuoteExpired,
                CouponUsedUp,
                CouponCustomerLimit,
                DeliveryNotPossible,
                PaymentNotAllowed,
                PriceMissing,
                IdempotencyKeyReused,
                RateStale,
            ),
        },
    )
    def post(self, request: Request) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if not KEY.fullmatch(key):
            raise services.IdempotencyKeyRequired()
        sent = CheckoutIn(data=request.data)
        sent.is_valid(raise_exception=True)
        placed = services.checkout_place(
            request=sent.wish(),
            key=key,
            language=self.language,
            display_currency=request_currency(request),
        )
        order = orders.order_view(order_id=placed.order_id, language=self.language)
        secrets = orders.order_secrets(placed.order_id, language=self.language)
        return Response(OrderPlacedOut(order, context=secrets).data, status=status.HTTP_201_CREATED)
