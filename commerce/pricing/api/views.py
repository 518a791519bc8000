"""Currencies, rates and quotes for headless clients."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from commerce.pricing import selectors
from commerce.pricing.api.serializers import (
    CurrencyOut,
    RateOut,
    RatePageOut,
    RatesIn,
)
from commerce.pricing.domain import CHARGED
from gemkit.api.pagination import Pages
from gemkit.api.refusals import refusals
from gemkit.api.views import PublicApi

CURRENCIES = OpenApiExample(
    "currencies",
    value=[
        {
            "code": "UAH",
            "symbol": "₴",
            "rounding_step": "1.00",
            "is_charged": True,
            "is_shown": True,
            "rate": None,
            "rate_date": None,
            "source": None,
            "age_days": None,
        },
        {
            "code": "USD",
            "symbol": "$",
            "rounding_step": "0.01",
            "is_charged": False,
            "is_shown": True,
            "rate": "42.7538",
            "rate_date": "2026-11-20",
            "source": "nbu",
            "age_days": 0,
        },
    ],
    response_only=True,
)
RATES = OpenApiExample(
    "rates",
    value={
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "currency": "USD",
                "rate": "42.7538",
                "rate_date": "2026-11-20",
                "source": "nbu",
                "fetched_at": "2026-11-19T16:10:03+02:00",
            }
        ],
    },
    response_only=True,
)
_UAH = {"amount": "118390.00", "currency": "UAH"}
_USD = {"amount": "2808.11", "currency": "USD"}
QUOTE = OpenApiExample(
    "quote",
    value={
        "currency": "USD",
        "lines": [
            {
                "sku": "S-0412",
                "quantity": 1,
                "list_price": _UAH,
                "unit_price": _USD,
                "line_total": _USD,
                "charged": {
                    "unit_price": _UAH,
                    "line_total": _UAH,
                    "discount": {"amount": "0.00", "currency": "UAH"},
                    "payable": _UAH,
                },
                "was_price": None,
                "base_price": _USD,
                "is_override": False,
                "rate": "42.16",
                "rate_date": "2026-11-20",
                "rate_source": "nbu",
                "rounding": "1.00",
                "adjustments": [],
            }
        ],
        "adjustments": [],
        "subtotal": _USD,
        "discount": {"amount": "0.00", "currency": "USD"},
        "delivery": {"amount": "0.00", "currency": "USD"},
        "total": _USD,
        "charged": {
            "subtotal": _UAH,
            "discount": {"amount": "0.00", "currency": "UAH"},
            "delivery": {"amount": "0.00", "currency": "UAH"},
            "total": _UAH,
        },
        "rate": "42.16",
        "rate_date": "2026-11-20",
        "rate_source": "nbu",
        "quoted_at": "2026-11-20T12:00:00+02:00",
        "valid_until": "2026-11-20T12:30:00+02:00",
    },
    response_only=True,
)


class CurrencyListApi(PublicApi):
    @extend_schema(
        operation_id="currencies",
        summary="List the shop's currencies with the rates in force",
        description="`rate` is UAH for one unit. Prices are charged in UAH; others are shown after ≈.",
        responses={200: OpenApiResponse(CurrencyOut(many=True), examples=[CURRENCIES])},
    )
    def get(self, request: Request) -> Response:
        table = selectors.rate_table()
        return Response(CurrencyOut([self._row(table, code) for code in table.active], many=True).data)

    @staticmethod
    def _row(table: selectors.RateTable, code: str) -> dict[str, Any]:
        rate = None if code == CHARGED else table.rates.get(code)
        return {
            "code": code,
            "symbol": table.symbols[code],
            "rounding_step": table.steps[code],
            "is_charged": code == CHARGED,
            "is_shown": code in table.shown,
            "rate": rate.rate if rate else None,
            "rate_date": rate.rate_date if rate else None,
            "source": rate.source if rate else None,
            "age_days": rate.age_days(table.today) if rate else None,
        }


class RateListApi(PublicApi):
    @extend_schema(
        operation_id="rates",
        summary="The dated history of rates, newest first",
        description="A correction is a further row for the same day, the one in force before the one it replaced.",
        parameters=[
            OpenApiParameter("currency", str, enum=["USD", "EUR"]),
            OpenApiParameter("from", OpenApiTypes.DATE, description="First day."),
            OpenApiParameter("to", OpenApiTypes.DATE, description="Last day."),
            OpenApiParameter("page", int),
            OpenApiParameter("page_size", int, description="24 by default, at most 100."),
        ],
        responses={200: OpenApiResponse(RatePageOut, examples=[RATES]), **refusals()},
    )
    def get(self, request: Request) -> Response:
        asked = RatesIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        rates = selectors.rate_history(
            currency=asked.validated_data.get("currency"),
            since=asked.validated_data.get("from"),
            until=asked.validated_data.get("to"),
        )
        pages = Pages()
        page = pages.paginate_queryset(rates, request, view=self)
        return pages.get_paginated_response(RateOut(page, many=True).data)
