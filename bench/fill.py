"""Many products, believable ones, made of the demo's own hierarchy, dictionaries and pictures.

Run: ``python -m bench.fill --variants 100000`` with DATABASE_URL and DATA_DIR of a shop that has the demo.

Two things of three are one of a kind; the rest are lots of up to a dozen variants. Weights are log-normal, prices
grow faster than weight, millimetres follow from weight and density, minerals, shapes and treatments are as unevenly
common as in the trade. The same number always gives the same catalog.
"""

import argparse
import random
import sys
from datetime import timedelta
from decimal import Decimal
from itertools import accumulate, count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

BATCH = 4000
SHAPES = {
    "oval": 26,
    "round": 24,
    "cushion": 14,
    "pear": 9,
    "emerald": 8,
    "octagon": 6,
    "princess": 4,
    "heart": 2,
}
TREATMENTS = {"heated": 52, "none": 30, "oiled": 7, "irradiated": 5, "filled": 3, "diffusion": 3}
ORIGINS = {
    "LK": 22,
    "MG": 16,
    "MM": 8,
    "MZ": 9,
    "BR": 9,
    "CO": 6,
    "TZ": 7,
    "UA": 3,
    "TH": 4,
    "not_determined": 16,
}
CLARITIES = {"IF": 6, "VVS": 18, "VS": 34, "SI": 26, "I": 8, "": 8}
LABS = {"": 80, "GIA": 7, "GRS": 4, "SSEF": 3, "GUBELIN": 2, "KGL": 4}


class Dice:
    """Weighted choices that are the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def one(self, weights: dict[Any, int]) -> Any:
        return self.random.choices(list(weights), cum_weights=list(accumulate(weights.values())))[0]


class Source:
    """What the demo has to make products of."""

    def __init__(self) -> None:
        from django.utils import timezone

        from catalog.models import Color, Cut, ReturnRule, Shape, SubCategory, Tag, VariantMedia
        from catalog.selectors.pictures import stored_copies

        self.now = timezone.now()
        leaves = list(SubCategory.objects.select_related("category__stone_type"))
        # The first minerals of the drawer are the most common, as Zipf has it.
        types = {leaf.category.stone_type_id: leaf.category.stone_type for leaf in leaves}
        rank = {
            pk: place for place, pk in enumerate(sorted(types, key=lambda pk: types[pk].sort_order), start=1)
        }
        self.leaves = {leaf: round(10000 / rank[leaf.category.stone_type_id]) for leaf in leaves}
        shapes = {shape.code: shape for shape in Shape.objects.all()}
        self.shapes = {shape: SHAPES.get(code, 1) for code, shape in shapes.items()}
        self.cuts = dict.fromkeys(Cut.objects.all(), 1)
        self.colors = {color: 1 + place % 7 for place, color in enumerate(Color.objects.all())}
        self.tags = list(Tag.objects.all())
        self.rule = ReturnRule.objects.order_by("pk").first()
        self.pictures: dict[int, list[Any]] = {}
        media = VariantMedia.objects.select_related("picture", "variant__product__subcategory__category")
        for row in media.filter(variant__product__slug_uk__in=self._demo_slugs()).order_by("pk"):
            stone = row.variant.product.subcategory.category.stone_type_id
            self.pictures.setdefault(stone, []).append(row.picture)
        everything = [picture for pictures in self.pictures.values() for picture in pictures]
        self.copies = stored_copies(everything)
        self.any_pictures = everything[:20]

    @staticmethod
    def _demo_slugs() -> list[str]:
        """Return the slugs of the first products, those of the demo."""
        from catalog.models import Product

        return list(Product.objects.order_by("pk").values_list("slug_uk", flat=True)[:120])


def grow(variants: int, *, report: Any = None) -> None:
    """Add products until there are ``variants``; ``report`` is told how many there are."""
    from catalog.models import ProductVariant

    there = ProductVariant.objects.count()
    source = Source()
    for serial in count(ProductVariant.objects.count() + 1, BATCH):
        if there >= variants:
            break
        there += _add(source, serial, variants - there)
        if report is not None:
            report(there)
    from catalog.index import services, state

    services.words_changed()
    state.forget()  # rows written past the models tell the index nothing


def _add(source: Source, serial: int, most: int) -> int:
    """Add a batch of products with at most ``most`` variants; returns how many variants came."""
    from django.db import transaction

    from catalog.models import Product, ProductVariant, VariantMedia

    dice = Dice(serial)
    products, variants, offers = [], [], []
    while len(variants) < min(BATCH, most):
        product = _product(source, dice, f"{serial}-{len(products)}")
        products.append(product)
        size = dice.one({1: 66, 2: 12, 3: 8, 4: 5, 6: 4, 8: 3, 12: 2})
        lot = SimpleNamespace(shape=dice.one(source.shapes), color=dice.one(source.colors))
        for place in range(min(size, max(1, most - len(variants)))):
            variants.append(
                _variant(source, dice, product, lot, f"B-{serial}-{len(variants)}", place, size > 1)
            )
            offers.append(_offer(dice, variants[-1], size > 1))
    with transaction.atomic():
        Product.objects.bulk_create(products)
        links = [
            Product.tags.through(product_id=product.pk, tag_id=tag.pk)
            for product in products
            for tag in source.tags
            if dice.random.random() < 0.1
        ]
        Product.tags.through.objects.bulk_create(links)
        ProductVariant.objects.bulk_create(variants)
        media = [
            VariantMedia(variant=variant, picture=picture, sort_order=place)
            for variant in variants
            for place, picture in enumerate(_pictures(source, dice, variant))
        ]
        VariantMedia.objects.bulk_create(media)
        _sell(source, variants, offers, media)
    return len(variants)


def _product(source: Source, dice: Dice, number: str) -> Any:
    from catalog.models import Product

    leaf = dice.one(source.leaves)
    stone = leaf.category.stone_type
    product = Product(
        subcategory=leaf,
        name_uk=f"{stone.name_uk} {number}",
        name_en=f"{stone.name_en} {number}",
        slug_uk=f"{stone.slug_uk}-{number}",
        slug_en=f"{stone.slug_en}-{number}",
        nature=dice.one({"natural": 94, "lab_grown": 6}),
        return_rule=source.rule,
        live=True,
        created_at=source.now - timedelta(minutes=dice.random.randrange(60 * 24 * 900)),
        first_published_at=source.now,
        last_published_at=source.now,
    )
    product.subcategory = leaf
    return product


def _variant(source: Source, dice: Dice, product: Any, lot: Any, sku: str, place: int, is_lot: bool) -> Any:
    from catalog.models import ProductVariant

    stone = product.subcategory.category.stone_type
    weight = min(90.0, max(0.05, dice.random.lognormvariate(0.35, 0.75)))
    # A round of 6.5 mm and density 4 weighs about a carat; sizes grow with the cube root of the weight.
    size = 6.5 * (weight * 4.0 / float(stone.specific_gravity or 4)) ** (1 / 3)
    slim = dice.random.uniform(0.62, 1.0)
    is_jewel = stone.kind == "jewelry"
    metals = {
        "yellow_gold_585": 4,
        "white_gold_585": 4,
        "yellow_gold_750": 2,
        "platinum_950": 1,
        "silver_925": 5,
    }
    return ProductVariant(
        product=product,
        sku=sku,
        sort_order=place,
        shape=lot.shape if is_lot else dice.one(source.shapes),
        cut=dice.one(source.cuts),
        color=lot.color if is_lot else dice.one(source.colors),
        carat=Decimal(f"{weight:.2f}"),
        length_mm=Decimal(f"{size / slim**0.5:.2f}"),
        width_mm=Decimal(f"{size * slim**0.5:.2f}"),
        depth_mm=Decimal(f"{size * 0.62:.2f}"),
        clarity=dice.one(CLARITIES),
        treatment=dice.one(TREATMENTS),
        origin=dice.one(ORIGINS),
        report_lab=(lab := dice.one(LABS)),
        report_number=f"{dice.random.randrange(10**9)}" if lab else "",
        metal=dice.one(metals) if is_jewel else "",
        ring_size=Decimal(dice.random.randrange(30, 42)) / 2 if is_jewel else None,
        is_one_of_a_kind=not is_lot,
        is_made_to_order=is_jewel and dice.random.random() < 0.3,
    )


def _offer(dice: Dice, variant: Any, is_lot: bool) -> Any:
    weight = float(variant.carat)
    amount = Decimal(f"{max(3.0, 90 * weight**1.4 * dice.random.lognormvariate(0, 0.8)):.2f}")
    reduced = dice.random.random() < 0.04
    return SimpleNamespace(
        usd=amount,
        was=(amount * Decimal("1.2")).quantize(Decimal("0.01")) if reduced else None,
        uah=(amount * 40).quantize(Decimal(1)) if dice.random.random() < 0.03 else None,
        stock=dice.one({0: 12, 1: 10, 5: 50, 40: 28}) if is_lot else dice.one({1: 88, 0: 12}),
    )


def _pictures(source: Source, dice: Dice, variant: Any) -> list[Any]:
    stone = variant.product.subcategory.category.stone_type_id
    known = source.pictures.get(stone) or source.any_pictures
    return [dice.random.choice(known) for _ in range(dice.one({1: 5, 2: 2, 3: 3}))]


def _sell(source: Source, variants: list[Any], offers: list[Any], media: list[Any]) -> None:
    from catalog.index.faces import face_of
    from catalog.models import VariantCard
    from commerce.inventory.models import StockItem, StockMovement
    from commerce.pricing.models import VariantPrice

    both = list(zip(variants, offers, strict=True))
    VariantPrice.objects.bulk_create(
        VariantPrice(
            variant=variant, currency="USD", amount=offer.usd, was_amount=offer.was if not offer.uah else None
        )
        for variant, offer in both
    )
    VariantPrice.objects.bulk_create(
        VariantPrice(variant=variant, currency="UAH", amount=offer.uah)
        for variant, offer in both
        if offer.uah
    )
    StockItem.objects.bulk_create(StockItem(variant=variant, on_hand=offer.stock) for variant, offer in both)
    StockMovement.objects.bulk_create(
        StockMovement(variant=variant, kind="receipt", change=offer.stock, actor="bench")
        for variant, offer in both
        if offer.stock
    )
    galleries: dict[int, list[Any]] = {}
    for row in media:
        galleries.setdefault(row.variant_id, []).append(row)
    siblings: dict[int, int] = {}
    for variant in variants:
        siblings[variant.product_id] = siblings.get(variant.product_id, 0) + 1
    VariantCard.objects.bulk_create(
        VariantCard(
            variant=variant,
            price_usd=offer.usd,
            price_uah=offer.uah,
            is_reduced=offer.was is not None and offer.uah is None,
            available=offer.stock,
            face=face_of(
                variant,
                galleries.get(variant.pk, []),
                source.copies,
                several=siblings[variant.product_id] > 1,
            ),
        )
        for variant, offer in both
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--variants", type=int, default=100_000)
    options = parser.parse_args()
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemsite.settings.production")
    import django

    django.setup()
    from gemkit.progress import Bar

    bar = Bar("Variants", options.variants, sys.stdout)
    grow(options.variants, report=bar.at)
    bar.end()


if __name__ == "__main__":
    main()
