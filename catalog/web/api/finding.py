"""Finding for headless clients: facets of a list, and collections."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.index import filters as reading
from catalog.index import selectors as engine
from catalog.index.filters import Filters
from catalog.index.selectors import Prices, Scope, Word
from catalog.search.selectors import find
from catalog.web import grounds
from catalog.web.api import answers
from catalog.web.api.asked import SEARCHED, asked
from catalog.web.api.schema import CARDS, CURRENCY, FILTERS, PAGES, CardPageOut
from catalog.web.cards import product_cards
from catalog.web.facets import Labels, facet_texts
from catalog.web.listing import price_span, prices_for
from gemkit.api.pagination import Pages
from gemkit.api.params import request_currency, request_language
from gemkit.api.refusals import ErrorOut, refusals
from gemkit.api.views import PublicApi

FACETS = tuple(facet_texts())


@dataclass(frozen=True, slots=True)
class Question:
    """What a client asks a list for."""

    scope: Scope
    filters: Filters
    prices: Prices
    currency: str

    @classmethod
    def of(cls, request: Request, *, scope: Scope | None = None) -> Question:
        """Read the query string; raises ValidationError that names the parameters at fault."""
        currency = request_currency(request)
        query = asked(request, is_required=False)
        language = request_language(request)
        return cls.read(request.query_params, query=query, language=language, currency=currency, scope=scope)

    @classmethod
    def read(
        cls, params: Any, *, query: str, language: str, currency: str, scope: Scope | None = None
    ) -> Question:
        """Read filters and order from ``params``, narrowed to what ``query`` finds, best first."""
        filters, problems = reading.parse(params, known=engine.words().known)
        if problems:
            raise ValidationError({problem.attr: [problem.text] for problem in problems})
        scope = scope or Scope()
        if query.strip():
            scope = replace(scope, products=tuple(find(query, language=language).product_ids))
        return cls(scope, filters, prices_for(filters, currency=currency), currency)


class Matches:
    """The variants that match, one a product, as a list that is read a page at a time."""

    def __init__(self, question: Question) -> None:
        self.asked = (question.scope, question.filters, question.prices)

    def __len__(self) -> int:
        return engine.total(*self.asked)

    def __getitem__(self, part: slice) -> list[int]:
        start, stop = part.start or 0, part.stop or 0
        return engine.page(*self.asked, offset=start, limit=stop - start)


def card_page(view: PublicApi, request: Request, question: Question) -> Response:
    """Return a page of cards."""
    pages = Pages()
    ids = pages.paginate_queryset(Matches(question), request, view=view)
    cards = product_cards(ids, language=view.language, currency=question.currency)
    return pages.get_paginated_response(
        [answers.card(card, language=view.language, currency=question.currency) for card in cards]
    )


class FacetValueOut(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField(help_text="Products, this facet left out of account.")
    selected = serializers.BooleanField()
    disabled = serializers.BooleanField(help_text="Choosing it would show nothing.")


class RangeOut(serializers.Serializer):
    min = serializers.CharField(allow_null=True)
    max = serializers.CharField(allow_null=True)


class FacetsOut(serializers.Serializer):
    total = serializers.IntegerField()
    facets = serializers.DictField(child=FacetValueOut(many=True))
    ranges = serializers.DictField(child=RangeOut())


class CollectionOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    text = serializers.CharField()
    url = serializers.CharField()
    count = serializers.IntegerField()


class CollectionPageOut(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = CollectionOut(many=True)


_COLLECTION = {
    "code": "untreated",
    "name": "Untreated",
    "text": "Stones to which nothing was done after mining but the cutting.",
    "url": "/en/collections/untreated/",
    "count": 41,
}
COLLECTIONS = OpenApiExample(
    "collections",
    value={"count": 1, "next": None, "previous": None, "results": [_COLLECTION]},
    response_only=True,
)
FACETS_EXAMPLE = OpenApiExample(
    "facets",
    value={
        "total": 32,
        "facets": {
            "shape": [{"code": "oval", "label": "Oval", "count": 14, "selected": True, "disabled": False}]
        },
        "ranges": {"price": {"min": "4216.00", "max": "194780.00"}, "carat": {"min": "0.52", "max": "9.10"}},
    },
    response_only=True,
)


class FacetsApi(PublicApi):
    @extend_schema(
        operation_id="facets",
        summary="Counts and ranges for a list",
        description=(
            "The same parameters as `products`. Counts are of products; each facet ignores itself, so the "
            "counts say what choosing one more value would show. Ranges of prices are in `currency`."
        ),
        parameters=[SEARCHED, *FILTERS, CURRENCY],
        responses={200: OpenApiResponse(FacetsOut, examples=[FACETS_EXAMPLE]), **refusals()},
    )
    def get(self, request: Request) -> Response:
        question = Question.of(request)
        counts = engine.count(question.scope, question.filters, question.prices, facets=FACETS)
        labels = Labels(engine.words(), self.language)
        spans = {**counts.ranges, "price": price_span(counts.price, question.currency)}
        return Response(
            {
                "total": counts.total,
                "facets": {
                    name: _values(name, found, getattr(question.filters, name), labels)
                    for name, found in counts.facets.items()
                },
                "ranges": {
                    name: {"min": answers.number(span.low), "max": answers.number(span.high)}
                    for name, span in spans.items()
                },
            }
        )


def _values(
    name: str, found: dict[str, int], selected: tuple[str, ...], labels: Labels
) -> list[answers.Json]:
    codes = list(found) if name == reading.RING_SIZE else [c for c in labels.in_order(name) if c in found]
    return [
        {
            "code": code,
            "label": labels.label(name, code),
            "count": found[code],
            "selected": code in selected,
            "disabled": found[code] == 0 and code not in selected,
        }
        for code in codes
    ]


class CollectionListApi(PublicApi):
    @extend_schema(
        operation_id="collections",
        summary="Collections, hand-picked or by rule",
        parameters=PAGES,
        responses={200: OpenApiResponse(CollectionPageOut, examples=[COLLECTIONS]), **refusals()},
    )
    def get(self, request: Request) -> Response:
        pages = Pages()
        words = pages.paginate_queryset(engine.words().all("collection"), request, view=self)
        prices = prices_for(Filters(), currency="UAH")
        return pages.get_paginated_response([self._answer(word, prices) for word in words])

    def _answer(self, word: Word, prices: Prices) -> dict[str, Any]:
        return {
            "code": word.code,
            "name": word.names[self.language],
            "text": word.texts[self.language],
            "url": grounds.of_collection(word, language=self.language).path(self.language),
            "count": engine.total(Scope(collection=word.code), Filters(), prices),
        }


class CollectionApi(PublicApi):
    @extend_schema(
        operation_id="collection",
        summary="The products of a collection",
        description="Hand-picked ones first, in their order. All filters of `products` work here too.",
        parameters=[*FILTERS, CURRENCY, *PAGES],
        responses={
            200: OpenApiResponse(CardPageOut, examples=[CARDS]),
            **refusals(),
            404: OpenApiResponse(ErrorOut, description="There is no such collection."),
        },
    )
    def get(self, request: Request, code: str) -> Response:
        if code not in engine.words().by_code["collection"]:
            raise NotFound
        return card_page(self, request, Question.of(request, scope=Scope(collection=code)))
