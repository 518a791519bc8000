"""The tables of docs/pricing.md are executed: what is promised there is what the code computes."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest

from commerce.pricing import domain
from commerce.pricing.domain import DatedRow, Discount, DiscountKind, LineAsk, PriceRow, Rate, Stage, reprice

D = Decimal
DAY = dt.date(2026, 11, 20)
TEXT = (Path(__file__).parents[2] / "docs" / "pricing.md").read_text()
NAMES = {"uk": "знижка", "en": "discount"}
RULE = re.compile(
    r"(?:(?P<least>\d+)\+ )?(?P<stage>sale|quantity|coupon|tier|delivery) (?P<value>[\d.]+)(?P<percent>%)?"
    r"(?: ≤ (?P<most>[\d.]+))?(?: on (?P<lines>[A-Z ]+))?"
)
DATED = re.compile(r"(?P<amount>[\d.]+)(?P<reduced> reduced)? from (?P<start>\d+)(?: to (?P<end>\d+))?")


def table(name):
    """Return the rows of a marked table as lists of cells."""
    block = TEXT.split(f"<!-- table: {name} -->\n", 1)[1].split("\n\n", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()[2:]]
    assert rows, name
    return [pytest.param(*row, id=f"{number:02}") for number, row in enumerate(rows, start=1)]


def money(cell):
    return None if cell in {"–", "none"} else D(cell)


def moneys(cell):
    return [D(part) for part in cell.split(", ")]


def parts(cell):
    return [] if cell == "–" else cell.split(", ")


def rule(text, number):
    """Return the `Discount` that a cell names."""
    if text == "free delivery":
        return Discount(f"r{number}", NAMES, Stage.DELIVERY, DiscountKind.FREE_DELIVERY)
    found = RULE.fullmatch(text)
    assert found, text
    lines = found["lines"]
    return Discount(
        code=f"r{number}",
        names=NAMES,
        stage=Stage[found["stage"].upper()],
        kind=DiscountKind.PERCENT if found["percent"] else DiscountKind.AMOUNT,
        value=D(found["value"]),
        lines=frozenset(map(ord, lines.split())) if lines else None,
        min_quantity=int(found["least"] or 1),
        at_most=D(found["most"]) if found["most"] else None,
    )


def rules(cell):
    return [rule(text, number) for number, text in enumerate(parts(cell))]


def asks(cell):
    found = []
    for part in parts(cell):
        name, quantity, _times, unit = part.split(" ")
        found.append(LineAsk(ord(name), int(quantity), D(unit)))
    return found


def view(base, override, *, usd, eur=None, step="1.00"):
    rates = {
        code: Rate(code, D(cell), DAY, "nbu")
        for code, cell in (("USD", usd), ("EUR", eur))
        if money(cell or "–")
    }
    rows = {code: PriceRow(D(cell)) for code, cell in (("USD", base), ("UAH", override)) if money(cell)}
    steps = {"UAH": D(step), "USD": D("0.01"), "EUR": D("0.01")}
    now = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
    return domain.price_view(rows, rates=rates, steps=steps, shown=("USD", "EUR"), now=now)


@pytest.mark.parametrize(("base", "override", "rate", "step", "charged"), table("unit"))
def test_the_unit_price(base, override, rate, step, charged):
    price = view(base, override, usd=rate, step=step)

    assert (price and price.charged.amount) == money(charged)


@pytest.mark.parametrize(("base", "override", "usd", "eur", "in_usd", "in_eur"), table("shown"))
def test_the_price_in_other_currencies(base, override, usd, eur, in_usd, in_eur):
    price = view(base, override, usd=usd, eur=eur)

    assert [shown.amount for shown in price.approx] == [D(in_usd), D(in_eur)]


@pytest.mark.parametrize(("standing", "dated", "now", "price", "struck"), table("dated"))
def test_the_price_in_force(standing, dated, now, price, struck):
    def noon(day):
        return dt.datetime(2026, 11, int(day), 12, tzinfo=dt.UTC)

    rows = []
    for found in map(DATED.fullmatch, parts(dated)):
        end = noon(found["end"]) if found["end"] else None
        rows.append(DatedRow(D(found["amount"]), noon(found["start"]), end, bool(found["reduced"])))
    base = money(standing)

    row = domain.price_in_force(PriceRow(base) if base else None, rows, noon(now))

    assert (row and row.amount) == money(price)
    assert (row and row.was_at(noon(now))) == money(struck)


@pytest.mark.parametrize(("listed", "pieces", "given", "unit", "total", "taken"), table("piece"))
def test_the_price_of_one_piece(listed, pieces, given, unit, total, taken):
    priced = domain.price_lines([LineAsk(1, int(pieces), D(listed))], discounts=rules(given))

    (line,) = priced.lines
    assert (line.unit_price, line.line_total, line.list_price) == (D(unit), D(total), D(listed))
    assert [f"{one.stage.name.lower()} {one.amount}" for one in line.adjustments] == parts(taken)
    assert (priced.total, priced.discount, priced.adjustments) == (D(total), D("0.00"), ())


@pytest.mark.parametrize(
    ("lines", "given", "delivery", "subtotal", "discount", "shares", "delivery_left", "total"), table("whole")
)
def test_the_whole(lines, given, delivery, subtotal, discount, shares, delivery_left, total):
    priced = domain.price_lines(asks(lines), discounts=rules(given), delivery=D(delivery))

    assert (priced.subtotal, priced.discount) == (D(subtotal), D(discount))
    assert [line.discount for line in priced.lines] == moneys(shares)
    assert (priced.delivery, priced.total) == (D(delivery_left), D(total))


@pytest.mark.parametrize(("amount", "weights", "shares"), table("shares"))
def test_the_shares(amount, weights, shares):
    assert domain.allocate(D(amount), moneys(weights)) == moneys(shares)


@pytest.mark.parametrize(("old", "given", "rounding", "new"), table("reprice"))
def test_a_price_of_a_change_of_many(old, given, rounding, new):
    change = reprice.PERCENT if given.endswith("%") else reprice.SET if given[0] == "=" else reprice.AMOUNT
    asked = reprice.RepriceRule(change, D(given.strip("=%")), "USD", rounding)

    assert reprice.plan(reprice.Before(money(old)), asked).new == money(new)
