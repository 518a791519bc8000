"""The preview of a draft: the shop's own page in either language, where nothing can be bought."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from catalog.models import Product
from catalog.selectors.products import variants_of
from catalog.web.product import product_context, translations_of
from commerce.inventory import selectors as inventory


def product_preview(request: HttpRequest, product: Product, language: str) -> HttpResponse:
    """Return the page of a draft as shoppers would see it, less the purchase."""
    currency = getattr(request, "currency", "UAH")
    with override(language):
        request.translations = translations_of(product)  # type: ignore[attr-defined]
        variants = variants_of(product)
        context: dict[str, Any] = product_context(
            product,
            variants,
            stock=inventory.availability([variant.pk for variant in variants]),
            sku=request.GET.get("variant", ""),
            language=language,
            currency=currency,
            is_preview=True,
        )
        response = render(request, "catalog/product.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
