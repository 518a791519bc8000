"""Goods, carts and what a buyer sends off, for benchmarks that buy."""

import uuid
from decimal import Decimal

from bench.serving import Answer, ask

PICKUP = {"method": "pickup"}


def lot(sku: str, units: int, *, usd: int = 100, carat: int = 1) -> int:
    """Put exactly ``units`` free pieces of a lot on sale for ``usd`` dollars; returns the variant's id."""
    from django.utils import timezone

    from catalog.models import Product, ProductVariant, ReturnRule, SubCategory
    from commerce.inventory import services as inventory
    from commerce.inventory.selectors import stock_of
    from commerce.pricing import services as pricing

    product, _ = Product.objects.update_or_create(
        slug_uk=sku.lower(),
        defaults={
            "slug_en": sku.lower(),
            "name_uk": "Партія",
            "name_en": "Lot",
            "nature": "natural",
            "subcategory": SubCategory.objects.first(),
            "return_rule": ReturnRule.objects.first(),
            "live": True,
            "first_published_at": timezone.now(),
        },
    )
    variant, is_new = ProductVariant.objects.get_or_create(
        sku=sku,
        defaults={
            "product": product,
            "treatment": "none",
            "origin": "not_determined",
            "is_one_of_a_kind": False,
            "carat": carat,
        },
    )
    if is_new:
        pricing.price_set(variant_id=variant.pk, currency="USD", amount=Decimal(usd), actor="bench")
    promised = stock_of([variant.pk])[variant.pk].reserved
    inventory.stock_count(variant_id=variant.pk, on_hand=promised + units, actor="bench", reason="bench")
    return variant.pk


def cart(*skus: str, coupon: str = "") -> uuid.UUID:
    """Make a cart with one piece of each lot."""
    from commerce.cart import services

    cart_id = services.cart_create()
    for sku in skus:
        services.line_add(cart_id=cart_id, sku=sku)
    if coupon:
        services.coupon_set(cart_id=cart_id, code=coupon)
    return cart_id


def body(cart_id: uuid.UUID, *, email: str = "race@example.com", payment: str = "bank_transfer") -> dict:
    """Return what the buyer of a cart sends off; its total is the one the cart shows now."""
    from commerce.cart.selectors import cart_view

    total = cart_view(cart_id, currency="UAH", language="uk").total
    return {
        "cart": str(cart_id),
        "contact": {
            "email": email,
            "phone": "+380671234567",
            "first_name": "Оксана",
            "last_name": "Гнатюк",
        },
        "delivery": PICKUP,
        "payment_method": payment,
        "accept_total": total.as_json(),
    }


def buy(base: str, sent: dict, *, key: str = "") -> Answer:
    """Check out over HTTP."""
    return ask(
        "checkout", "POST", f"{base}/api/v1/checkout/", json=sent,
        headers={"Idempotency-Key": key or str(uuid.uuid4())},
    )  # fmt: skip
