"""The index against plain SQL: random filters, on a catalog that keeps changing."""

import datetime as dt
import random
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from bench import sql_engine
from catalog.enums import Clarity, Metal, Nature, Origin, Treatment
from catalog.index import selectors as engine
from catalog.index import services as index
from catalog.index import state
from catalog.index.filters import Filters, Span
from catalog.index.selectors import Prices, Scope
from catalog.models import CardChange, Category, Collection, CollectionItem, Product, ProductVariant, Tag
from commerce.pricing.domain import Rate, price_bounds
from tests.factories.catalog import (
    ColorFactory,
    CutFactory,
    ProductFactory,
    ShapeFactory,
    StoneTypeFactory,
    SubCategoryFactory,
    VariantFactory,
    ZodiacSignFactory,
)

pytestmark = pytest.mark.django_db

RATE = Rate("USD", Decimal("42.16"), dt.date(2026, 11, 20), "nbu")
STEPS = {"UAH": Decimal(1), "USD": Decimal("0.01")}
RINGS = (None, Decimal("16.50"), Decimal(17))
FILTERS_TRIED = 240


class World:
    """A small catalog and the dice that change it; the same every time."""

    def __init__(self):
        self.dice = random.Random(20261121)
        self.shapes = [ShapeFactory(code=code) for code in ("oval", "pear", "round")]
        self.cuts = [CutFactory(code=code) for code in ("step", "mixed")]
        self.colors = [ColorFactory(code=code) for code in ("red", "blue", "green")]
        self.leaves = [SubCategoryFactory(category__stone_type=StoneTypeFactory()) for _ in range(4)]
        self.tags = [Tag.objects.create(code=code, name_uk=code, name_en=code) for code in ("care", "rare")]
        self.signs = [ZodiacSignFactory(code=code) for code in ("leo", "virgo")]
        for sign, leaf in zip(self.signs, self.leaves, strict=False):
            sign.recommendations.create(
                stone_type=leaf.category.stone_type, reason_uk="так", reason_en="so", sort_order=0
            )
        self.group = Collection.objects.create(code="best", name_uk="Добірка", name_en="Best")
        self.products = [self.product() for _ in range(22)]
        for product in self.products[:3]:
            CollectionItem.objects.create(collection=self.group, product=product)

    def product(self):
        product = ProductFactory(
            published=True,
            subcategory=self.dice.choice(self.leaves),
            nature=self.dice.choice(Nature.values),
        )
        age = dt.timedelta(days=self.dice.choice([1, 5, 200]), seconds=self.dice.randrange(10**5))
        Product.objects.filter(pk=product.pk).update(created_at=timezone.now() - age)
        product.tags.set(tag for tag in self.tags if self.dice.random() < 0.4)
        product.save()
        # Most have one variant, some a few, some more than are compared as whole sets.
        for _ in range(self.dice.choice([1, 1, 1, 2, 3, 5, 9, 12])):
            self.variant(product)
        return product

    def variant(self, product):
        dice = self.dice
        variant = VariantFactory(
            product=product,
            shape=dice.choice([None, *self.shapes]),
            cut=dice.choice([None, *self.cuts]),
            color=dice.choice(self.colors),
            clarity=dice.choice(["", *Clarity.values[:3]]),
            treatment=dice.choice(Treatment.values[:3]),
            origin=dice.choice(Origin.values[:3]),
            metal=dice.choice(["", *Metal.values[:2]]),
            ring_size=dice.choice(RINGS),
            report_lab=dice.choice(["", "GIA", "SSEF"]),
            report_number="7",
            carat=dice.choice([None, Decimal(dice.randint(50, 300)) / 100]),
            length_mm=dice.choice([None, Decimal(dice.randint(400, 900)) / 100]),
            is_made_to_order=dice.random() < 0.2,
        )
        self.price(variant)
        return variant

    def price(self, variant):
        dice = self.dice
        moment = timezone.now()
        day = dt.timedelta(days=1)
        periods = [None, None, (None, None), (moment - day, None), (None, moment - day), (moment + day, None)]
        index.card_write(
            variant.pk,
            price_usd=dice.choice([None, *(Decimal(dice.randint(1000, 90000)) / 100 for _ in range(6))]),
            price_uah=dice.choice([None, None, Decimal(dice.randint(500, 30000))]),
            reduction=dice.choice(periods),
            available=dice.choice([0, 0, 1, 5]),
            ordered=dice.choice([0, 0, 0, 1, 4]),
        )

    def change(self):
        """Change something, as staff and shoppers do."""
        dice = self.dice
        product = dice.choice(self.products)
        variant = dice.choice(list(product.variants.all()))
        what = dice.randrange(9)
        if what == 0:
            self.price(variant)
        elif what == 1:
            product.live = not product.live
            product.save()
        elif what == 2:
            self.variant(product)
        elif what == 3:
            variant.is_active = not variant.is_active
            variant.save()
        elif what == 4:
            variant.color, variant.carat = dice.choice(self.colors), Decimal(dice.randint(50, 300)) / 100
            variant.save()
        elif what == 5:
            product.subcategory = dice.choice(self.leaves)
            product.save()
        elif what == 6:
            product.tags.set(tag for tag in self.tags if dice.random() < 0.5)
            product.save()
        elif what == 7:
            self.products.append(self.product())
        else:
            Category.objects.filter(pk=self.leaves[0].category_id).first().save()

    def filters(self):
        """Return some filters at random, few enough to leave something."""
        dice = self.dice
        choices = {
            "shape": [shape.code for shape in self.shapes],
            "cut": [cut.code for cut in self.cuts],
            "color": [color.code for color in self.colors],
            "stone": [leaf.category.stone_type.code for leaf in self.leaves],
            "category": [leaf.category.code for leaf in self.leaves],
            "subcategory": [leaf.code for leaf in self.leaves],
            "clarity": Clarity.values[:3],
            "treatment": Treatment.values[:3],
            "origin": Origin.values[:3],
            "nature": Nature.values,
            "metal": Metal.values[:2],
            "ring_size": ["16.5", "17"],
            "lab": ["GIA", "SSEF"],
            "tag": ["care", "rare"],
            "zodiac": ["leo", "virgo"],
            "collection": ["best"],
        }
        names = dice.sample(sorted(choices), dice.randint(0, 3))
        values = {
            name: tuple(dice.sample(choices[name], dice.randint(1, len(choices[name])))) for name in names
        }
        for name, low, high in (("carat", 0, 3), ("length", 4, 9), ("price", 0, 40000)):
            if dice.random() < 0.25:
                ends = sorted(dice.randint(low, high) for _ in range(2))
                values[name] = Span(*(Decimal(end) if dice.random() < 0.7 else None for end in ends))
        for name in ("in_stock", "on_sale", "is_new"):
            values[name] = dice.random() < 0.15
        return Filters(
            **values,
            ordering=dice.choice(["relevance", "newest", "price", "-price", "carat", "-carat", "popular"]),
        )


def prices_of(filters):
    bounds = None
    if filters.price:
        bounds = price_bounds(
            filters.price.low, filters.price.high, currency="UAH", rates={"USD": RATE}, steps=STEPS
        )
    return Prices(rate=RATE.rate, bounds=bounds)


def assert_same(scope, filters):
    prices = prices_of(filters)
    truth = sql_engine.count(scope, filters, prices)
    found = engine.count(scope, filters, prices, facets=sql_engine.FACETS)
    assert found.total == truth.total
    assert found.scope_total == truth.scope_total
    for name in sql_engine.FACETS:
        assert found.facets[name] == truth.facets[name], name
    assert (found.ranges["carat"], found.ranges["length"]) == (truth.ranges["carat"], truth.ranges["length"])
    assert found.price == truth.price
    whole = sql_engine.page(scope, filters, prices, offset=0, limit=500)
    assert engine.page(scope, filters, prices, offset=0, limit=500) == whole
    assert engine.page(scope, filters, prices, offset=3, limit=4) == whole[3:7]
    assert engine.total(scope, filters, prices) == truth.total
    assert engine.closest(scope, filters, prices) == sql_engine.closest(scope, filters, prices)


def test_index_equals_sql_while_the_catalog_changes():
    world = World()
    scopes = [Scope(), Scope(kind="stone"), Scope(subcategory_id=world.leaves[1].pk)]
    scopes.append(Scope(type_id=world.leaves[0].category.stone_type_id))
    for number in range(FILTERS_TRIED):
        assert_same(world.dice.choice(scopes), world.filters())
        if number % 3 == 0:
            world.change()


def test_a_rebuilt_index_answers_like_one_that_followed():
    world = World()
    engine.total(Scope(), Filters(), Prices())
    for _ in range(30):
        world.change()
    tried = [world.filters() for _ in range(20)]

    followed = [engine.count(Scope(), filters, prices_of(filters)) for filters in tried]
    state.forget()

    assert [engine.count(Scope(), filters, prices_of(filters)) for filters in tried] == followed


def test_a_change_that_commits_late_is_not_missed():
    """Numbers are given out before the commit: a lower one may turn up after a higher one was read."""
    first, second = VariantFactory(published=True), VariantFactory(published=True)
    assert engine.total(Scope(), Filters(in_stock=True), Prices()) == 0
    last = CardChange.objects.order_by("pk").last().pk
    for variant in (first, second):
        variant.card.available = 1
        variant.card.save()  # behind the index's back

    CardChange.objects.create(pk=last + 2, product_id=second.product_id)
    assert engine.total(Scope(), Filters(in_stock=True), Prices()) == 1
    CardChange.objects.create(pk=last + 1, product_id=first.product_id)
    assert engine.total(Scope(), Filters(in_stock=True), Prices()) == 2


def test_a_gap_is_given_up_after_a_minute():
    VariantFactory(published=True)
    engine.total(Scope(), Filters(), Prices())
    last = CardChange.objects.order_by("pk").last().pk
    CardChange.objects.create(pk=last + 5, product_id=None)
    CardChange.objects.create(pk=last + 6, product_id=None)
    CardChange.objects.update(at=timezone.now() - dt.timedelta(minutes=2))

    engine.total(Scope(), Filters(), Prices())

    assert state._state.floor == last + 6
    assert state._state.applied == set()


def test_a_collection_by_rule_holds_what_the_rule_finds():
    red = VariantFactory(published=True, color__code="red")
    VariantFactory(published=True, color__code="blue")
    picked = VariantFactory(published=True, color__code="green")
    group = Collection.objects.create(code="warm", name_uk="Теплі", name_en="Warm", rule="color=red")
    CollectionItem.objects.create(collection=group, product=picked.product)

    page = engine.page(Scope(collection="warm"), Filters(), Prices(), offset=0, limit=9)

    assert page == [picked.pk, red.pk]  # what was picked by hand comes first
    assert engine.total(Scope(), Filters(collection=("warm",)), Prices()) == 2


def test_a_collection_follows_prices_and_the_end_of_a_reduction():
    cheap, dear = VariantFactory(published=True), VariantFactory(published=True)
    index.card_write(cheap.pk, price_uah=Decimal(900))
    index.card_write(dear.pk, price_uah=Decimal(5000))
    Collection.objects.create(code="low", name_uk="До тисячі", name_en="Low", rule="price_max=1000")
    Collection.objects.create(code="sale", name_uk="Знижки", name_en="Sale", rule="on_sale=1")
    soon = timezone.now() + dt.timedelta(minutes=5)
    index.card_write(dear.pk, reduction=(None, soon))
    assert engine.count(Scope(collection="low"), Filters(), Prices()).scope_total == 1
    assert engine.total(Scope(collection="sale"), Filters(), Prices()) == 1

    index.card_write(dear.pk, price_uah=Decimal(800))
    assert engine.count(Scope(collection="low"), Filters(), Prices()).scope_total == 2
    with time_machine.travel(soon + dt.timedelta(minutes=1), tick=False):
        assert engine.total(Scope(collection="sale"), Filters(), Prices()) == 0


def test_a_search_result_keeps_its_order():
    variants = [VariantFactory(published=True) for _ in range(4)]
    wanted = (variants[2].product_id, variants[0].product_id, 10**9)

    page = engine.page(Scope(products=wanted), Filters(), Prices(), offset=0, limit=9)

    assert page == [variants[2].pk, variants[0].pk]


def test_a_sold_out_draft_or_withdrawn_variant():
    variant = VariantFactory(published=True)
    assert engine.total(Scope(), Filters(), Prices()) == 1
    ProductVariant.objects.get(pk=variant.pk).delete()
    assert engine.total(Scope(), Filters(), Prices()) == 0
