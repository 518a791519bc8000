"""`GET catalog/suggest/`: what to offer while somebody types."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.web.api import answers
from catalog.web.api.asked import QUERY, asked
from catalog.web.api.schema import CURRENCY, ScaledPictureOut
from catalog.web.search import Link, suggestions_for
from gemkit.api.fields import MoneyField
from gemkit.api.params import request_currency
from gemkit.api.refusals import refusals
from gemkit.api.views import PublicApi


class SuggestedProductOut(serializers.Serializer):
    sku = serializers.CharField(help_text="of the product's best variant")
    name = serializers.CharField()
    marked = serializers.CharField(help_text="`name` as HTML with the matching words in `mark`")
    url = serializers.CharField()
    facts = serializers.CharField()
    picture = ScaledPictureOut(allow_null=True)
    price = MoneyField(allow_null=True)


class SuggestedLinkOut(serializers.Serializer):
    title = serializers.CharField()
    marked = serializers.CharField()
    url = serializers.CharField()


class SuggestOut(serializers.Serializer):
    query = serializers.CharField()
    corrected = serializers.CharField(help_text="The query as it was understood; empty if as typed.")
    total = serializers.IntegerField(
        allow_null=True, help_text="How many products match; null from 500 on: `products/?q=` counts them."
    )
    products = SuggestedProductOut(many=True)
    categories = SuggestedLinkOut(many=True)
    articles = SuggestedLinkOut(many=True)


SUGGESTED = OpenApiExample(
    "suggestions",
    value={
        "query": "sapfir",
        "corrected": "sapphire",
        "total": 14,
        "products": [
            {
                "sku": "S-0401-B",
                "name": "Cornflower sapphire",
                "marked": "Cornflower <mark>sapphire</mark>",
                "url": "/en/p/cornflower-sapphire/?variant=S-0401-B",
                "facts": "1.58 ct · 6.9 × 6.3 × 4.2 mm",
                "picture": None,
                "price": {"amount": "73358.00", "currency": "UAH"},
            }
        ],
        "categories": [
            {"title": "Sapphire", "marked": "<mark>Sapphire</mark>", "url": "/en/stones/sapphire/"}
        ],
        "articles": [],
    },
    response_only=True,
)


class SuggestApi(PublicApi):
    @extend_schema(
        operation_id="suggest",
        summary="Suggestions for search-as-you-type",
        description=(
            "The last word may be only begun. Words are found in any form, mistyped, in Latin letters, on the other "
            "keyboard, by SKU and report number; `categories` are branches and values of dictionaries."
        ),
        parameters=[QUERY, CURRENCY],
        responses={200: OpenApiResponse(SuggestOut, examples=[SUGGESTED]), **refusals()},
    )
    def get(self, request: Request) -> Response:
        query = asked(request)
        shown = suggestions_for(query, language=self.language, currency=request_currency(request))
        answer: dict[str, Any] = {
            "query": shown.found.query,
            "corrected": shown.found.corrected,
            "total": shown.total,
            "products": [
                {
                    "sku": card.sku,
                    "name": card.name,
                    "marked": marked,
                    "url": card.url,
                    "facts": card.facts,
                    "picture": answers.picture(card.picture),
                    "price": None if card.price is None else card.price.charged.as_json(),
                }
                for card, marked in shown.products
            ],
            "categories": [_link(link) for link in shown.places],
            "articles": [_link(link) for link in shown.pages],
        }
        return Response(answer)


def _link(link: Link) -> dict[str, str]:
    return {"title": link.title, "marked": link.marked, "url": link.url}
