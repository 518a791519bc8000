"""The catalog for headless clients: public, cacheable, the same facts as the pages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.enums import Kind
from catalog.models import Color, Cut, ProductVariant, Shape, ZodiacSign
from catalog.selectors.facts import translated
from catalog.selectors.products import product_at
from catalog.selectors.taxonomy import place_url, tree
from catalog.selectors.variants import media_of, product_url, variants_with_all
from catalog.web.api import answers
from catalog.web.api.asked import SEARCHED
from catalog.web.api.detail import gallery_answer, product_answer
from catalog.web.api.finding import Question, card_page
from catalog.web.api.schema import (
    CARDS,
    CURRENCY,
    DICTIONARY,
    FILTERS,
    PAGES,
    PRODUCT,
    SIGN,
    SIGNS,
    TREE,
    VARIANT,
    CardPageOut,
    DictionaryPageOut,
    InventoryVariantOut,
    ProductOut,
    SignDetailOut,
    SignPageOut,
    TreeOut,
)
from commerce.inventory import selectors as inventory
from gemkit.api.pagination import Pages
from gemkit.api.params import request_currency
from gemkit.api.refusals import ErrorOut, refusals
from gemkit.api.views import PublicApi

NOT_FOUND = {404: OpenApiResponse(ErrorOut, description="There is no such published thing.")}


class ProductListApi(PublicApi):
    @extend_schema(
        operation_id="products",
        summary="Find products",
        description=(
            "All filters hold on one and the same variant; a product is listed once, with its best matching "
            "variant: available first, then the cheapest. Prices are in UAH; `display_price` is an approximation."
        ),
        parameters=[SEARCHED, *FILTERS, CURRENCY, *PAGES],
        responses={200: OpenApiResponse(CardPageOut, examples=[CARDS]), **refusals()},
    )
    def get(self, request: Request) -> Response:
        return card_page(self, request, Question.of(request))


class ProductApi(PublicApi):
    @extend_schema(
        operation_id="product",
        summary="Everything about one product",
        description="`slug` in either language. The card part tells of the best variant.",
        parameters=[CURRENCY],
        responses={200: OpenApiResponse(ProductOut, examples=[PRODUCT]), **refusals(), **NOT_FOUND},
    )
    def get(self, request: Request, slug: str) -> Response:
        currency = request_currency(request)
        product = product_at(slug, language=self.language)
        answer = product and product_answer(product, language=self.language, currency=currency)
        if not answer:
            raise NotFound
        return Response(answer)


class TreeApi(PublicApi):
    @extend_schema(
        operation_id="tree",
        summary="The hierarchy with product counts",
        responses={200: OpenApiResponse(TreeOut, examples=[TREE])},
    )
    def get(self, request: Request) -> Response:
        return Response(answers.listed(answers.branch(view) for view in tree(language=self.language)))


class DictionaryApi(PublicApi):
    """A dictionary, page by page; sub-classes name the model."""

    model: Any = Shape

    def get(self, request: Request) -> Response:
        pages = Pages()
        rows = pages.paginate_queryset(self.model.objects.order_by("sort_order", "code"), request, view=self)
        return pages.get_paginated_response([self.row(entry) for entry in rows])

    def row(self, entry: Any) -> dict[str, Any]:
        answer = {
            "code": entry.code,
            "name": translated(entry, "name", self.language),
            "text": translated(entry, "text", self.language),
        }
        if hasattr(entry, "drawing"):
            answer["icon"] = answers.icon(entry.drawing)
        if hasattr(entry, "hex"):
            answer["hex"] = entry.hex
        return answer


def _dictionary(name: str, summary: str, answer: Any = DictionaryPageOut, example: Any = DICTIONARY) -> Any:
    return extend_schema(
        operation_id=name,
        summary=summary,
        parameters=PAGES,
        responses={200: OpenApiResponse(answer, examples=[example]), **refusals()},
    )


class ShapeListApi(DictionaryApi):
    model = Shape

    @_dictionary("shapes", "Shapes with their drawings")
    def get(self, request: Request) -> Response:
        return super().get(request)


class CutListApi(DictionaryApi):
    model = Cut

    @_dictionary("cuts", "Cuts with their drawings")
    def get(self, request: Request) -> Response:
        return super().get(request)


class ColorListApi(DictionaryApi):
    model = Color

    @_dictionary("colors", "Colors with their swatches")
    def get(self, request: Request) -> Response:
        return super().get(request)


class SignListApi(DictionaryApi):
    model = ZodiacSign

    @_dictionary("zodiac", "Signs of the zodiac", SignPageOut, SIGNS)
    def get(self, request: Request) -> Response:
        return super().get(request)

    def row(self, entry: ZodiacSign) -> dict[str, Any]:
        return {
            **super().row(entry),
            "starts": {"month": entry.start_month, "day": entry.start_day},
            "ends": {"month": entry.end_month, "day": entry.end_day},
        }


class SignApi(SignListApi):
    @extend_schema(
        operation_id="zodiac_sign",
        summary="A sign with its stones and the reasons",
        responses={200: OpenApiResponse(SignDetailOut, examples=[SIGN]), **NOT_FOUND},
    )
    def get(self, request: Request, code: str) -> Response:  # type: ignore[override]
        sign = ZodiacSign.objects.filter(code=code).first()
        if sign is None:
            raise NotFound
        recommended = [
            {
                "stone": {
                    "code": advice.stone_type.code,
                    "name": translated(advice.stone_type, "name", self.language),
                },
                "url": place_url(Kind(advice.stone_type.kind), [advice.stone_type], language=self.language),
                "reason": translated(advice, "reason", self.language),
            }
            for advice in sign.recommendations.select_related("stone_type")
        ]
        return Response({**self.row(sign), "recommended": recommended})


class InventoryVariantApi(PublicApi):
    @extend_schema(
        operation_id="inventory_variant",
        summary="Availability, gallery and measurements of a variant",
        responses={200: OpenApiResponse(InventoryVariantOut, examples=[VARIANT]), **NOT_FOUND},
    )
    def get(self, request: Request, sku: str) -> Response:
        found: ProductVariant | None = (
            variants_with_all().filter(sku=sku, is_active=True, product__live=True).first()
        )
        if found is None:
            raise NotFound
        product = found.product
        media = media_of([found.pk]).get(found.pk, [])
        answer = {
            "sku": found.sku,
            "product": {
                "slug": translated(product, "slug", self.language),
                "name": translated(product, "name", self.language),
                "url": product_url(product, language=self.language, sku=found.sku),
            },
            "availability": answers.availability(inventory.availability([found.pk])[found.pk]),
            "gallery": gallery_answer(found, media, language=self.language),
            "measurements": {
                "carat": answers.number(found.carat),
                "length_mm": answers.number(found.length_mm),
                "width_mm": answers.number(found.width_mm),
                "depth_mm": answers.number(found.depth_mm),
                "measured_at": found.measured_at.isoformat() if found.measured_at else None,
            },
        }
        return Response(answer)
