"""Products with their variants, prices, pictures and what buyers must be told, as they are at this moment."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.http import Http404, HttpResponseRedirect
from django.urls import Resolver404, path, resolve, reverse
from django.utils.translation import override
from rest_framework.response import Response

from catalog.web.api import content
from catalog.web.seo import absolute
from gemsite.content_api.views import ContentView, ListedFields, check_names, listed, window

LISTED = (
    "name", "slug", "slugs", "url", "stone", "picture", "variant", "price", "was_price", "display_price", "availability",
)  # fmt: skip
KNOWN = content.FILTER_NAMES | {"limit", "offset", "fields", "order", "search", "_"}


class ProductView(ContentView):
    """What the routes of products share."""

    def rows(self, products: list[Any]) -> list[dict[str, Any]]:
        rows = content.product_rows(products, language=self.language, currency=self.currency)
        for row in rows:
            row["meta"]["detail_url"] = absolute(reverse("content_api:products:detail", args=[row["id"]]))
        return rows


class ProductList(ProductView):
    """Published products; the filters, the order and the search are those of the shop's own lists."""

    def get(self, request: Any) -> Response:
        params = request.query_params
        check_names(params, KNOWN)
        fields = ListedFields(params.get("fields"), default=LISTED)
        offset, limit = window(params)
        total, products = content.products_found(
            params, language=self.language, currency=self.currency, offset=offset, limit=limit
        )
        return listed([fields.of(row) for row in self.rows(products)], total=total)


class ProductDetail(ProductView):
    """One product; with a preview token for it, its latest draft."""

    def get(self, request: Any, pk: int) -> Response:
        check_names(request.query_params, frozenset({"fields", "_"}))
        fields = ListedFields(request.query_params.get("fields"), default=None)
        product = self.draft if self.draft is not None else content.product_of(pk=pk)
        if not isinstance(product, apps.get_model("catalog", "Product")) or product.pk != pk:
            raise Http404
        rows = self.rows([product])
        if not rows:
            raise Http404
        return Response(fields.of(rows[0]))


class ProductFind(ProductView):
    """Leads to a product by its ``html_path`` (/en/p/…/), ``slug`` or ``sku``."""

    def get(self, request: Any) -> HttpResponseRedirect:
        params = request.query_params.copy()
        check_names(params, frozenset({"html_path", "slug", "sku", "fields", "_"}))
        product, language = None, self.language
        if html_path := params.pop("html_path", [""])[-1]:
            slug, language = _slug_of(html_path)
            product = content.product_named(slug, language=language) if slug else None
        elif slug := params.pop("slug", [""])[-1]:
            product = content.product_named(slug, language=language)
        elif sku := params.pop("sku", [""])[-1]:
            product = content.product_of(variants__sku=sku, variants__is_active=True)
        if product is None:
            raise Http404
        params["locale"] = language
        url = reverse("content_api:products:detail", args=[product.pk])
        return HttpResponseRedirect(f"{url}?{params.urlencode()}")


def _slug_of(html_path: str) -> tuple[str, str]:
    """Return slug and language of the address of a product page; no slug for another address."""
    language = "en" if html_path.startswith("/en/") else "uk"
    with override(language):
        try:
            match = resolve(unquote(html_path))
        except Resolver404:
            return "", language
    return (str(match.kwargs["slug"]) if match.view_name == "catalog:product" else ""), language


class Products:
    """The endpoint, as Wagtail's router takes it."""

    name = "products"
    model: Any = type("NoModel", (), {})

    @staticmethod
    def get_urlpatterns() -> list[Any]:
        return [
            path("", ProductList.as_view(), name="listing"),
            path("<int:pk>/", ProductDetail.as_view(), name="detail"),
            path("find/", ProductFind.as_view(), name="find"),
        ]
