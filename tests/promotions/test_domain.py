"""Which rules hold, and how they stand together: the numbered rules of docs/pricing.md."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.pricing.domain import DiscountKind, LineAsk, price_lines
from commerce.promotions.domain import Obstacle, Piece, Terms, code_read, obstacle, stack, tier_for
from commerce.promotions.enums import Source

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
RING, STONE, PAIR = (
    Piece(1, 1, Decimal("10000.00")),
    Piece(2, 1, Decimal("4000.00"), is_reduced=True),
    Piece(3, 2, Decimal("500.00")),
)
CART = (RING, STONE, PAIR)


def terms(source=Source.COUPON, pk=1, kind=DiscountKind.PERCENT, value="10", **more):
    return Terms(source, pk, {"uk": f"{source}{pk}", "en": f"{source}{pk}"}, kind, Decimal(value), **more)


def taken(stacked, pieces=CART, delivery="0.00"):
    """Return what each rule takes, by its code, in order."""
    asks = [LineAsk(piece.variant_id, piece.quantity, piece.unit_price) for piece in pieces]
    priced = price_lines(asks, discounts=stacked.discounts, delivery=Decimal(delivery))
    return {one.code: one.amount for one in priced.adjustments}


def missed(stacked):
    return {one.terms.code: one.obstacle for one in stacked.missed}


@pytest.mark.parametrize(
    ("rule", "expected", "missing"),
    [
        pytest.param(terms(is_active=False), Obstacle.UNKNOWN, None, id="off"),
        pytest.param(terms(starts_at=NOON + DAY), Obstacle.NOT_STARTED, None, id="not yet"),
        pytest.param(terms(ends_at=NOON), Obstacle.EXPIRED, None, id="ends this moment"),
        pytest.param(terms(limit=5, used=5), Obstacle.USED_UP, None, id="used up"),
        pytest.param(terms(lines=frozenset({9})), Obstacle.NO_MATCH, None, id="other goods"),
        pytest.param(
            terms(lines=frozenset({2}), excludes_reduced=True), Obstacle.ONLY_REDUCED, None, id="reduced"
        ),
        pytest.param(
            terms(lines=frozenset({1}), min_quantity=3), Obstacle.TOO_FEW, Decimal(2), id="too few pieces"
        ),
        pytest.param(
            terms(minimum=Decimal("15000.01")), Obstacle.MINIMUM, Decimal("0.01"), id="a kopiyka is missing"
        ),
        pytest.param(
            terms(minimum=Decimal(12000), excludes_reduced=True),
            Obstacle.MINIMUM,
            Decimal("1000.00"),
            id="only the goods it is for count",
        ),
    ],
)
def test_why_a_rule_does_not_hold(rule, expected, missing):
    found = obstacle(rule, CART, NOON)

    assert (found.obstacle, found.missing) == (expected, missing)


@pytest.mark.parametrize(
    "rule",
    [
        terms(),
        terms(starts_at=NOON, ends_at=NOON + DAY),
        terms(limit=5, used=4),
        terms(minimum=Decimal(15000)),
        terms(lines=frozenset({3}), min_quantity=2),
    ],
    ids=["plain", "begins this moment", "the last use", "exactly the minimum", "a pair"],
)
def test_a_rule_that_holds(rule):
    assert obstacle(rule, CART, NOON) is None


def test_rule_1_a_line_takes_part_in_the_promotion_that_takes_most_from_it():
    tenth = terms(Source.PROMOTION, 1, value="10")
    fifth = terms(Source.PROMOTION, 2, value="20", lines=frozenset({2}))
    small = terms(Source.PROMOTION, 3, value="5")

    stacked = stack(CART, promotions=[tenth, fifth, small], moment=NOON)

    assert taken(stacked) == {"promotion:1": Decimal("1100.00"), "promotion:2": Decimal("800.00")}
    assert missed(stacked) == {"promotion:3": Obstacle.NOT_BETTER}


def test_rule_2_coupon_after_promotions_and_tier_after_the_coupon():
    stacked = stack(
        [RING],
        promotions=[terms(Source.PROMOTION, 1, value="10")],
        coupon=terms(value="10"),
        tier=terms(Source.TIER, 7, value="3"),
        moment=NOON,
    )

    assert taken(stacked, [RING]) == {
        "promotion:1": Decimal("1000.00"),
        "coupon:1": Decimal("900.00"),
        "tier:7": Decimal("243.00"),
    }


def test_rule_3_a_coupon_that_does_not_combine_stands_alone_if_it_takes_more():
    promotion, tier = terms(Source.PROMOTION, 1, value="5"), terms(Source.TIER, 7, value="3")

    stacked = stack([RING], promotions=[promotion], coupon=terms(can_combine=False), tier=tier, moment=NOON)

    assert taken(stacked, [RING]) == {"coupon:1": Decimal("1000.00")}
    assert missed(stacked) == {"promotion:1": Obstacle.NOT_BETTER, "tier:7": Obstacle.NOT_BETTER}


def test_rule_3_a_coupon_that_does_not_combine_gives_way_if_it_takes_no_more():
    promotion = terms(Source.PROMOTION, 1, value="10")

    stacked = stack([RING], promotions=[promotion], coupon=terms(can_combine=False), moment=NOON)

    assert taken(stacked, [RING]) == {"promotion:1": Decimal("1000.00")}
    assert missed(stacked) == {"coupon:1": Obstacle.NOT_BETTER}


def test_rule_4_free_delivery_stands_beside_anything():
    free = terms(Source.PROMOTION, 4, DiscountKind.FREE_DELIVERY, "0")

    stacked = stack([RING], promotions=[free], coupon=terms(can_combine=False), moment=NOON)

    assert taken(stacked, [RING], "120.00") == {
        "coupon:1": Decimal("1000.00"),
        "promotion:4": Decimal("120.00"),
    }


def test_a_coupon_for_free_delivery_drives_no_promotion_out():
    promotion = terms(Source.PROMOTION, 1, value="10")
    free = terms(kind=DiscountKind.FREE_DELIVERY, value="0", can_combine=False)

    stacked = stack([RING], promotions=[promotion], coupon=free, moment=NOON)

    assert taken(stacked, [RING], "80.00") == {
        "promotion:1": Decimal("1000.00"),
        "coupon:1": Decimal("80.00"),
    }


@pytest.mark.parametrize(
    ("spend", "expected"),
    [("0.00", None), ("49999.99", None), ("50000.00", 1), ("149999.99", 1), ("150000.00", 2)],
)
def test_the_highest_tier_that_is_reached(spend, expected):
    tiers = [
        (Decimal(150000), terms(Source.TIER, 2, value="5")),
        (Decimal(50000), terms(Source.TIER, 1, value="3")),
    ]

    found = tier_for(Decimal(spend), tiers)

    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (" autumn10 ", "AUTUMN10"),
        ("осінь-10", "ОСІНЬ-10"),
        ("", ""),
        ("a b", ""),
        ("x" * 41, ""),
        ("a\x00", ""),
    ],
)
def test_codes_as_they_are_typed(typed, expected):
    assert code_read(typed) == expected


kinds = st.sampled_from([DiscountKind.PERCENT, DiscountKind.AMOUNT, DiscountKind.FREE_DELIVERY])


@st.composite
def rules(draw, source, pk):
    kind = draw(kinds) if source != Source.TIER else DiscountKind.PERCENT
    top = 100 if kind == DiscountKind.PERCENT else 30000
    value = draw(st.decimals("0.01", top, places=2)) if kind != DiscountKind.FREE_DELIVERY else Decimal(0)
    return Terms(
        source,
        pk,
        {"uk": "н", "en": "n"},
        kind,
        value,
        at_most=draw(st.none() | st.decimals("0.01", 9000, places=2)),
        minimum=draw(st.none() | st.decimals("0.01", 20000, places=2)),
        min_quantity=draw(st.integers(1, 3)),
        excludes_reduced=draw(st.booleans()),
        lines=draw(st.none() | st.frozensets(st.integers(0, 5), max_size=4)),
        can_combine=draw(st.booleans()),
    )


pieces = st.lists(
    st.builds(
        Piece,
        variant_id=st.integers(0, 5),
        quantity=st.integers(1, 9),
        unit_price=st.decimals(0, 99999, places=2),
        is_reduced=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda piece: piece.variant_id,
)


@given(
    pieces=pieces,
    promotions=st.lists(st.integers(1, 4), max_size=3, unique=True).flatmap(
        lambda pks: st.tuples(*(rules(Source.PROMOTION, pk) for pk in pks))
    ),
    coupon=st.none() | rules(Source.COUPON, 9),
    tier=st.none() | rules(Source.TIER, 7),
    delivery=st.decimals(0, 300, places=2),
)
def test_whatever_is_stacked_no_sum_is_negative_and_every_kopiyka_has_a_name(
    pieces, promotions, coupon, tier, delivery
):
    stacked = stack(pieces, promotions=promotions, coupon=coupon, tier=tier, moment=NOON)

    asks = [LineAsk(piece.variant_id, piece.quantity, piece.unit_price) for piece in pieces]
    priced = price_lines(asks, discounts=stacked.discounts, delivery=delivery)
    assert Decimal(0) <= priced.discount <= priced.subtotal
    assert priced.total == priced.subtotal - priced.discount + priced.delivery >= 0
    assert all(Decimal(0) <= line.discount <= line.line_total for line in priced.lines)
    named = sum((one.amount for one in priced.adjustments), Decimal(0))
    assert named == priced.discount + priced.delivery_discount
    for line in priced.lines:  # rule 1
        assert sum(one.code.startswith("promotion:") for one in line.adjustments) <= 1
    codes = [rule.code for rule in stacked.discounts]
    assert len(codes) == len(set(codes))
    given_in = [rule.code for rule in (*promotions, coupon, tier) if rule is not None]
    told = {*codes, *(one.terms.code for one in stacked.missed)}
    assert told == set(given_in)  # nothing is left out without a word


@given(pieces=pieces, coupon=rules(Source.COUPON, 9), promotion=rules(Source.PROMOTION, 1))
def test_the_buyer_never_pays_more_for_typing_a_code(pieces, coupon, promotion):
    asks = [LineAsk(piece.variant_id, piece.quantity, piece.unit_price) for piece in pieces]

    without = stack(pieces, promotions=[promotion], moment=NOON)
    with_code = stack(pieces, promotions=[promotion], coupon=coupon, moment=NOON)

    assert (
        price_lines(asks, discounts=with_code.discounts).total
        <= price_lines(asks, discounts=without.discounts).total
    )
