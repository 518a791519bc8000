"""A quote for headless clients: prices, promotions and a promo code in one answer.

It stands here, above pricing, because it knows which promotions run.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import selectors as catalog
from commerce.pricing import services as pricing
from commerce.pricing.api.serializers import QuoteIn, QuoteOut, quote_answer
from commerce.pricing.api.views import QUOTE
from commerce.promotions import selectors, services
from commerce.promotions.enums import Source
from gemkit.api.fields import LineField
from gemkit.api.params import request_currency
from gemkit.api.refusals import refusals
from gemkit.api.throttling import ScopeThrottle
from gemkit.api.views import ShopApi


class OfferQuoteIn(QuoteIn):
    """What to price, and a promo code to try."""

    coupon = LineField(max_length=40, required=False, default="", allow_blank=True)


class QuoteApi(ShopApi):
    """A quote reads and writes nothing, so it needs no session."""

    authentication_classes: list[Any] = []
    throttle_classes = [*ShopApi.throttle_classes, ScopeThrottle]
    throttle_scope = "cart"

    @extend_schema(
        operation_id="quote",
        summary="Price some lines now",
        description=(
            "Sums are in `currency` and, as `charged`, in UAH, which is what is paid. The unit price is rounded "
            "half up to `rounding`; nothing else is rounded. The price is promised until `valid_until`; stock is not. "
            "Running promotions are counted; a `coupon` that takes nothing off these lines is refused, and says why."
        ),
        request=OfferQuoteIn,
        responses={
            200: OpenApiResponse(QuoteOut, examples=[QUOTE]),
            **refusals(
                pricing.SkuUnknown,
                pricing.PriceMissing,
                pricing.RateStale,
                *dict.fromkeys(services.REFUSALS.values()),
            ),
        },
    )
    def post(self, request: Request) -> Response:
        asked = OfferQuoteIn(data=request.data)
        asked.is_valid(raise_exception=True)
        lines = {line["sku"]: line["quantity"] for line in asked.validated_data["lines"]}
        ids = catalog.sellable_ids(lines)
        for sku in lines:
            if sku not in ids:
                raise pricing.SkuUnknown(sku=sku)
        wanted = [(ids[sku], quantity) for sku, quantity in lines.items()]
        code = asked.validated_data["coupon"]
        coupon_id = selectors.coupon_id_of(code) if code else None
        if code and coupon_id is None:
            raise services.CouponUnknown(attr="coupon", coupon=code)
        quote, stacked = services.quote_with_offers(
            lines=wanted,
            currency=asked.validated_data.get("currency") or request_currency(request),
            coupon_id=coupon_id,
        )
        missed = stacked.missed_of(Source.COUPON)
        if missed is not None:
            refusal = services.refusal(missed)
            refusal.attr = "coupon"
            raise refusal
        answer = quote_answer(
            quote,
            skus={variant_id: sku for sku, variant_id in ids.items()},
            language=get_language() or settings.LANGUAGE_CODE,
        )
        return Response(QuoteOut(answer).data)
