"""Pure rules of promotions: which ones hold for a cart, and how they stand together.

What a rule that holds takes from which line is `commerce.pricing.domain.price_lines`. The rules of stacking
are those of docs/pricing.md:

1. A line takes part in one automatic promotion: the one that takes most from it.
2. A coupon takes from what promotions left, a tier of the discount program from what the coupon left.
3. A coupon that does not combine stands in place of promotions and tier, if it takes more than they do.
4. Free delivery touches no goods, so it stands beside anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from commerce.pricing.domain import Discount, DiscountKind, LineAsk, Stage, price_lines
from commerce.promotions.enums import Source

CODE = re.compile(r"[\w-]{1,40}")
ZERO = Decimal("0.00")


class Obstacle(StrEnum):
    """Why a rule takes nothing. Those of coupons are error codes of the API."""

    UNKNOWN = "COUPON_UNKNOWN"
    NOT_STARTED = "COUPON_NOT_STARTED"
    EXPIRED = "COUPON_EXPIRED"
    USED_UP = "COUPON_USED_UP"
    CUSTOMER_LIMIT = "COUPON_CUSTOMER_LIMIT"
    NO_MATCH = "COUPON_NO_MATCH"
    ONLY_REDUCED = "COUPON_ONLY_REDUCED"
    TOO_FEW = "COUPON_TOO_FEW"
    MINIMUM = "COUPON_MINIMUM"
    NOT_BETTER = "COUPON_NOT_BETTER"


@dataclass(frozen=True, slots=True)
class Terms:
    """A coupon, promotion or tier as plain values.

    ``lines`` are the variants of the cart that fit its conditions of the catalog; None: it has none.
    """

    source: Source
    id: int
    names: Mapping[str, str]
    kind: DiscountKind
    value: Decimal
    at_most: Decimal | None = None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    is_active: bool = True
    minimum: Decimal | None = None
    min_quantity: int = 1
    excludes_reduced: bool = False
    lines: frozenset[int] | None = None
    can_combine: bool = True
    limit: int | None = None
    used: int = 0
    text: str = ""

    @property
    def code(self) -> str:
        """The name of the rule in sums and orders: ``coupon:5``."""
        return f"{self.source.value}:{self.id}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a cart: what promotions must know of it. ``unit_price`` is in hryvnias."""

    variant_id: int
    quantity: int
    unit_price: Decimal
    is_reduced: bool = False

    @property
    def total(self) -> Decimal:
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class Missed:
    """A rule that takes nothing, and why; ``missing`` hryvnias (or pieces) would mend it."""

    terms: Terms
    obstacle: Obstacle
    missing: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Stacked:
    """Which rules take something from a cart, in the order they do, and which do not."""

    discounts: tuple[Discount, ...] = ()
    missed: tuple[Missed, ...] = ()

    def missed_of(self, source: Source) -> Missed | None:
        """Return the first rule of ``source`` that takes nothing."""
        return next((missed for missed in self.missed if missed.terms.source == source), None)

    def takes(self, code: str) -> bool:
        """Whether the rule named ``code`` takes part."""
        return any(discount.code == code for discount in self.discounts)


@dataclass(frozen=True, slots=True)
class _Sum:
    """What a set of rules takes from the goods."""

    rules: tuple[Discount, ...]
    discount: Decimal = field(default=ZERO)


def code_read(typed: str) -> str:
    """Return a code as it is stored: without spaces around it, in capitals; empty when it cannot be one."""
    code = typed.strip()
    return code.upper()[:40] if CODE.fullmatch(code) else ""


def tier_for(spend: Decimal, tiers: Sequence[tuple[Decimal, Terms]]) -> Terms | None:
    """Return the highest of ``tiers`` (from which spend on, terms) that ``spend`` reaches."""
    reached = [(bound, terms) for bound, terms in tiers if spend >= bound]
    return max(reached, key=lambda tier: tier[0])[1] if reached else None


def stack(
    pieces: Sequence[Piece],
    *,
    promotions: Sequence[Terms] = (),
    coupon: Terms | None = None,
    tier: Terms | None = None,
    moment: dt.datetime,
) -> Stacked:
    """Return which rules take something from ``pieces`` at ``moment`` and how they stand together."""
    missed: list[Missed] = []
    holding = {
        terms.code: terms
        for terms in (*promotions, coupon, tier)
        if terms is not None and not _missed(terms, pieces, moment, missed)
    }
    running = _shared_out([terms for terms in promotions if terms.code in holding], pieces, missed)
    ending = [_discount(tier, pieces)] if tier is not None and tier.code in holding else []
    typed = [_discount(coupon, pieces)] if coupon is not None and coupon.code in holding else []
    if coupon is not None and typed and not coupon.can_combine and not _is_delivery(coupon):
        free = [rule for rule in running if rule.stage == Stage.DELIVERY]
        others, alone = _sum([*running, *ending], pieces), _sum([*free, *typed], pieces)
        if alone.discount > others.discount:
            missed += [
                Missed(terms, Obstacle.NOT_BETTER)
                for terms in (*promotions, tier)
                if terms is not None and any(rule.code == terms.code for rule in (*running, *ending))
                and not _is_delivery(terms)
            ]  # fmt: skip
            return Stacked(alone.rules, tuple(missed))
        missed.append(Missed(coupon, Obstacle.NOT_BETTER))
        typed = []
    return Stacked(_sum([*running, *typed, *ending], pieces).rules, tuple(missed))


def obstacle(terms: Terms, pieces: Sequence[Piece], moment: dt.datetime) -> Missed | None:
    """Return why a rule does not hold for ``pieces`` by itself; None when it does."""
    closed = _closed(terms, moment)
    return Missed(terms, closed) if closed is not None else _unfit(terms, pieces)


def _closed(terms: Terms, moment: dt.datetime) -> Obstacle | None:
    """Return why a rule holds for nobody now."""
    reasons = (
        (not terms.is_active, Obstacle.UNKNOWN),
        (terms.starts_at is not None and moment < terms.starts_at, Obstacle.NOT_STARTED),
        (terms.ends_at is not None and moment >= terms.ends_at, Obstacle.EXPIRED),
        (terms.limit is not None and terms.used >= terms.limit, Obstacle.USED_UP),
    )
    return next((reason for is_so, reason in reasons if is_so), None)


def _unfit(terms: Terms, pieces: Sequence[Piece]) -> Missed | None:
    """Return why a rule does not fit these goods."""
    placed = [piece for piece in pieces if terms.lines is None or piece.variant_id in terms.lines]
    if not placed:
        return Missed(terms, Obstacle.NO_MATCH)
    full = [piece for piece in placed if not (terms.excludes_reduced and piece.is_reduced)]
    if not full:
        return Missed(terms, Obstacle.ONLY_REDUCED)
    many = [piece for piece in full if piece.quantity >= terms.min_quantity]
    if not many:
        most = max(piece.quantity for piece in full)
        return Missed(terms, Obstacle.TOO_FEW, Decimal(terms.min_quantity - most))
    goods = sum((piece.total for piece in many), ZERO)
    if terms.minimum is not None and goods < terms.minimum:
        return Missed(terms, Obstacle.MINIMUM, terms.minimum - goods)
    return None


def _missed(terms: Terms, pieces: Sequence[Piece], moment: dt.datetime, missed: list[Missed]) -> bool:
    found = obstacle(terms, pieces, moment)
    if found is not None:
        missed.append(found)
    return found is not None


def _is_delivery(terms: Terms) -> bool:
    return terms.kind == DiscountKind.FREE_DELIVERY


def _discount(terms: Terms, pieces: Sequence[Piece]) -> Discount:
    """Return a rule that holds as `price_lines` takes it."""
    if _is_delivery(terms):
        return Discount(terms.code, terms.names, Stage.DELIVERY, terms.kind)
    lines = frozenset(
        piece.variant_id
        for piece in pieces
        if (terms.lines is None or piece.variant_id in terms.lines)
        and not (terms.excludes_reduced and piece.is_reduced)
    )
    return Discount(
        code=terms.code,
        names=terms.names,
        stage=Stage.TIER if terms.source == Source.TIER else Stage.COUPON,
        kind=terms.kind,
        value=terms.value,
        lines=lines,
        min_quantity=terms.min_quantity,
        at_most=terms.at_most,
    )


def _shared_out(promotions: Sequence[Terms], pieces: Sequence[Piece], missed: list[Missed]) -> list[Discount]:
    """Give every line to the one promotion that takes most from it; of equal ones to the first."""
    goods = [terms for terms in promotions if not _is_delivery(terms)]
    taken = {terms.code: _by_line(_discount(terms, pieces), pieces) for terms in goods}
    lines: dict[str, set[int]] = {}
    for number, piece in enumerate(pieces):
        best = max(taken, key=lambda code: taken[code][number], default=None)
        if best is not None and taken[best][number]:
            lines.setdefault(best, set()).add(piece.variant_id)
    missed += [Missed(terms, Obstacle.NOT_BETTER) for terms in goods if terms.code not in lines]
    shared = [
        replace(_discount(terms, pieces), lines=frozenset(lines[terms.code]))
        for terms in goods
        if terms.code in lines
    ]
    return [*shared, *(_discount(terms, pieces) for terms in promotions if _is_delivery(terms))]


def _asks(pieces: Sequence[Piece]) -> list[LineAsk]:
    return [LineAsk(piece.variant_id, piece.quantity, piece.unit_price) for piece in pieces]


def _by_line(rule: Discount, pieces: Sequence[Piece]) -> list[Decimal]:
    return [line.discount for line in price_lines(_asks(pieces), discounts=[rule]).lines]


def _sum(rules: Sequence[Discount], pieces: Sequence[Piece]) -> _Sum:
    return _Sum(tuple(rules), price_lines(_asks(pieces), discounts=rules).discount)
