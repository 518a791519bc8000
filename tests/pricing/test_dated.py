"""Prices with dates: they turn by the clock, in the price and in the listing, and leave a trace."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from catalog.index import selectors as index
from commerce.ledger.models import AuditEntry
from commerce.pricing import selectors, services
from commerce.pricing.models import VariantPrice
from gemkit.clock import now
from gemkit.lifetime import measured
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import make_sellable, set_rates

D = Decimal
START = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def after(**ahead):
    return START + dt.timedelta(**ahead)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        set_rates(usd="40.00", eur="50.00")
        yield traveller


@pytest.fixture
def stone(clock):
    return make_sellable(usd="100.00")


def schedule(stone, amount, start, until=None, *, currency="USD", **more):
    return services.price_schedule(
        variant_id=stone.pk, currency=currency, amount=D(amount), valid_from=start, valid_until=until, actor="staff:o",
        **more,
    )  # fmt: skip


def price(stone):
    view = selectors.variant_prices([stone.pk]).get(stone.pk)
    return view and (view.charged.amount, view.was and view.was.amount)


def card(stone):
    stone.card.refresh_from_db()
    return stone.card.price_usd, stone.card.price_uah, stone.card.is_reduced


def test_a_change_takes_effect_at_its_moment_and_stays(stone, clock):
    schedule(stone, "120.00", after(hours=2))
    assert price(stone) == (D("4000.00"), None)

    clock.move_to(after(hours=2, seconds=-1))
    assert price(stone) == (D("4000.00"), None)
    clock.move_to(after(hours=2))
    assert price(stone) == (D("4800.00"), None)
    clock.move_to(after(days=400))
    set_rates(usd="40.00", eur="50.00")
    assert price(stone) == (D("4800.00"), None)


def test_a_reduction_strikes_the_price_out_and_ends_by_itself(stone, clock):
    schedule(stone, "80.00", after(hours=1), after(days=3), is_reduction=True)

    clock.move_to(after(hours=1))
    view = selectors.variant_prices([stone.pk])[stone.pk]
    assert (view.charged.amount, view.was.amount, view.was_until) == (
        D("3200.00"),
        D("4000.00"),
        after(days=3),
    )
    clock.move_to(after(days=3))
    assert price(stone) == (D("4000.00"), None)


def test_an_override_may_be_dated_too(stone, clock):
    schedule(stone, "3999.00", after(hours=1), after(hours=2), currency="UAH")

    clock.move_to(after(hours=1))
    view = selectors.variant_prices([stone.pk])[stone.pk]
    assert (view.charged.amount, view.is_override) == (D("3999.00"), True)
    clock.move_to(after(hours=2))
    assert not selectors.variant_prices([stone.pk])[stone.pk].is_override


def test_the_read_model_follows_once(stone, clock):
    schedule(stone, "80.00", after(hours=1), after(hours=3), is_reduction=True)
    assert card(stone) == (D("100.00"), None, False)
    assert services.prices_turn() == 0

    clock.move_to(after(hours=1))
    assert selectors.turns_due()
    assert selectors.stored_prices()[stone.pk] == {"USD": D("100.00")}, "what the card says until it turns"
    before = index.revision()
    assert services.prices_turn() == 1
    assert index.revision() != before
    assert card(stone) == (D("80.00"), None, True)
    assert services.prices_turn() == 0
    assert selectors.stored_prices()[stone.pk] == {"USD": D("80.00")}

    clock.move_to(after(hours=3))
    assert services.prices_turn() == 1
    assert card(stone) == (D("100.00"), None, False)
    assert not selectors.turns_due()


def test_a_worker_that_slept_through_a_whole_period_writes_what_counts_now(stone, clock):
    schedule(stone, "80.00", after(hours=1), after(hours=2))

    clock.move_to(after(hours=5))
    assert services.prices_turn() == 1
    assert card(stone) == (D("100.00"), None, False)
    assert not selectors.turns_due()


def test_the_first_visitor_makes_the_listing_follow_without_a_worker(stone, clock, client):
    schedule(stone, "80.00", after(hours=1))
    clock.move_to(after(hours=1))

    answer = client.get(f"/api/v1/catalog/products/{stone.product.slug_uk}/")

    assert answer.status_code == 200
    assert card(stone) == (D("80.00"), None, False)


def test_an_answer_lives_no_longer_than_its_prices(stone, clock):
    schedule(stone, "80.00", after(hours=5), after(hours=7))

    with measured() as lifetime:
        selectors.variant_prices([stone.pk])
    assert lifetime.ends_at == after(hours=5)
    clock.move_to(after(hours=5))
    with measured() as lifetime:
        selectors.variant_prices([stone.pk])
    assert lifetime.ends_at == after(hours=7)


def test_a_price_set_by_hand_counts_at_once(stone, clock):
    schedule(stone, "80.00", after(hours=1))
    schedule(stone, "70.00", after(days=9))
    clock.move_to(after(hours=2))

    services.price_set(variant_id=stone.pk, currency="USD", amount=D("95.00"), actor="staff:o")

    assert price(stone) == (D("3800.00"), None)
    assert set(VariantPrice.objects.values_list("amount", flat=True)) == {D("95.00"), D("70.00")}


def test_taking_back_what_has_not_begun_and_what_runs(stone, clock):
    coming = schedule(stone, "70.00", after(days=9))
    running = schedule(stone, "80.00", START, after(days=5))
    assert price(stone) == (D("3200.00"), None)

    services.price_unschedule(price_id=coming, actor="staff:o", reason="no")
    assert not VariantPrice.objects.filter(pk=coming).exists()
    clock.move_to(after(hours=1))
    services.price_unschedule(price_id=running, actor="staff:o", reason="enough")

    assert price(stone) == (D("4000.00"), None)
    assert card(stone) == (D("100.00"), None, False)
    with pytest.raises(services.PriceOver):
        services.price_unschedule(price_id=running, actor="staff:o")


def test_every_schedule_is_in_the_trail(stone, clock):
    price_id = schedule(stone, "70.00", after(days=9), reason="supplier")
    services.price_unschedule(price_id=price_id, actor="staff:i", reason="mistake")

    made, taken = AuditEntry.objects.filter(kind="price", object_id=str(stone.pk)).order_by("pk")[1:]
    assert (made.actor, made.before, made.after["amount"], made.reason) == (
        "staff:o",
        None,
        "70.00",
        "supplier",
    )
    assert (taken.actor, taken.before["amount"], taken.after, taken.reason) == (
        "staff:i",
        "70.00",
        None,
        "mistake",
    )


@pytest.mark.parametrize(
    ("amount", "start", "until", "refusal"),
    [
        ("0", {"hours": 1}, None, services.PriceInvalid),
        ("1.001", {"hours": 1}, None, services.PriceInvalid),
        ("80", {"hours": 2}, {"hours": 2}, services.DatesInvalid),
        ("80", {"hours": 2}, {"hours": 1}, services.DatesInvalid),
        ("80", {"hours": -2}, {"hours": -1}, services.DatesInvalid),
    ],
)
def test_what_could_never_hold_is_refused(stone, amount, start, until, refusal):
    with pytest.raises(refusal):
        schedule(stone, amount, after(**start), after(**until) if until else None)
    assert VariantPrice.objects.count() == 1


def test_two_prices_cannot_begin_at_the_same_moment(stone):
    schedule(stone, "80.00", after(hours=1))
    with pytest.raises(services.DateTaken):
        schedule(stone, "81.00", after(hours=1))


def test_dated_prices_cost_no_query(clock, django_assert_num_queries):
    stones = [make_sellable() for _ in range(3)]
    for stone in stones:
        schedule(stone, "80.00", after(hours=1), after(hours=2), is_reduction=True)
    selectors.request_begins()
    try:
        selectors.rate_table()
        with django_assert_num_queries(1):
            assert len(selectors.variant_prices([stone.pk for stone in stones])) == 3
    finally:
        selectors.request_ends()


def test_a_stone_with_only_a_coming_price_has_none_yet(clock):
    stone = VariantFactory(published=True)
    schedule(stone, "80.00", after(hours=1))

    assert price(stone) is None
    with time_machine.travel(after(hours=1), tick=False):
        assert price(stone) == (D("3200.00"), None)
    assert now() == START
