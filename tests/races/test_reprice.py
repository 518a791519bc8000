"""Many prices at once against those who change one of them, against another such change, and against buyers."""

from decimal import Decimal
from threading import Event

import pytest

from commerce.cart.models import CartLine
from commerce.checkout import services as checkout
from commerce.orders.models import Order
from commerce.pricing import services
from commerce.pricing.domain.reprice import RepriceRule
from commerce.pricing.enums import RepriceRowState, RepriceState
from commerce.pricing.models import Reprice, VariantPrice
from commerce.pricing.selectors.reprice import Choice
from commerce.pricing.services import many, reprice
from gemkit.errors import DomainError
from gemsite.management.commands.check_invariants import faults
from tests.factories import checkout as shop
from tests.factories.commerce import currencies, make_sellable, set_rates

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
D = Decimal
WHO = "staff:o"


@pytest.fixture(autouse=True)
def _shop(transactional_db):
    currencies()
    set_rates()
    shop.directory()


def dry_run(stones, percent="10"):
    rule = RepriceRule("percent", D(percent), "USD")
    choice = Choice(skus=tuple(one.sku for one in stones))
    return reprice.reprice_start(choice=choice, rule=rule, actor=WHO)


def checkout_total(cart_id):
    """Return what a buyer agrees to before anything changes."""
    with pytest.raises(checkout.TotalChanged) as refusal:
        checkout.checkout_place(request=shop.wish(cart_id, total="1.00"), key="ask", language="uk")
    return refusal.value.extra["total"].amount


def amounts():
    rows = VariantPrice.objects.filter(currency="USD").order_by("variant_id")
    return list(rows.values_list("amount", flat=True))


def edit_between_look_and_write(stone, monkeypatch):
    """Let somebody change a price after applying has compared it and before it is written; returns their outcome."""
    import threading

    from django.db import connections

    outcome, real, done = [], many.prices_write, Event()

    def edit():
        try:
            services.price_set(variant_id=stone.pk, currency="USD", amount=D("55.00"), actor="staff:other")
            outcome.append("edited")
        finally:
            done.set()
            connections.close_all()

    def late(*args, **kwargs):
        thread = threading.Thread(target=edit)
        thread.start()
        outcome.append(done.wait(timeout=1.5))
        written = real(*args, **kwargs)
        outcome.append(thread)
        return written

    monkeypatch.setattr(many, "prices_write", late)
    return outcome


@pytest.mark.postgres
def test_an_edit_waits_for_the_change_and_comes_after_it(monkeypatch):
    stone = make_sellable(usd="100.00")
    row_id = dry_run([stone])
    outcome = edit_between_look_and_write(stone, monkeypatch)

    reprice.reprice_apply(reprice_id=row_id, actor=WHO)
    outcome[1].join(timeout=20)

    assert outcome[0] is False  # it waited for the lock
    assert amounts() == [D("55.00")]
    monkeypatch.undo()
    with pytest.raises(reprice.NothingToUndo):
        reprice.reprice_undo(reprice_id=row_id, actor=WHO)
    assert amounts() == [D("55.00")]


@pytest.mark.postgres
def test_control_without_the_lock_the_edit_is_lost(monkeypatch):
    stone = make_sellable(usd="100.00")
    row_id = dry_run([stone])
    outcome = edit_between_look_and_write(stone, monkeypatch)
    real = many.lasting_of
    monkeypatch.setattr(
        many, "lasting_of", lambda *args, **kwargs: real(*args, **{**kwargs, "is_locked": False})
    )

    reprice.reprice_apply(reprice_id=row_id, actor=WHO)

    assert outcome[:2] == ["edited", True]  # it was written, nobody hindered it
    assert amounts() == [D("110.00")]  # and overwritten without a word


def test_edits_and_a_change_at_once_lose_nothing(together):
    stones = [make_sellable(usd="100.00") for _number in range(8)]
    row_id = dry_run(stones)

    def act(number):
        if number == 0:
            return reprice.reprice_apply(reprice_id=row_id, actor=WHO)
        stone = stones[number]
        return services.price_set(
            variant_id=stone.pk, currency="USD", amount=D(500 + number), actor="staff:other"
        )

    _done, errors = together(act, 8)

    assert errors == []
    assert amounts() == [D("110.00"), *(D(500 + number) for number in range(1, 8))]
    assert list(faults()) == []


def test_a_dry_run_is_applied_once_and_undone_once(together):
    stones = [make_sellable(usd="100.00") for _number in range(3)]
    row_id = dry_run(stones)

    applied, refused = together(
        lambda number: reprice.reprice_apply(reprice_id=row_id, actor=f"staff:{number}"), 6
    )
    assert (len(applied), len(refused)) == (1, 5)
    assert {type(error) for error in refused} == {reprice.RepriceMovedOn}
    assert amounts() == [D("110.00")] * 3
    undone, refused = together(
        lambda number: reprice.reprice_undo(reprice_id=row_id, actor=f"staff:{number}"), 6
    )

    assert (len(undone), len(refused)) == (1, 5)
    assert amounts() == [D("100.00")] * 3


def test_two_changes_of_the_same_prices_never_add_up(together):
    stones = [make_sellable(usd="100.00") for _number in range(4)]
    rows = [dry_run(stones, "10"), dry_run(stones[::-1], "20")]

    _done, errors = together(lambda number: reprice.reprice_apply(reprice_id=rows[number], actor=WHO), 2)

    assert [type(error) for error in errors] == [reprice.PricesMoved]
    [winner] = Reprice.objects.filter(state=RepriceState.APPLIED)
    assert amounts() == [D("110.00") if winner.pk == rows[0] else D("120.00")] * 4
    assert set(winner.rows.values_list("state", flat=True)) == {RepriceRowState.APPLIED}
    assert list(faults()) == []


def test_buyers_pay_the_old_price_or_the_new_one_never_a_third(together):
    stones = [make_sellable(usd="100.00", stock=5) for _number in range(3)]
    carts = [shop.cart_with(*stones) for _number in range(5)]
    row_id = dry_run(stones)
    total = checkout_total(carts[0])

    def act(number):
        if number == 0:
            return reprice.reprice_apply(reprice_id=row_id, actor=WHO)
        wish = shop.wish(carts[number - 1], total=total)
        return checkout.checkout_place(request=wish, key=f"k{number}", language="uk")

    _done, errors = together(act, 6)

    assert [error for error in errors if not isinstance(error, DomainError)] == []
    assert {error.code for error in errors} <= {"TOTAL_CHANGED"}
    for order in Order.objects.all():
        units = {(line.unit_price_usd, line.unit_price) for line in order.lines.all()}
        assert units <= {(D("100.00"), D("4216.00")), (D("110.00"), D("4638.00"))}
        assert order.total == sum(line.line_total for line in order.lines.all()) + order.delivery_cost
    assert amounts() == [D("110.00")] * 3
    assert Order.objects.count() + len(errors) == 5
    assert list(faults()) == []
    assert not CartLine.objects.filter(quantity__lt=1).exists()
