"""Every combination of answers over the whole demo: none ends empty, and every reason is true."""

import itertools
import random
import time
from collections import Counter
from types import SimpleNamespace

import pytest

from catalog.index import state
from catalog.models import PaletteColor, ProductVariant, ZodiacStoneRecommendation
from catalog.picker import domain
from catalog.picker.color import distance
from catalog.picker.domain import Answers, Facts
from catalog.picker.selectors import Picker, facts_of
from catalog.picker.words import picker_words
from catalog.web.picker.market import market, prices_in
from commerce.inventory import selectors as inventory
from commerce.pricing import selectors as pricing

# Before the tests that empty the database: the demo needs what migrations wrote.
pytestmark = pytest.mark.django_db

PAGE = 12
SEVERAL_TRIED = 1500
WITHIN_SECONDS = 60


class Remembering(Picker):
    """A picker that asks the index only once for the same answers."""

    def __init__(self, words, market):
        super().__init__(words, market)
        self.totals = {}

    def total(self, answers):
        if answers not in self.totals:
            self.totals[answers] = super().total(answers)
        return self.totals[answers]


@pytest.fixture(scope="module")
def shop(demo):
    """The picker over the demo, and what is known of its stones from their own tables."""
    state.request_begins()  # one reading of the changes and of the rates for the whole module
    pricing.request_begins()
    picker = Remembering(picker_words(), market(currency="UAH"))
    ids = list(ProductVariant.objects.values_list("pk", flat=True))
    prices = prices_in(ids, currency="UAH")
    stock = inventory.availability(ids)
    yield SimpleNamespace(
        picker=picker,
        facts={
            pk: replace_facts(facts, prices.get(pk), stock[pk].quantity)
            for pk, facts in facts_of(ids).items()
        },
        truth=Truth(prices, stock),
        seen={},
    )
    state.request_ends()
    pricing.request_ends()


def replace_facts(facts, price, available):
    return Facts(**{**{name: getattr(facts, name) for name in Facts.__slots__},
                    "price": price, "available": available})  # fmt: skip


class Truth:
    """The tests of reasons written a second time, from the tables and not from the index."""

    def __init__(self, prices, stock):
        self.prices, self.stock = prices, stock
        rows = ProductVariant.objects.select_related(
            "product__subcategory__category__stone_type", "color", "shape", "cut"
        )
        self.stones = {variant.pk: variant for variant in rows}
        self.signs, self.members = set(), set()
        for sign, stone in ZodiacStoneRecommendation.objects.values_list("sign__code", "stone_type"):
            self.signs.add((sign, stone))
        for palette, color in PaletteColor.objects.values_list("palette__code", "color"):
            self.members.add((palette, color))

    def is_true(self, code, pk, answers, tones, results):
        stone = self.stones[pk]
        kind = stone.product.subcategory.category.stone_type

        def away(other):
            color = self.stones[other].color
            return min(distance(tone, color.hex) for tone in tones)

        return {
            "zodiac": lambda: (answers.zodiac, kind.pk) in self.signs,
            "color": lambda: any((code, stone.color_id) in self.members for code in answers.color),
            "closest": lambda: bool(tones) and away(pk) <= min(map(away, results)) + 1e-9,
            "shape": lambda: stone.shape.code in answers.shape,
            "cut": lambda: stone.cut.code in answers.cut,
            "budget": lambda: self.prices[pk] <= answers.budget.amount,
            "largest": lambda: stone.carat == max(self.stones[other].carat for other in results),
            "report": lambda: stone.report_lab != "" and stone.report_number != "",
            "untreated": lambda: stone.treatment == "none",
            "hard": lambda: kind.mohs > 7,
            "natural": lambda: stone.product.nature == "natural",
            "in_stock": lambda: self.stock[pk].can_buy and pk in self.prices,
            "disclosed": lambda: all((stone.product.nature, stone.treatment, stone.origin)),
        }[code]()


def outcome(shop, answers):
    """Check the result of some answers as a whole; outcomes that are the same are checked once."""
    picker = shop.picker
    found = picker.find(answers)
    assert found.total > 0, answers
    key = (found.answers, answers.color, found.total)
    if key not in shop.seen:
        shop.seen[key] = check(shop, found)
    return found


def check(shop, found):
    picker, answers = shop.picker, found.answers
    results = picker.ids(found, offset=0, limit=found.total)
    stones = shop.truth.stones
    assert len(results) == found.total
    assert len({stones[pk].product_id for pk in results}) == found.total
    frame = picker.frame(found, shop.facts[results[0]])
    tones = [picker.words.palettes[code].hex for code in found.asked.color]
    shown = 0
    for pk in results:
        codes = domain.reasons(shop.facts[pk], frame)
        assert len(codes) >= 2, (answers, pk, codes)
        for name in answers.given:  # every answer is met by every stone
            assert name in codes or (name == "color" and "closest" in codes), (answers, pk, codes)
        for code in codes:
            assert domain.holds(code, shop.facts[pk], frame)
            assert shop.truth.is_true(code, pk, answers, tones, results), (answers, pk, code)
        shown += len(codes)
    if tones:
        away = [frame.distances[stones[pk].color.code] for pk in results]
        assert away == sorted(away)
    return shown


def options(shop):
    words = shop.picker.words
    signs = ["", *words.signs]
    palettes = [(), *((code,) for code in words.palettes)]
    shapes = [(), *((code,) for code in words.words.by_code["shape"])]
    cuts = [(), *((code,) for code in words.words.by_code["cut"])]
    budgets = [None, *shop.picker.market.bands]
    return signs, palettes, shapes, cuts, budgets


def test_no_combination_of_single_answers_ends_empty(shop, demo, capsys):
    begun = time.perf_counter()
    tried, relaxed = 0, Counter()

    for sign, color, shape, cut, budget in itertools.product(*options(shop)):
        found = outcome(shop, Answers(sign, color, shape, cut, budget))
        tried += 1
        relaxed[len(found.relaxed)] += 1

    seconds = time.perf_counter() - begun
    with capsys.disabled():
        print(  # noqa: T201 - the numbers are the point
            f"\npicker: {tried} combinations, 0 empty; conditions relaxed: {dict(sorted(relaxed.items()))}; "
            f"{len(shop.seen)} different results, {sum(shop.seen.values())} reasons true; "
            f"{len(shop.picker.totals)} questions to the index; {seconds:.1f} s (demo loaded in {demo.seconds:.1f} s)"
        )
    assert tried == 13 * 12 * 14 * 7 * 5
    assert seconds < WITHIN_SECONDS


def test_no_choice_of_several_answers_ends_empty(shop):
    dice = random.Random(20261121)
    signs, palettes, shapes, cuts, budgets = options(shop)

    def some(values):
        chosen = dice.sample([value for (value,) in values[1:]], dice.randint(0, 4))
        return tuple(chosen)

    for _ in range(SEVERAL_TRIED):
        outcome(
            shop,
            Answers(dice.choice(signs), some(palettes), some(shapes), some(cuts), dice.choice(budgets)),
        )
