"""What the picker finds: counts before a choice, results in order, and which condition gave way.

Everything is asked of the index; prices lie above the catalog, so whoever asks brings a `Market`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from catalog.enums import Kind
from catalog.index import ranking
from catalog.index import selectors as index
from catalog.index.filters import Filters, Span
from catalog.index.selectors import Bounds, Prices, Scope
from catalog.models import ProductVariant
from catalog.picker.color import distance
from catalog.picker.domain import (
    BUDGET,
    COLOR,
    CUT,
    SHAPE,
    ZODIAC,
    Answers,
    Budget,
    Facts,
    Frame,
    Relaxed,
    relaxations,
)
from catalog.picker.words import PickerWords, Tone

STONES = Scope(kind=Kind.STONE)
_NONE = ("-",)  # asked for, but nothing can have it
FREE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Market:
    """What must be known of prices.

    ``rate`` is the base rate, ``bounds`` turns (most, currency) into limits of stored prices; without a most
    everything that has a price fits. ``bands`` are the budgets that are offered, ascending.
    """

    rate: Decimal | None
    bounds: Callable[[Decimal | None, str], Bounds]
    bands: tuple[Budget, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome: how many products, by which answers in force, what gave way.

    ``instead`` is the next single condition that would have helped as well.
    """

    asked: Answers
    answers: Answers
    total: int
    relaxed: tuple[Relaxed, ...] = ()
    instead: str = ""


@dataclass(frozen=True, slots=True)
class OptionCounts:
    """How many products remain for each option beside the other answers; ``without`` each question at all."""

    total: int
    zodiac: Mapping[str, int] = field(default_factory=dict)
    color: Mapping[str, int] = field(default_factory=dict)
    shape: Mapping[str, int] = field(default_factory=dict)
    cut: Mapping[str, int] = field(default_factory=dict)
    budget: Mapping[Budget, int] = field(default_factory=dict)
    without: Mapping[str, int] = field(default_factory=dict)


class Picker:
    """Answers questions about one market. Sub-classed by tests to remember totals."""

    def __init__(self, words: PickerWords, market: Market) -> None:
        self.words, self.market = words, market

    # --- What answers mean ----------------------------------------------------------------------

    def tones(self, answers: Answers) -> list[Tone]:
        """Return the palettes that were chosen."""
        return [tone for code in answers.color if (tone := self.words.tone(code)) is not None]

    def colors(self, answers: Answers) -> tuple[str, ...]:
        """Return the colours of the chosen palettes."""
        return tuple(dict.fromkeys(code for tone in self.tones(answers) for code in tone.colors))

    def stones(self, answers: Answers) -> tuple[str, ...]:
        """Return the stones of the chosen sign, in their order."""
        sign = self.words.signs.get(answers.zodiac)
        return tuple(advice.stone for advice in sign.advice) if sign else ()

    def filters(self, answers: Answers) -> Filters:
        """Return the filters of a listing that say the same; only what can be bought now."""
        return Filters(
            stone=(self.stones(answers) or _NONE) if answers.zodiac else (),
            color=(self.colors(answers) or _NONE) if answers.color else (),
            shape=answers.shape,
            cut=answers.cut,
            price=Span(FREE, answers.budget.amount if answers.budget else None),
            in_stock=True,
        )

    def prices(self, answers: Answers) -> Prices:
        budget = answers.budget
        most, currency = (budget.amount, budget.currency) if budget else (None, "UAH")
        return Prices(self.market.rate, self.market.bounds(most, currency))

    def distances(self, answers: Answers) -> dict[str, float]:
        """Return how far each colour is from the nearest chosen tone; nothing when none was chosen."""
        tones = self.tones(answers)
        if not tones:
            return {}
        swatches = self.words.words.by_code["color"]
        return {code: min(distance(tone.hex, word.look) for tone in tones) for code, word in swatches.items()}

    # --- Answers --------------------------------------------------------------------------------

    def total(self, answers: Answers) -> int:
        """Return how many products fit."""
        return index.total(STONES, self.filters(answers), self.prices(answers))

    def find(self, asked: Answers) -> Found:
        """Return the answers that have results: those given, or with as few of them relaxed as possible.

        Nothing fits only where nothing at all can be bought.
        """
        for names in relaxations(asked.given):
            total = self.total(asked.without(*names))
            if not total:
                continue
            answers, raised = asked.without(*names), None
            if BUDGET in names:
                raised, total = self._raised(asked, answers, total)
                answers = answers.only(BUDGET, raised)
            relaxed = tuple(
                Relaxed(name, getattr(asked, name), raised if name == BUDGET else None) for name in names
            )
            return Found(asked, answers, total, relaxed, self._instead(asked, names))
        return Found(asked, asked, 0)

    def _raised(self, asked: Answers, answers: Answers, total: int) -> tuple[Budget | None, int]:
        """Return the next budget that is enough, with its total; None when only no limit is."""
        budget = asked.budget
        for band in self.market.bands:
            more = budget and band.currency == budget.currency and band.amount > budget.amount
            if more and (enough := self.total(answers.only(BUDGET, band))):
                return band, enough
        return None, total

    def _instead(self, asked: Answers, names: Sequence[str]) -> str:
        if len(names) != 1:
            return ""
        others = [other for other in relaxations(asked.given) if len(other) == 1 and other[0] not in names]
        later = others[_position(names[0], asked) :]
        return next((other for (other,) in later if self.total(asked.without(other))), "")

    def ids(self, found: Found, *, offset: int, limit: int) -> list[int]:
        """Return the variants of one page of results, one a product, the best first.

        By closeness to the chosen tone (also when colour gave way), then in the order in which the sign's stones
        stand, then as a listing sorts.
        """
        answers, distances = found.answers, self.distances(found.asked)
        filters, prices = self.filters(answers), self.prices(answers)
        if not distances and not answers.zodiac:
            return index.page(STONES, filters, prices, offset=offset, limit=limit)
        return ranking.ranked(
            STONES,
            filters,
            prices,
            colors=_places(sorted(distances, key=lambda code: (distances[code], code))),
            stones=_places(self.stones(answers)),
            offset=offset,
            limit=limit,
        )

    def frame(self, found: Found, first: Facts | None) -> Frame:
        """Return what reasons are measured by; ``first`` is the first of all results."""
        answers = found.answers
        distances = self.distances(found.asked)
        return Frame(
            answers=answers,
            stones=frozenset(self.stones(answers)),
            colors=frozenset(self.colors(answers)),
            distances=distances,
            nearest=distances.get(first.color) if first else None,
            largest=ranking.heaviest(STONES, self.filters(answers), self.prices(answers)),
            total=found.total,
        )

    def counts(self, answers: Answers, *, questions: Iterable[str]) -> OptionCounts:
        """Return what each option of some questions would leave, each question ignoring itself."""
        asked = tuple(questions)
        facets = [name for name in (SHAPE, CUT) if name in asked]
        counts = index.count(STONES, self.filters(answers), self.prices(answers), facets=facets)
        signs = self.words.signs if ZODIAC in asked else ()
        color = {code: (code,) for code in self.words.palettes} if COLOR in asked else {}
        budget = self.market.bands if BUDGET in asked else ()
        return OptionCounts(
            total=counts.total,
            **counts.facets,
            zodiac={code: self.total(answers.only(ZODIAC, code)) for code in signs},
            color={code: self.total(answers.only(COLOR, value)) for code, value in color.items()},
            budget={band: self.total(answers.only(BUDGET, band)) for band in budget},
            without={name: self.total(answers.without(name)) for name in asked},
        )


def _position(name: str, asked: Answers) -> int:
    """Return after how many single conditions ``name`` is tried."""
    singles = [names[0] for names in relaxations(asked.given) if len(names) == 1]
    return singles.index(name)


def _places(codes: Iterable[str]) -> dict[str, int]:
    return {code: place for place, code in enumerate(codes)}


def facts_of(variant_ids: Iterable[int]) -> dict[int, Facts]:
    """Return what is known of variants, without price and stock, in one query."""
    stone = "product__subcategory__category__stone_type"
    rows = ProductVariant.objects.filter(pk__in=list(variant_ids)).values(
        "pk",
        "carat",
        "treatment",
        "origin",
        "report_lab",
        "product__nature",
        "color__code",
        "shape__code",
        "cut__code",
        f"{stone}__code",
        f"{stone}__mohs",
    )
    return {
        row["pk"]: Facts(
            variant_id=row["pk"],
            stone=row[f"{stone}__code"],
            color=row["color__code"] or "",
            shape=row["shape__code"] or "",
            cut=row["cut__code"] or "",
            treatment=row["treatment"],
            nature=row["product__nature"],
            origin=row["origin"],
            lab=row["report_lab"],
            carat=row["carat"],
            mohs=row[f"{stone}__mohs"],
        )
        for row in rows
    }
