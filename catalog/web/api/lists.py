"""Favorites and the comparison for headless clients. A guest's lists are two signed cookies: keep a cookie jar."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.models import ProductVariant
from catalog.web.api import answers
from catalog.web.api.schema import CARDS, CURRENCY, PAGES, CardOut, CardPageOut
from catalog.web.cards import Card, product_cards
from catalog.web.lists.changes import UnknownStone, charged_prices, keep
from catalog.web.lists.comparison import ids_of
from catalog.web.seo import absolute
from commerce.customers import selectors as customers
from commerce.customers import services
from commerce.customers.domain import COMPARE_LIMIT, FAVORITES_LIMIT, Favorite, Saved
from commerce.customers.selectors import visit
from commerce.pricing.domain import CHARGED
from gemkit.api.fields import LineField, MoneyField
from gemkit.api.pagination import Pages
from gemkit.api.params import request_currency
from gemkit.api.refusals import ErrorOut, refusals
from gemkit.api.throttling import ScopeThrottle
from gemkit.api.views import ShopApi
from gemkit.errors import DomainError
from gemkit.money import Money

COOKIES = (
    "A guest's list is kept in a signed cookie of the answer (`favorites`, `compare`; HttpOnly, SameSite=Lax, a "
    "year): send it back with the next request. A cookie that is not ours is an empty list."
)
CARD = CARDS.value["results"][0]
NOT_THERE = {404: OpenApiResponse(ErrorOut, description="It is not in the list.")}


class FavoritesEmpty(DomainError):
    """A list with nothing on show cannot be shared."""

    code = "FAVORITES_EMPTY"
    message = _("There is nothing in the list yet.")


class SkuIn(serializers.Serializer):
    """Which variant."""

    sku = LineField(max_length=40)


class FavoriteOut(CardOut):
    """A card, and what became of its price: ``price_change`` is today's price less the one when it was saved."""

    saved_at = serializers.DateTimeField()
    saved_price = MoneyField(allow_null=True)
    price_change = MoneyField(allow_null=True)


class FavoritePageOut(CardPageOut):
    results = FavoriteOut(many=True)


class CompareOut(CardPageOut):
    limit = serializers.IntegerField(help_text="How many can be compared at most.")
    url = serializers.URLField(help_text="The page of this comparison, to be shared.")


class ShareOut(serializers.Serializer):
    token = serializers.CharField()
    url = serializers.URLField()


def _uah(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": CHARGED}


_FAVORITE = {
    **CARD,
    "saved_at": "2026-11-18T10:24:00Z",
    "saved_price": _uah("120610.00"),
    "price_change": _uah("-2220.00"),
}
ONE_FAVORITE = OpenApiExample("favorite", value=_FAVORITE, response_only=True)
FAVORITES = OpenApiExample(
    "favorites",
    value={"count": 1, "next": None, "previous": None, "results": [_FAVORITE]},
    response_only=True,
)
COMPARED = OpenApiExample(
    "compared",
    value={
        "count": 1,
        "next": None,
        "previous": None,
        "results": [CARD],
        "limit": COMPARE_LIMIT,
        "url": "https://shop.example/uk/compare/?v=S-0412",
    },
    response_only=True,
)
SHARED = OpenApiExample(
    "shared",
    value={"token": "1c_2f:Wm0…", "url": "https://shop.example/uk/favorites/shared/1c_2f:Wm0…/"},
    response_only=True,
)
WHICH = OpenApiExample("a stone", value={"sku": "S-0412"}, request_only=True)


class ListApi(ShopApi):
    """What the views of lists share. No session is read: the cookie is all there is of a guest."""

    authentication_classes: list[Any] = []
    throttle_classes = [*ShopApi.throttle_classes, ScopeThrottle]
    throttle_scope = "lists"

    def cards(self, request: Request, variant_ids: Sequence[int]) -> list[Card]:
        return product_cards(variant_ids, language=self.language, currency=request_currency(request))

    def card_answer(self, request: Request, card: Card) -> dict[str, Any]:
        return answers.card(card, language=self.language, currency=request_currency(request))

    def sent(self, request: Request, response: Response, saved: Saved) -> Response:
        """Return the answer with the cookies of what changed."""
        keep(request, response, saved=saved, before=visit().saved)
        return response


def asked_variant(request: Request) -> int:
    """Return the variant on show that the body names. Raises UnknownStone."""
    data = SkuIn(data=request.data)
    data.is_valid(raise_exception=True)
    found = ids_of([data.validated_data["sku"]])
    if not found:
        raise UnknownStone(sku=data.validated_data["sku"])
    return found[0]


def held_variant(sku: str, held: Sequence[int]) -> int:
    """Return the variant with this SKU if it is in the list, on show or not; else 404."""
    found = ProductVariant.objects.filter(sku=sku.replace("\x00", ""), pk__in=held)
    variant_id: int | None = found.values_list("pk", flat=True).first() if held else None
    if variant_id is None:
        raise NotFound
    return variant_id


class FavoriteListApi(ListApi):
    @extend_schema(
        operation_id="favorites",
        summary="The visitor's favorites, newest first",
        description=f"At most {FAVORITES_LIMIT}. {COOKIES}",
        parameters=[CURRENCY, *PAGES],
        responses={200: OpenApiResponse(FavoritePageOut, examples=[FAVORITES]), **refusals()},
    )
    def get(self, request: Request) -> Response:
        by_id = {favorite.variant_id: favorite for favorite in visit().saved.favorites}
        cards = self.cards(request, list(by_id))
        pages = Pages()
        shown = pages.paginate_queryset(cards, request, view=self)
        return pages.get_paginated_response(
            [self.answer(request, card, by_id[card.variant_id]) for card in shown]
        )

    @extend_schema(
        operation_id="favorite_add",
        summary="Save a variant",
        description=(
            "Keeps the price of the moment to tell later how it moved. A variant that is saved already keeps its "
            f"first price (200). The {FAVORITES_LIMIT + 1}st is refused. {COOKIES}"
        ),
        parameters=[CURRENCY],
        request=SkuIn,
        examples=[WHICH],
        responses={
            200: OpenApiResponse(FavoriteOut, examples=[ONE_FAVORITE]),
            201: OpenApiResponse(FavoriteOut, examples=[ONE_FAVORITE]),
            **refusals(UnknownStone, services.FavoritesFull),
        },
    )
    def post(self, request: Request) -> Response:
        request_currency(request)
        before = visit().saved
        variant_id = asked_variant(request)
        saved = services.favorites_add(saved=before, prices=charged_prices([variant_id]))
        (card,) = self.cards(request, [variant_id])
        favorite = next(one for one in saved.favorites if one.variant_id == variant_id)
        code = status.HTTP_200_OK if saved == before else status.HTTP_201_CREATED
        return self.sent(request, Response(self.answer(request, card, favorite), status=code), saved)

    @extend_schema(
        operation_id="favorites_clear", summary="Forget all favorites", request=None, responses={204: None}
    )
    def delete(self, request: Request) -> Response:
        saved = services.favorites_clear(saved=visit().saved)
        return self.sent(request, Response(status=status.HTTP_204_NO_CONTENT), saved)

    def answer(self, request: Request, card: Card, favorite: Favorite) -> dict[str, Any]:
        now = card.price.charged.amount if card.price is not None else None
        known = now is not None and favorite.price is not None
        return {
            **self.card_answer(request, card),
            "saved_at": favorite.saved_at.isoformat().replace("+00:00", "Z"),
            "saved_price": _money(favorite.price),
            "price_change": _money(now - favorite.price) if known else None,  # type: ignore[operator]
        }


def _money(amount: Decimal | None) -> dict[str, Any] | None:
    return None if amount is None else Money(amount, CHARGED).as_json()


class FavoriteApi(ListApi):
    @extend_schema(
        operation_id="favorite_remove",
        summary="Take a variant out of the favorites",
        request=None,
        responses={204: None, **NOT_THERE},
    )
    def delete(self, request: Request, sku: str) -> Response:
        before = visit().saved
        variant_id = held_variant(sku, [favorite.variant_id for favorite in before.favorites])
        saved = services.favorite_remove(saved=before, variant_ids=(variant_id,))
        return self.sent(request, Response(status=status.HTTP_204_NO_CONTENT), saved)


class FavoriteShareApi(ListApi):
    @extend_schema(
        operation_id="favorites_shared",
        summary="Read a list that somebody shared",
        description="What is not on show any more is left out. Save what you like with `POST favorites/`.",
        parameters=[OpenApiParameter("token", str, required=True), CURRENCY, *PAGES],
        responses={200: OpenApiResponse(CardPageOut), **refusals(), **NOT_THERE},
    )
    def get(self, request: Request) -> Response:
        token = request.query_params.get("token", "")
        if not token:
            raise serializers.ValidationError({"token": [_("This field is required.")]}, code="required")
        ids = customers.shared_ids(token)
        if not ids:
            raise NotFound
        pages = Pages()
        shown = pages.paginate_queryset(self.cards(request, ids), request, view=self)
        return pages.get_paginated_response([self.card_answer(request, card) for card in shown])

    @extend_schema(
        operation_id="favorites_share",
        summary="Make a link to the visitor's favorites as they are now",
        description="The link names the variants only, without prices and dates, and does not expire.",
        request=None,
        responses={
            201: OpenApiResponse(ShareOut, examples=[SHARED]),
            **refusals(FavoritesEmpty, validation=False),
        },
    )
    def post(self, request: Request) -> Response:
        ids = tuple(favorite.variant_id for favorite in visit().saved.favorites)
        if not ids:
            raise FavoritesEmpty
        token = customers.share_token(ids)
        url = absolute(reverse("catalog:favorites_shared", args=[token]))
        return Response({"token": token, "url": url}, status=status.HTTP_201_CREATED)


class CompareListApi(ListApi):
    @extend_schema(
        operation_id="compare",
        summary="What the visitor compares, in the order of choice",
        description=f"At most {COMPARE_LIMIT}. {COOKIES}",
        parameters=[CURRENCY],
        responses={200: OpenApiResponse(CompareOut, examples=[COMPARED]), **refusals()},
    )
    def get(self, request: Request) -> Response:
        return Response(self.answer(request, visit().saved))

    @extend_schema(
        operation_id="compare_add",
        summary="Put a variant into the comparison",
        description=f"A variant that is there already stays (200). The {COMPARE_LIMIT + 1}th is refused. {COOKIES}",
        parameters=[CURRENCY],
        request=SkuIn,
        examples=[WHICH],
        responses={
            200: OpenApiResponse(CompareOut, examples=[COMPARED]),
            201: OpenApiResponse(CompareOut, examples=[COMPARED]),
            **refusals(UnknownStone, services.CompareFull),
        },
    )
    def post(self, request: Request) -> Response:
        request_currency(request)
        before = visit().saved
        saved = services.compare_add(saved=before, variant_ids=(asked_variant(request),))
        code = status.HTTP_200_OK if saved == before else status.HTTP_201_CREATED
        return self.sent(request, Response(self.answer(request, saved), status=code), saved)

    @extend_schema(
        operation_id="compare_clear", summary="Clear the comparison", request=None, responses={204: None}
    )
    def delete(self, request: Request) -> Response:
        saved = services.compare_clear(saved=visit().saved)
        return self.sent(request, Response(status=status.HTTP_204_NO_CONTENT), saved)

    def answer(self, request: Request, saved: Saved) -> dict[str, Any]:
        cards = self.cards(request, saved.compare)
        skus = ",".join(card.sku for card in cards)
        return {
            **answers.listed(self.card_answer(request, card) for card in cards),
            "limit": COMPARE_LIMIT,
            "url": absolute(reverse("catalog:compare")) + (f"?v={skus}" if skus else ""),
        }


class CompareApi(ListApi):
    @extend_schema(
        operation_id="compare_remove",
        summary="Take a variant out of the comparison",
        request=None,
        responses={204: None, **NOT_THERE},
    )
    def delete(self, request: Request, sku: str) -> Response:
        before = visit().saved
        saved = services.compare_remove(saved=before, variant_ids=(held_variant(sku, before.compare),))
        return self.sent(request, Response(status=status.HTTP_204_NO_CONTENT), saved)
