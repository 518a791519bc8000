"""The listing engine against the plainest possible program that does the same."""

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.index import selectors as engine
from catalog.index.filters import Filters, Span
from catalog.index.selectors import Prices, Scope
from catalog.index.services import card_write
from catalog.models import Product
from commerce.pricing.domain import Rate, convert, price_bounds
from tests.factories.catalog import (
    ColorFactory,
    ProductFactory,
    ShapeFactory,
    StoneTypeFactory,
    SubCategoryFactory,
    VariantFactory,
)

pytestmark = pytest.mark.django_db

RATE = Rate("USD", Decimal("42.16"), dt.date(2026, 11, 20), "nbu")
STEPS = {"UAH": Decimal(1), "USD": Decimal("0.01")}
SHAPES, COLORS = ("oval", "pear", "round", "heart"), ("red", "blue", "green")
TREATMENTS, ORIGINS = ("none", "heated"), ("LK", "MG", "not_determined")


@dataclass(frozen=True)
class Stone:
    """What the plain program knows of a variant."""

    pk: int
    product: int
    created: dt.datetime
    type_id: int
    shape: str
    color: str
    treatment: str
    origin: str
    carat: Decimal
    length: Decimal
    usd: Decimal | None
    override: Decimal | None
    available: int
    made_to_order: bool

    @property
    def uah(self):
        """The price people see."""
        if self.override is not None:
            return self.override
        return None if self.usd is None else convert(self.usd, RATE.rate, STEPS["UAH"])

    @property
    def exact(self):
        """The price that orders the list."""
        return (
            self.override if self.override is not None else None if self.usd is None else self.usd * RATE.rate
        )


@pytest.fixture
def stones():
    """Thirteen products with one to three variants each, the same every time, and what must stay hidden."""
    dice = random.Random(7)
    shapes = {code: ShapeFactory(code=code) for code in SHAPES}
    colors = {code: ColorFactory(code=code) for code in COLORS}
    leaves = [SubCategoryFactory(category__stone_type=StoneTypeFactory()) for _ in range(2)]
    made = []
    for number in range(13):
        leaf = leaves[number % 2]
        product = ProductFactory(published=True, subcategory=leaf)
        created = timezone.now() - dt.timedelta(days=dice.choice([1, 5, 200]), minutes=number)
        Product.objects.filter(pk=product.pk).update(created_at=created)
        for _ in range(dice.randint(1, 3)):
            shape, color = dice.choice(SHAPES), dice.choice(COLORS)
            carat, length = Decimal(dice.randint(50, 300)) / 100, Decimal(dice.randint(400, 900)) / 100
            usd = dice.choice([None, *(Decimal(dice.randint(1000, 90000)) / 100 for _ in range(6))])
            override = dice.choice([None, None, Decimal(dice.randint(500, 30000))])
            available, on_order = dice.choice([0, 0, 1, 5]), dice.random() < 0.2
            variant = VariantFactory(
                product=product,
                shape=shapes[shape],
                color=colors[color],
                treatment=dice.choice(TREATMENTS),
                origin=dice.choice(ORIGINS),
                carat=carat,
                length_mm=length,
                is_made_to_order=on_order,
            )
            card_write(variant.pk, price_usd=usd, price_uah=override, available=available)
            made.append(
                Stone(
                    variant.pk,
                    product.pk,
                    created,
                    leaf.category.stone_type_id,
                    shape,
                    color,
                    variant.treatment,
                    variant.origin,
                    carat,
                    length,
                    usd,
                    override,
                    available,
                    on_order,
                )
            )
    hidden = {"shape": shapes["oval"], "color": colors["red"]}
    VariantFactory(product=ProductFactory(subcategory=leaves[0]), **hidden)
    VariantFactory(product=ProductFactory(published=True, subcategory=leaves[0]), is_active=False, **hidden)
    return made


def matches(stone, filters, *, but=""):
    for name in ("shape", "color", "treatment", "origin"):
        chosen = getattr(filters, name)
        if name != but and chosen and getattr(stone, name) not in chosen:
            return False
    for name, value in (("carat", stone.carat), ("length", stone.length), ("price", stone.uah)):
        span = getattr(filters, name)
        if name == but or not span:
            continue
        if value is None or (span.low is not None and value < span.low):
            return False
        if span.high is not None and value > span.high:
            return False
    if filters.in_stock and not stone.available:
        return False
    return not (filters.is_new and stone.created < timezone.now() - dt.timedelta(days=engine.NEW_DAYS))


def best_of(stones):
    best = {}
    for stone in stones:
        wait = 0 if stone.available else 1 if stone.made_to_order else 2
        rank = (wait, stone.exact is None, stone.exact or 0, stone.pk)
        if stone.product not in best or rank < best[stone.product][0]:
            best[stone.product] = (rank, stone)
    return best.values()


def in_order(stones, ordering):
    def newest(ranked):
        return (-ranked[1].created.timestamp(), -ranked[1].product)

    def by(value, sign=1):
        return lambda ranked: (value(ranked[1]) is None, sign * (value(ranked[1]) or 0), ranked[1].pk)

    keys = {
        "relevance": lambda ranked: (ranked[0][0], *newest(ranked)),
        "newest": newest,
        "price": by(lambda stone: stone.exact),
        "-price": by(lambda stone: stone.exact, -1),
        "carat": by(lambda stone: stone.carat),
        "-carat": by(lambda stone: stone.carat, -1),
    }
    return [stone.pk for _rank, stone in sorted(best_of(stones), key=keys[ordering])]


def products(stones):
    return len({stone.product for stone in stones})


def prices_of(filters):
    bounds = None
    if filters.price:
        bounds = price_bounds(
            filters.price.low, filters.price.high, currency="UAH", rates={"USD": RATE}, steps=STEPS
        )
    return Prices(rate=RATE.rate, bounds=bounds)


def some(values):
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


def spans(low, high):
    ends = st.none() | st.integers(low, high).map(Decimal)
    return st.builds(Span, ends, ends).filter(lambda s: s.low is None or s.high is None or s.low <= s.high)


FILTERS = st.builds(
    Filters,
    shape=some(SHAPES),
    color=some(COLORS),
    treatment=some(TREATMENTS),
    origin=some(ORIGINS),
    carat=spans(0, 3),
    length=spans(4, 9),
    price=spans(0, 40000),
    in_stock=st.booleans(),
    is_new=st.booleans(),
    ordering=st.sampled_from(["relevance", "newest", "price", "-price", "carat", "-carat"]),
)


def test_pages_and_counts_equal_brute_force(stones):
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(filters=FILTERS, scoped=st.booleans())
    def check(filters, scoped):
        scope = Scope(type_id=stones[0].type_id) if scoped else Scope()
        world = [stone for stone in stones if not scoped or stone.type_id == scope.type_id]
        wanted = [stone for stone in world if matches(stone, filters)]
        prices = prices_of(filters)

        expected = in_order(wanted, filters.ordering)
        assert engine.page(scope, filters, prices, offset=0, limit=100) == expected
        assert engine.page(scope, filters, prices, offset=2, limit=3) == expected[2:5]
        assert engine.total(scope, filters, prices) == products(wanted)
        counts = engine.count(scope, filters, prices)
        assert counts.total == products(wanted)
        assert counts.scope_total == products(world)
        for name in ("shape", "color", "treatment", "origin"):
            rest = [stone for stone in world if matches(stone, filters, but=name)]
            assert counts.facets[name] == {
                code: products(stone for stone in rest if getattr(stone, name) == code)
                for code in {getattr(stone, name) for stone in world}
            }
        for name in ("carat", "length"):
            rest = [getattr(stone, name) for stone in world if matches(stone, filters, but=name)]
            assert counts.ranges[name] == Span(min(rest, default=None), max(rest, default=None))
        rest = [stone for stone in world if matches(stone, filters, but="price")]
        usd = [stone.usd for stone in rest if stone.override is None and stone.usd is not None]
        assert counts.price.usd_min == min(usd, default=None)
        assert counts.price.uah_max == max((s.override for s in rest if s.override is not None), default=None)

    check()


def test_all_filters_hold_on_one_and_the_same_variant():
    product = ProductFactory(published=True)
    VariantFactory(product=product, shape__code="oval", color__code="red")
    VariantFactory(product=product, shape__code="pear", color__code="blue")

    mixed = Filters(shape=("oval",), color=("blue",))

    assert engine.page(Scope(), mixed, Prices(), offset=0, limit=9) == []
    assert engine.count(Scope(), mixed, Prices()).total == 0


def test_the_closest_condition_to_lift():
    red = VariantFactory(published=True, shape__code="oval", color__code="red")
    VariantFactory(published=True, shape=red.shape, color__code="blue")
    ShapeFactory(code="pear")

    assert engine.closest(Scope(), Filters(shape=("pear",), color=("red",)), Prices()) == ("shape", 1)
    assert engine.closest(Scope(), Filters(), Prices()) is None


def test_price_filter_is_exact_at_the_shown_hryvnia():
    variant = VariantFactory(published=True)
    card_write(variant.pk, price_usd=Decimal("10.01"), available=1)
    shown = convert(Decimal("10.01"), RATE.rate, STEPS["UAH"])

    def found(low, high):
        filters = Filters(price=Span(low, high))
        return bool(engine.page(Scope(), filters, prices_of(filters), offset=0, limit=1))

    assert found(shown, shown)
    assert not found(shown + 1, None)
    assert not found(None, shown - 1)


@pytest.mark.parametrize("size", [1, 12])
def test_one_small_query_an_answer_at_any_size(size, django_assert_num_queries):
    VariantFactory.create_batch(size, published=True)
    filters = Filters(shape=("oval",), price=Span(Decimal(1), None))
    engine.total(Scope(), Filters(), Prices())

    with django_assert_num_queries(2):
        engine.count(Scope(), filters, prices_of(filters))
        engine.page(Scope(), filters, prices_of(filters), offset=0, limit=24)
