"""What is true of every sum, whatever the lines and rules."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commerce.pricing.domain import Discount, DiscountKind, LineAsk, Stage, allocate, price_lines
from gemkit.money import CENT

D = Decimal
NAMES = {"uk": "знижка", "en": "discount"}
PLAIN = settings(deadline=None, max_examples=150)
amounts = st.decimals(min_value="0.01", max_value="99999", places=2)
units = st.integers(min_value=1, max_value=200_000).map(lambda whole: D(whole).quantize(CENT))
percents = st.decimals(min_value="0.01", max_value="100", places=2)


@st.composite
def lines_of(draw, most=6):
    number = draw(st.integers(min_value=1, max_value=most))
    return [LineAsk(pk, draw(st.integers(1, 9)), draw(units)) for pk in range(number)]


@st.composite
def discounts(draw, stages=tuple(Stage)):
    stage = draw(st.sampled_from(stages))
    kind = draw(st.sampled_from(list(DiscountKind) if stage == Stage.DELIVERY else list(DiscountKind)[:2]))
    value = draw(percents if kind == DiscountKind.PERCENT else amounts)
    scope = draw(st.none() | st.frozensets(st.integers(0, 5), min_size=1))
    least, most = draw(st.integers(1, 4)), draw(st.none() | amounts)
    return Discount(f"c{draw(st.integers(0, 99))}", NAMES, stage, kind, value, scope, least, most)


@PLAIN
@given(lines=lines_of(), rules=st.lists(discounts(), max_size=6), delivery=amounts)
def test_sums_add_up_and_nothing_is_negative(lines, rules, delivery):
    priced = price_lines(lines, discounts=rules, delivery=delivery)

    for line, ask in zip(priced.lines, lines, strict=True):
        assert line.line_total == line.unit_price * line.quantity
        assert 0 <= line.unit_price <= ask.unit_price == line.list_price
        assert 0 <= line.discount <= line.line_total
        unit_part = sum(one.amount for one in line.adjustments if one.stage.is_of_unit)
        share = sum(one.amount for one in line.adjustments if not one.stage.is_of_unit)
        assert unit_part == (line.list_price - line.unit_price) * line.quantity
        assert share == line.discount
    assert priced.subtotal == sum(line.line_total for line in priced.lines)
    assert priced.discount == sum(line.discount for line in priced.lines)
    assert priced.delivery + priced.delivery_discount == delivery
    assert priced.total == sum(line.payable for line in priced.lines) + priced.delivery
    assert priced.total == priced.subtotal - priced.discount + priced.delivery >= 0
    assert priced.total == priced.total.quantize(CENT)
    named = sum(one.amount for one in priced.adjustments)
    assert named == priced.discount + priced.delivery_discount


@PLAIN
@given(lines=lines_of(), rules=st.lists(discounts(), max_size=6), delivery=amounts)
def test_rules_are_named_in_the_order_of_the_stages(lines, rules, delivery):
    priced = price_lines(lines, discounts=rules, delivery=delivery)

    for adjustments in (priced.adjustments, *(line.adjustments for line in priced.lines)):
        assert [one.stage for one in adjustments] == sorted(one.stage for one in adjustments)
        assert all(one.amount > 0 and one.code in {rule.code for rule in rules} for one in adjustments)
    assert all(
        sum(one.stage == stage for one in line.adjustments) <= 1 for line in priced.lines for stage in (1, 2)
    )


@PLAIN
@given(amount=amounts, weights=st.lists(st.just(D("0.00")) | amounts, min_size=1, max_size=30))
def test_an_allocation_is_exact_fair_and_never_above_what_it_is_taken_from(amount, weights):
    total = sum(weights, D(0))
    amount = min(amount, total)

    shares = allocate(amount, weights)

    assert sum(shares, D(0)) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert 0 <= share <= weight
        assert abs(share - (amount * weight / total if total else D(0))) < CENT


@PLAIN
@given(lines=lines_of(), rules=st.lists(discounts(), max_size=4), off=percents, stage=st.sampled_from(Stage))
def test_one_more_rule_for_everything_never_makes_it_dearer(lines, rules, off, stage):
    more = Discount("more", NAMES, stage, DiscountKind.PERCENT, off)
    before = price_lines(lines, delivery=D("70.00"))

    after = price_lines(lines, discounts=[more], delivery=D("70.00"))

    assert after.total <= before.total
    assert price_lines(lines, discounts=[*rules, more], delivery=D("70.00")).total <= before.total


@PLAIN
@given(lines=lines_of(), number=st.integers(0, 5), rise=units, off=percents, stage=st.sampled_from(Stage))
def test_a_dearer_stone_never_makes_the_whole_cheaper(lines, number, rise, off, stage):
    rule = Discount("off", NAMES, stage, DiscountKind.PERCENT, off)
    dearer = list(lines)
    line = dearer[number % len(lines)]
    dearer[number % len(lines)] = LineAsk(line.variant_id, line.quantity, line.unit_price + rise)

    assert price_lines(dearer, discounts=[rule]).total >= price_lines(lines, discounts=[rule]).total


@PLAIN
@given(lines=lines_of(), rules=st.lists(discounts(), max_size=6), delivery=amounts)
def test_the_order_in_which_stages_are_given_does_not_matter(lines, rules, delivery):
    by_stage_backwards = sorted(rules, key=lambda rule: -rule.stage)

    assert price_lines(lines, discounts=rules, delivery=delivery) == price_lines(
        lines, discounts=by_stage_backwards, delivery=delivery
    )


@pytest.mark.parametrize(
    ("stage", "kind", "value", "least"),
    [
        (Stage.SALE, DiscountKind.PERCENT, "0", 1),
        (Stage.SALE, DiscountKind.PERCENT, "100.01", 1),
        (Stage.COUPON, DiscountKind.AMOUNT, "-5", 1),
        (Stage.COUPON, DiscountKind.FREE_DELIVERY, "0", 1),
        (Stage.QUANTITY, DiscountKind.PERCENT, "5", 0),
    ],
)
def test_what_is_no_rule_is_refused(stage, kind, value, least):
    with pytest.raises(ValueError, match="c1"):
        Discount("c1", NAMES, stage, kind, D(value), None, least)
