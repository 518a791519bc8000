"""Many prices at once for staff: a dry run, what it would change, applying, undoing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _t
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.index.filters import CODES, FLAGS, RANGES
from commerce.pricing.domain import BASE
from commerce.pricing.domain.reprice import RepriceRule
from commerce.pricing.enums import (
    RepriceProblem,
    RepriceRounding,
    RepriceRowState,
    RepriceState,
    RepriceWarning,
)
from commerce.pricing.forms import named, value_problem
from commerce.pricing.models import Reprice, RepriceRow
from commerce.pricing.selectors import reprice as reads
from commerce.pricing.services import reprice as services
from gemkit.admin import staff_actor
from gemkit.api.fields import LineField, MoneyField
from gemkit.api.pagination import Pages
from gemkit.api.refusals import ErrorOut, refusals
from gemkit.api.views import ShopApi
from gemkit.money import Money

_LISTS = (*CODES,)
_NUMBERS = tuple(f"{name}_{end}" for name in RANGES for end in ("min", "max"))
_DENIED = {
    401: OpenApiResponse(ErrorOut, description="Not signed in."),
    403: OpenApiResponse(ErrorOut, description="Signed in without the right, or without a CSRF token."),
}
_USD = {"amount": "100.00", "currency": "USD"}
REPRICE = OpenApiExample(
    "reprice",
    value={
        "id": 7, "state": "ready", "change": {"percent": "-7.50"}, "currency": "USD", "rounding": "1", "reason": "",
        "filter": "stone=sapphire&in_stock=1", "total": 2, "done": 2, "planned": 1, "warned": 0, "left": 1,
        "moved": 0, "kept": 0, "sum_before": _USD, "sum_after": {"amount": "93.00", "currency": "USD"},
        "percent": "-7.00", "note": "", "created_by": "staff:olena@example.com",
        "created_at": "2026-11-21T12:00:00+02:00", "applied_by": "", "applied_at": None, "undone_by": "",
        "undone_at": None, "left_alone": [],
        "rows": {
            "count": 2, "next": None, "previous": None,
            "results": [
                {"sku": "S-0412", "old": _USD, "new": {"amount": "93.00", "currency": "USD"},
                 "difference": {"amount": "-7.00", "currency": "USD"}, "problem": None, "warnings": [],
                 "state": "planned"},
                {"sku": "S-0413", "old": None, "new": None, "difference": None, "problem": "no_price",
                 "warnings": [], "state": "left"},
            ],
        },
    },
    response_only=True,
)  # fmt: skip
REPRICE_IN = OpenApiExample(
    "reprice in",
    value={
        "filter": {"stone": ["sapphire"], "in_stock": True},
        "change": {"percent": "-7.5"},
        "rounding": "1",
        "dry_run": True,
    },
    request_only=True,
)


class MayReprice(BasePermission):
    """May enter the admin and change many prices."""

    def has_permission(self, request: Request, view: Any) -> bool:
        user = request.user
        return bool(
            user.is_authenticated and user.has_perms(["wagtailadmin.access_admin", "pricing.run_reprice"])
        )


class ChangeIn(serializers.Serializer):
    """Exactly one of the three."""

    percent = serializers.DecimalField(max_digits=12, decimal_places=2, required=False)
    amount = serializers.DecimalField(max_digits=12, decimal_places=2, required=False)
    set = serializers.DecimalField(max_digits=12, decimal_places=2, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError(_t("Give one of: percent, amount, set."))
        [(change, value)] = attrs.items()
        if problem := value_problem(change, value):
            raise serializers.ValidationError({change: str(problem)})
        return attrs


class RepriceIn(serializers.Serializer):
    """Which variants, what becomes of their prices, and whether it is only looked at."""

    filter = serializers.DictField(
        help_text="The filters of `catalog/products/` (lists as lists), `skus`, `price_currency`, `older` and "
        "`newer` (days), or `all`."
    )
    change = ChangeIn()
    currency = serializers.ChoiceField(choices=settings.SHOP_CURRENCIES, default=BASE)
    rounding = serializers.ChoiceField(choices=RepriceRounding.choices, default=RepriceRounding.CENT)
    reason = LineField(max_length=200, required=False, allow_blank=True, default="")
    dry_run = serializers.BooleanField(default=True)

    def validate_filter(self, given: dict[str, Any]) -> reads.Choice:
        known = {*_LISTS, *_NUMBERS, *FLAGS, "skus", "price_currency", "older", "newer", "all"}
        if unknown := [str(name)[:40] for name in given if name not in known]:
            raise serializers.ValidationError(
                _t("Unknown filter: %(names)s.") % {"names": ", ".join(unknown)}
            )
        query = QueryDict(mutable=True)
        for name, value in given.items():
            if name != "skus":
                query.setlist(name, [_text(one) for one in (value if isinstance(value, list) else [value])])
        skus = given.get("skus", [])
        skus = skus if isinstance(skus, list) else [skus]
        choice, problems = reads.choice_read(query, skus=" ".join(map(_text, skus)))
        if problems:
            raise serializers.ValidationError([f"{one.attr}: {one.text}" for one in problems])
        if unknown := reads.skus_unknown(choice):
            text = _t("No variant has the SKU %(skus)s.") % {"skus": named(unknown)}
            raise serializers.ValidationError(text)
        return choice


def _text(value: Any) -> str:
    """Return a value of JSON as an address would hold it; what no address holds becomes nothing."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value).replace("\x00", "") if isinstance(value, str | int | float | Decimal) else ""


class RepriceRowOut(serializers.Serializer):
    """One price; ``old`` is null where there was none, ``new`` where it stays."""

    sku = serializers.CharField()
    old = MoneyField(allow_null=True)
    new = MoneyField(allow_null=True)
    difference = MoneyField(allow_null=True)
    problem = serializers.ChoiceField(choices=RepriceProblem.choices, allow_null=True)
    warnings = serializers.ListField(child=serializers.ChoiceField(choices=RepriceWarning.choices))
    state = serializers.ChoiceField(choices=RepriceRowState.choices)


class RepriceRowPageOut(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = RepriceRowOut(many=True)


class RepriceOut(serializers.Serializer):
    """A change of many prices. ``left_alone`` names what somebody else had changed."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=RepriceState.choices)
    change = serializers.DictField(child=serializers.CharField())
    currency = serializers.CharField()
    rounding = serializers.ChoiceField(choices=RepriceRounding.choices)
    reason = serializers.CharField()
    filter = serializers.CharField()
    total = serializers.IntegerField(help_text="Variants that were chosen.")
    done = serializers.IntegerField(help_text="How many of them the dry run has counted.")
    planned = serializers.IntegerField(help_text="Prices that change.")
    warned = serializers.IntegerField()
    left = serializers.IntegerField(help_text="total - planned")
    moved = serializers.IntegerField(help_text="Left alone when applied.")
    kept = serializers.IntegerField(help_text="Left alone when undone.")
    sum_before = MoneyField()
    sum_after = MoneyField()
    percent = serializers.CharField(allow_null=True)
    note = serializers.CharField(help_text="The code of a refusal of the worker.")
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    applied_by = serializers.CharField()
    applied_at = serializers.DateTimeField(allow_null=True)
    undone_by = serializers.CharField()
    undone_at = serializers.DateTimeField(allow_null=True)
    left_alone = serializers.ListField(child=serializers.CharField())


class RepriceDetailOut(RepriceOut):
    rows = RepriceRowPageOut()


class RepricePageOut(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = RepriceOut(many=True)


_PLAIN = (
    "id", "state", "currency", "rounding", "reason", "total", "done", "planned", "warned", "moved", "kept", "note",
    "created_by", "created_at", "applied_by", "applied_at", "undone_by", "undone_at",
)  # fmt: skip


def reprice_answer(row: Reprice, *, is_listed: bool = False) -> dict[str, Any]:
    """Return a change in the shape of `RepriceOut`."""
    percent = reads.percent_of(row)
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "change": {row.change: f"{row.value:.2f}"},
        "filter": row.query,
        "left": row.total - row.planned,
        "sum_before": Money(row.sum_before, row.currency),
        "sum_after": Money(row.sum_after, row.currency),
        "percent": None if percent is None else f"{percent}",
        "left_alone": reads.moved_skus(row) if not is_listed and (row.moved or row.kept) else [],
    }


def row_answer(one: RepriceRow, currency: str) -> dict[str, Any]:
    """Return one price in the shape of `RepriceRowOut`."""
    both = one.old is not None and one.new is not None
    return {
        "sku": one.sku,
        "old": None if one.old is None else Money(one.old, currency),
        "new": None if one.new is None else Money(one.new, currency),
        "difference": Money(one.new - one.old, currency) if both else None,  # type: ignore[operator]
        "problem": one.problem or None,
        "warnings": one.warnings,
        "state": one.state,
    }


class RepriceApi(ShopApi):
    """What all routes share: the right, and the answer about one change with a page of its rows."""

    permission_classes = [MayReprice]

    def found(self, number: int) -> Reprice:
        row = reads.reprice(number)
        if row is None:
            raise NotFound
        return row

    def answer(self, request: Request, number: int, *, status: int = 200) -> Response:
        row = self.found(number)
        pages = Pages()
        show = request.query_params.get("show", "")
        page = pages.paginate_queryset(reads.reprice_rows(row, show=show), request, view=self)
        rows = pages.get_paginated_response([row_answer(one, row.currency) for one in page]).data
        busy = row.state in {RepriceState.COUNTING, RepriceState.APPLYING, RepriceState.UNDOING}
        answer = RepriceDetailOut({**reprice_answer(row), "rows": rows}).data
        return Response(answer, status=202 if busy else status)


_DETAIL = {
    200: OpenApiResponse(RepriceDetailOut, examples=[REPRICE]),
    202: OpenApiResponse(RepriceDetailOut, description="The worker is at it: ask again."),
}
_ROWS = [
    OpenApiParameter("show", str, enum=["warned", *RepriceRowState.values], description="Only these rows."),
    OpenApiParameter("page", int),
    OpenApiParameter("page_size", int, description="24 by default, at most 100."),
]


class RepricesApi(RepriceApi):
    @extend_schema(
        operation_id="reprice_list",
        summary="All changes of many prices, the newest first",
        parameters=_ROWS[1:],
        responses={200: OpenApiResponse(RepricePageOut), **refusals(), **_DENIED},
    )
    def get(self, request: Request) -> Response:
        pages = Pages()
        page = pages.paginate_queryset(reads.reprices(), request, view=self)
        rows = [reprice_answer(row, is_listed=True) for row in page]
        return pages.get_paginated_response(RepriceOut(rows, many=True).data)

    @extend_schema(
        operation_id="reprice",
        summary="Change many prices, or see what would change",
        description=(
            "With `dry_run` (the default) no price changes: look at the rows, then `reprice/{id}/apply/`. Without it "
            "the dry run is applied at once. More than 2000 variants are done by the worker: the answer is 202, and "
            "`GET reprice/{id}/` says how far it is; apply such a dry run when it is `ready`."
        ),
        request=RepriceIn,
        examples=[REPRICE_IN],
        responses={
            201: OpenApiResponse(RepriceDetailOut, examples=[REPRICE]),
            202: _DETAIL[202],
            **refusals(services.NothingChosen, services.PricesMoved),
            **_DENIED,
        },
    )
    def post(self, request: Request) -> Response:
        asked = RepriceIn(data=request.data)
        asked.is_valid(raise_exception=True)
        given, actor = asked.validated_data, staff_actor(request.user)
        [(change, value)] = given["change"].items()
        number = services.reprice_start(
            choice=given["filter"],
            rule=RepriceRule(change, value, given["currency"], given["rounding"]),
            reason=given["reason"],
            actor=actor,
        )
        row = self.found(number)
        if not given["dry_run"] and row.state == RepriceState.READY and row.planned:
            services.reprice_apply(reprice_id=number, actor=actor)
        return self.answer(request, number, status=201)


class OneRepriceApi(RepriceApi):
    @extend_schema(
        operation_id="reprice_retrieve",
        summary="A change of many prices with its rows",
        parameters=_ROWS,
        responses={**_DETAIL, **refusals(), **_DENIED, 404: OpenApiResponse(ErrorOut)},
    )
    def get(self, request: Request, number: int) -> Response:
        return self.answer(request, number)


class RepriceApplyApi(RepriceApi):
    @extend_schema(
        operation_id="reprice_apply",
        summary="Apply a dry run",
        description="One transaction. Prices that somebody changed since the dry run are `left_alone`.",
        request=None,
        responses={
            **_DETAIL,
            **refusals(services.RepriceMovedOn, services.PricesMoved, validation=False),
            **_DENIED,
            404: OpenApiResponse(ErrorOut),
        },
    )
    def post(self, request: Request, number: int) -> Response:
        self.found(number)
        services.reprice_apply(reprice_id=number, actor=staff_actor(request.user))
        return self.answer(request, number)


class RepriceUndoApi(RepriceApi):
    @extend_schema(
        operation_id="reprice_undo",
        summary="Take an applied change back",
        description="Every price becomes what it was, to the byte; what was changed since is `left_alone`.",
        request=None,
        responses={
            **_DETAIL,
            **refusals(services.RepriceMovedOn, services.NothingToUndo, validation=False),
            **_DENIED,
            404: OpenApiResponse(ErrorOut),
        },
    )
    def post(self, request: Request, number: int) -> Response:
        self.found(number)
        services.reprice_undo(reprice_id=number, actor=staff_actor(request.user))
        return self.answer(request, number)
