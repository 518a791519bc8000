"""The picker's rules: what gives way first, round budgets, reasons and when they are true."""

from decimal import Decimal

import pytest

from catalog.picker.domain import (
    REASONS,
    Answers,
    Budget,
    Facts,
    Frame,
    holds,
    nice_ceiling,
    reasons,
    relaxations,
)

BUDGET = Budget(Decimal(12000), "UAH")
SAPPHIRE = Facts(
    1, "sapphire", color="royal-blue", shape="oval", cut="mixed", treatment="none", nature="natural",
    origin="LK", lab="GIA", carat=Decimal("2.10"), mohs=Decimal(9), price=Decimal(11900), available=1,
)  # fmt: skip
OPAL = Facts(2, "opal", treatment="filled", nature="natural", origin="AU", mohs=Decimal(6), available=3)


def test_the_fewest_conditions_give_way_in_a_stated_order():
    order = list(relaxations(("zodiac", "color", "shape", "cut", "budget")))

    assert order[:6] == [(), ("cut",), ("budget",), ("shape",), ("color",), ("zodiac",)]
    assert order[6:8] == [("cut", "budget"), ("cut", "shape")]
    assert [len(names) for names in order] == sorted(len(names) for names in order)
    assert order[-1] == ("cut", "budget", "shape", "color", "zodiac")
    assert list(relaxations(("color",))) == [(), ("color",)]
    assert list(relaxations(())) == [()]


@pytest.mark.parametrize(
    ("amount", "nice"),
    [
        ("0.4", 1),
        ("1", 1),
        ("1.01", 2),
        ("84230", 100000),
        ("80000", 80000),
        ("11", 12),
        ("99", 100),
        ("4100", 5000),
    ],
)
def test_round_budgets(amount, nice):
    assert nice_ceiling(Decimal(amount)) == nice


def test_every_reason_has_a_test_that_can_fail():
    frame = Frame(
        answers=Answers("virgo", ("night",), ("oval",), ("mixed",), BUDGET),
        stones=frozenset({"sapphire"}),
        colors=frozenset({"royal-blue"}),
        distances={"royal-blue": 3.5},
        nearest=3.5,
        largest=Decimal("2.10"),
        total=5,
    )

    assert [code for code in REASONS if not holds(code, SAPPHIRE, frame)] == []
    bare = Facts(3, "quartz", nature="", treatment="heated", mohs=Decimal(7), price=Decimal(12001))
    assert [code for code in REASONS if holds(code, bare, frame)] == []


def test_without_an_answer_no_reason_claims_one():
    said = {code for code in REASONS if holds(code, SAPPHIRE, Frame())}

    assert said == {"report", "untreated", "hard", "natural", "in_stock", "disclosed"}
    assert reasons(SAPPHIRE, Frame()) == ["report", "untreated", "in_stock"]


def test_answers_are_said_first_and_the_stock_last():
    frame = Frame(answers=Answers(zodiac="virgo", budget=BUDGET), stones=frozenset({"sapphire"}), total=5)

    assert reasons(SAPPHIRE, frame) == ["zodiac", "budget", "report", "in_stock"]


def test_a_stone_with_few_merits_has_three_reasons_all_the_same():
    assert reasons(OPAL, Frame()) == ["natural", "in_stock", "disclosed"]


def test_the_closest_is_also_said_when_the_colour_gave_way():
    frame = Frame(distances={"royal-blue": 20.0}, nearest=20.0)

    assert reasons(SAPPHIRE, frame)[0] == "closest"
