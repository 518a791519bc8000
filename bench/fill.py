"""Many products, made of the demo's own hierarchy, dictionaries and pictures."""

import random
from decimal import Decimal
from itertools import count, islice

BATCH = 2000


def grow(total: int) -> None:
    """Add products until there are ``total``, one or two variants each, all deterministic."""
    from catalog.models import Product

    missing = total - Product.objects.count()
    serial = count(Product.objects.count() + 1)
    while missing > 0:
        numbers = list(islice(serial, min(BATCH, missing)))
        _add(numbers)
        missing -= len(numbers)


def _add(numbers: list[int]) -> None:
    from django.utils import timezone

    from catalog.models import (
        Color,
        Cut,
        Product,
        ProductVariant,
        ReturnRule,
        Shape,
        SubCategory,
        VariantMedia,
    )

    dice = random.Random(numbers[0])
    now = timezone.now()
    leaves = list(SubCategory.objects.select_related("category__stone_type"))
    rule = ReturnRule.objects.order_by("pk").first()
    shapes, cuts, colors = list(Shape.objects.all()), list(Cut.objects.all()), list(Color.objects.all())
    pictures = list(VariantMedia.objects.values_list("picture_id", flat=True).distinct())
    products = Product.objects.bulk_create(
        Product(
            subcategory=dice.choice(leaves),
            name_uk=f"Камінь {number}",
            name_en=f"Stone {number}",
            slug_uk=f"kamin-{number}",
            slug_en=f"stone-{number}",
            lead_uk="Для вимірювання швидкості.",
            lead_en="For measuring speed.",
            nature="natural",
            return_rule=rule,
            live=True,
            first_published_at=now,
            last_published_at=now,
        )
        for number in numbers
    )
    variants = ProductVariant.objects.bulk_create(
        ProductVariant(
            product=product,
            sku=f"B-{number:06d}-{letter}",
            shape=dice.choice(shapes),
            cut=dice.choice(cuts),
            color=dice.choice(colors),
            carat=Decimal(dice.randint(20, 900)) / 100,
            length_mm=Decimal(dice.randint(300, 1500)) / 100,
            width_mm=Decimal(dice.randint(300, 1200)) / 100,
            depth_mm=Decimal(dice.randint(200, 800)) / 100,
            treatment=dice.choice(["none", "heated"]),
            origin=dice.choice(["LK", "MG", "not_determined"]),
        )
        for number, product in zip(numbers, products, strict=True)
        for letter in "AB"[: dice.randint(1, 2)]
    )
    VariantMedia.objects.bulk_create(
        VariantMedia(variant=variant, picture_id=dice.choice(pictures)) for variant in variants
    )
    _sell(variants, dice)


def _sell(variants: list, dice: random.Random) -> None:
    from catalog.models import VariantCard
    from commerce.inventory.models import StockItem, StockMovement
    from commerce.pricing.models import VariantPrice

    prices = {variant.pk: Decimal(dice.randint(30, 9000)) for variant in variants}
    stock = {variant.pk: dice.choice([0, 1, 1, 1, 5]) for variant in variants}
    VariantPrice.objects.bulk_create(
        VariantPrice(variant=variant, currency="USD", amount=prices[variant.pk]) for variant in variants
    )
    StockItem.objects.bulk_create(
        StockItem(variant=variant, on_hand=stock[variant.pk]) for variant in variants
    )
    StockMovement.objects.bulk_create(
        StockMovement(variant=variant, kind="receipt", change=stock[variant.pk], actor="bench")
        for variant in variants
        if stock[variant.pk]
    )
    VariantCard.objects.bulk_create(
        VariantCard(variant=variant, price_usd=prices[variant.pk], available=stock[variant.pk])
        for variant in variants
    )
