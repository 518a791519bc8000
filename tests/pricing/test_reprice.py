"""Many prices at once: the rule, the dry run, what is applied of it, and the way back to the byte."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from commerce.ledger.models import AuditEntry
from commerce.pricing import selectors, services, tasks
from commerce.pricing.domain import reprice as rules
from commerce.pricing.domain.reprice import Before, RepriceRule
from commerce.pricing.enums import RepriceRowState, RepriceState
from commerce.pricing.models import Reprice, RepriceRow, VariantPrice
from commerce.pricing.selectors.reprice import Choice
from commerce.pricing.services import reprice
from gemkit.clock import now
from gemsite.management.commands.check_invariants import faults
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import make_sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]
D = Decimal
OKSANA = "staff:oksana@example.com"


def dump():
    """Return every stored byte of the prices."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pricing_variantprice ORDER BY id")
        return cursor.fetchall()


def run(variants, change="percent", value="10", *, currency="USD", rounding="cent"):
    rule = RepriceRule(change, D(value), currency, rounding)
    choice = Choice(skus=tuple(one.sku for one in variants))
    return Reprice.objects.get(pk=reprice.reprice_start(choice=choice, rule=rule, reason="why", actor=OKSANA))


def amounts(currency="USD"):
    rows = VariantPrice.objects.filter(currency=currency, valid_from=None).order_by("variant_id")
    return list(rows.values_list("amount", flat=True))


# --- The rule -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "rounding", "expected"),
    [
        ("12.345", "cent", "12.35"),
        ("12.50", "1", "13.00"),
        ("12.49", "5", "10.00"),
        ("12.50", "5", "15.00"),
        ("1234", "10", "1230.00"),
        ("1275", "50", "1300.00"),
        ("1250", "100", "1300.00"),
        ("12.34", "0.99", "11.99"),
        ("12.49", "0.99", "12.99"),
        ("1234", "9", "1239.00"),
        ("1234", "99", "1199.00"),
        ("1249", "99", "1299.00"),
        ("3", "99", "99.00"),
        ("0.20", "0.99", "0.99"),
        ("0.20", "1", "0.00"),
        ("-5", "99", "-1.00"),
    ],
)
def test_a_price_ends_as_the_rule_says(amount, rounding, expected):
    assert rules.rounded(D(amount), rounding) == D(expected)


@pytest.mark.parametrize(
    ("before", "rule", "expected"),
    [
        (Before(D("100")), ("percent", "-10", "cent"), (D("90.00"), None, "", ())),
        (Before(D("100")), ("percent", "-100", "cent"), (None, None, "not_positive", ())),
        (Before(D("100")), ("amount", "-100.01", "cent"), (None, None, "not_positive", ())),
        (Before(D("9999999999")), ("percent", "10", "cent"), (None, None, "too_large", ())),
        (Before(D("100")), ("set", "100", "cent"), (None, None, "unchanged", ())),
        (Before(None), ("percent", "10", "cent"), (None, None, "no_price", ())),
        (Before(None), ("set", "55", "cent"), (D("55.00"), None, "", ())),
        (Before(D("100")), ("percent", "30", "cent"), (D("130.00"), None, "", ())),
        (Before(D("100")), ("percent", "30.01", "cent"), (D("130.01"), None, "", ("big_move",))),
        (Before(D("80"), D("100")), ("percent", "10", "cent"), (D("88.00"), D("100"), "", ())),
        (Before(D("80"), D("100")), ("percent", "25", "cent"), (D("100.00"), None, "", ("struck_gone",))),
        (
            Before(D("80"), is_hidden=True, is_overridden=True, has_dated=True),
            ("amount", "1", "cent"),
            (D("81.00"), None, "", ("hidden", "overridden", "replaces_dated")),
        ),
    ],
)  # fmt: skip
def test_what_a_rule_makes_of_a_price(before, rule, expected):
    change, value, rounding = rule
    planned = rules.plan(before, RepriceRule(change, D(value), "USD", rounding))

    assert (planned.new, planned.was, planned.problem, planned.warnings) == expected


@given(
    amount=st.decimals("0.01", "99999999.99", places=2),
    rounding=st.sampled_from(sorted(rules.ROUNDINGS)),
)
def test_rounding_is_idempotent_and_near(amount, rounding):
    once = rules.rounded(amount, rounding)
    step, less = rules.ROUNDINGS[rounding]

    assert rules.rounded(once, rounding) == once
    assert (once + less) % step == 0
    assert abs(once - amount) <= max(step / 2, step - less)


# --- The dry run --------------------------------------------------------------------------------


def test_a_dry_run_writes_no_price_and_says_what_would_change():
    stones = [
        make_sellable(usd="100.00"),
        make_sellable(usd="250.50"),
        make_sellable(usd=None, uah="5000.00"),
    ]
    before = dump()

    row = run(stones, value="-7.5", rounding="1")

    assert dump() == before
    assert (row.state, row.total, row.planned, row.done) == (RepriceState.READY, 3, 2, 3)
    assert (row.sum_before, row.sum_after) == (D("350.50"), D("325.00"))
    assert selectors.reprice.percent_of(row) == D("-7.28")
    assert [(one.sku, one.old, one.new, one.problem) for one in row.rows.all()] == [
        (stones[0].sku, D("100.00"), D("93.00"), ""),
        (stones[1].sku, D("250.50"), D("232.00"), ""),
        (stones[2].sku, None, None, "no_price"),
    ]


def test_a_dry_run_warns_of_what_buyers_will_not_see():
    fixed, planned = make_sellable(usd="100.00", uah="4000.00"), make_sellable(usd="100.00")
    day = dt.timedelta(days=1)
    services.price_schedule(
        variant_id=planned.pk, currency="USD", amount=D("70.00"), valid_from=now() - day, valid_until=now() + day,
        is_reduction=True, actor=OKSANA,
    )  # fmt: skip

    rows = list(run([fixed, planned]).rows.all())

    assert [(one.old, one.warnings) for one in rows] == [
        (D("100.00"), ["overridden"]),
        (D("100.00"), ["hidden"]),
    ]


def test_nothing_chosen_is_refused():
    with pytest.raises(reprice.NothingChosen):
        run([VariantFactory.build(sku="NOPE")])
    assert not Reprice.objects.exists()


@pytest.mark.parametrize("size", [1, 12])
def test_a_batch_takes_a_fixed_number_of_queries(size):
    stones = [make_sellable(usd="100.00") for _number in range(size)]

    with CaptureQueriesContext(connection) as counted:
        row = run(stones)
    with CaptureQueriesContext(connection) as applied:
        reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)
    with CaptureQueriesContext(connection) as undone:
        reprice.reprice_undo(reprice_id=row.pk, actor=OKSANA)

    assert (len(counted), len(applied), len(undone)) == QUERIES


QUERIES = (16, 19, 20)


# --- Applying -----------------------------------------------------------------------------------


def test_applying_changes_prices_cards_and_history():
    stones = [make_sellable(usd="100.00"), make_sellable(usd="200.00")]
    row = run(stones, value="10", rounding="9")

    reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)

    row.refresh_from_db()
    assert amounts() == [D("109.00"), D("219.00")]
    assert (row.state, row.applied_by, row.moved) == (RepriceState.APPLIED, OKSANA, 0)
    assert {one.state for one in row.rows.all()} == {RepriceRowState.APPLIED}
    assert list(faults()) == []
    stones[0].card.refresh_from_db()
    assert stones[0].card.price_usd == D("109.00")
    told = AuditEntry.objects.filter(kind="price", object_id=str(stones[0].pk)).latest("pk")
    assert (told.actor, told.before["amount"], told.after["amount"]) == (OKSANA, "100.00", "109.00")
    assert told.reason == f"#{row.pk} why"
    whole = AuditEntry.objects.get(kind="reprice")
    assert (whole.object_id, whole.after["changed"], whole.after["value"]) == (str(row.pk), 2, "10.00")


def test_what_changed_since_the_dry_run_is_left_alone_and_named():
    stones = [make_sellable(usd="100.00"), make_sellable(usd="200.00")]
    row = run(stones)
    services.price_set(variant_id=stones[0].pk, currency="USD", amount=D("55.00"), actor="staff:other")

    reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)

    row.refresh_from_db()
    assert amounts() == [D("55.00"), D("220.00")]
    assert row.moved == 1
    assert selectors.reprice.moved_skus(row) == [stones[0].sku]


def test_a_price_that_changed_and_changed_back_is_another_one():
    stone = make_sellable(usd="100.00")
    row = run([stone])
    for amount in ("55.00", "100.00"):
        services.price_set(variant_id=stone.pk, currency="USD", amount=D(amount), actor="staff:other")
    before = dump()

    with pytest.raises(reprice.PricesMoved) as refusal:
        reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)

    assert refusal.value.extra == {"named": stone.sku}
    assert dump() == before
    row.refresh_from_db()
    assert row.state == RepriceState.READY


def test_a_change_is_applied_once():
    stone = make_sellable(usd="100.00")
    row = run([stone])
    reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)

    with pytest.raises(reprice.RepriceMovedOn):
        reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)

    assert amounts() == [D("110.00")]


def test_a_set_price_makes_a_row_where_there_was_none_and_undo_takes_it():
    stone = make_sellable(usd="100.00")
    before = dump()
    row = run([stone], "set", "4999.50", currency="UAH", rounding="99")

    reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)
    assert amounts("UAH") == [D("4999.00")]
    reprice.reprice_undo(reprice_id=row.pk, actor=OKSANA)

    assert dump() == before
    assert list(faults()) == []


# --- Undoing ------------------------------------------------------------------------------------


def test_undo_restores_every_byte():
    day = dt.timedelta(days=1)
    plain, reduced, planned = (make_sellable(usd="100.00") for _number in range(3))
    services.price_set(
        variant_id=reduced.pk, currency="USD", amount=D("80.00"), was_amount=D("85.00"), sale_from=now() - day,
        sale_until=now() + day, actor=OKSANA,
    )  # fmt: skip
    services.price_schedule(
        variant_id=planned.pk, currency="USD", amount=D("130.00"), valid_from=now() - day, reason="spring",
        actor=OKSANA,
    )  # fmt: skip
    before = dump()
    row = run([plain, reduced, planned], value="10", rounding="1")

    reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)
    assert amounts() == [D("110.00"), D("88.00"), D("143.00")]
    assert not VariantPrice.objects.exclude(valid_from=None).exists()
    reprice.reprice_undo(reprice_id=row.pk, actor="staff:boss")

    assert dump() == before
    row.refresh_from_db()
    assert (row.state, row.undone_by, row.kept) == (RepriceState.UNDONE, "staff:boss", 0)
    assert AuditEntry.objects.get(kind="reprice_undo").after["changed"] == 3
    assert list(faults()) == []


def test_undo_leaves_alone_what_was_changed_since():
    stones = [make_sellable(usd="100.00"), make_sellable(usd="200.00")]
    row = run(stones)
    reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)
    services.price_set(variant_id=stones[1].pk, currency="USD", amount=D("1.00"), actor="staff:other")

    reprice.reprice_undo(reprice_id=row.pk, actor=OKSANA)

    row.refresh_from_db()
    assert amounts() == [D("100.00"), D("1.00")]
    assert (row.kept, selectors.reprice.moved_skus(row)) == (1, [stones[1].sku])


def test_undo_of_what_was_repriced_again_is_refused_until_that_is_undone():
    stone = make_sellable(usd="100.00")
    before = dump()
    first = run([stone])
    reprice.reprice_apply(reprice_id=first.pk, actor=OKSANA)
    second = run([stone])
    reprice.reprice_apply(reprice_id=second.pk, actor=OKSANA)

    with pytest.raises(reprice.NothingToUndo):
        reprice.reprice_undo(reprice_id=first.pk, actor=OKSANA)
    assert amounts() == [D("121.00")]
    reprice.reprice_undo(reprice_id=second.pk, actor=OKSANA)
    reprice.reprice_undo(reprice_id=first.pk, actor=OKSANA)

    assert dump() == before


def test_a_deleted_variant_is_named_and_holds_nobody_up():
    stones = [make_sellable(usd="100.00", stock=0), make_sellable(usd="200.00")]
    row = run(stones)
    reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)
    stones[0].delete()

    reprice.reprice_undo(reprice_id=row.pk, actor=OKSANA)

    row.refresh_from_db()
    assert amounts() == [D("200.00")]
    assert selectors.reprice.moved_skus(row) == [stones[0].sku]


# Random shops, random rules: what is applied is what the dry run said, and undoing restores every byte.
SHOPS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.decimals("0.01", "50000", places=2)),
        st.one_of(st.none(), st.decimals("1", "900000", places=2)),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)
RULES = st.builds(
    RepriceRule,
    st.sampled_from(rules.CHANGES),
    st.decimals("-120", "400", places=2),
    st.sampled_from(["USD", "UAH"]),
    st.sampled_from(sorted(rules.ROUNDINGS)),
)


@examples(max_examples=15)
@given(shop=SHOPS, rule=RULES)
def test_apply_is_the_dry_run_and_undo_is_byte_identical(shop, rule):
    stones = []
    for usd, uah, has_plan in shop:
        stone = make_sellable(usd=usd and str(usd), uah=uah and str(uah), stock=0)
        if has_plan:
            services.price_schedule(
                variant_id=stone.pk, currency=rule.currency, amount=D("77.70"),
                valid_from=now() - dt.timedelta(hours=1), actor=OKSANA,
            )  # fmt: skip
        stones.append(stone)
    before = dump()
    row = run(stones, rule.change, str(rule.value), currency=rule.currency, rounding=rule.rounding)
    planned = {one.variant_id: one.new for one in row.rows.exclude(new=None)}
    assert dump() == before
    if planned:
        reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)

        for variant_id, prices in selectors.prices_in_force(list(planned)).items():
            assert prices[rule.currency].amount == planned[variant_id]
        assert list(faults()) == []
        reprice.reprice_undo(reprice_id=row.pk, actor=OKSANA)

    assert dump() == before
    assert list(faults()) == []
    RepriceRow.objects.all().delete()
    VariantPrice.objects.all().delete()
    type(stones[0]).objects.all().delete()


# --- Big ones, in the worker --------------------------------------------------------------------


def test_a_big_change_is_done_by_the_worker(monkeypatch):
    monkeypatch.setattr(reprice, "AT_ONCE", 1)
    stones = [make_sellable(usd="100.00"), make_sellable(usd="200.00")]
    before = dump()
    work = lambda: tasks.reprice_run.func(reprice_id=row.pk)  # noqa: E731

    row = run(stones)
    assert (row.state, row.total, row.rows.count()) == (RepriceState.COUNTING, 2, 0)
    work()
    reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)
    row.refresh_from_db()
    assert (row.state, dump()) == (RepriceState.APPLYING, before)
    work()
    work()
    assert amounts() == [D("110.00"), D("220.00")]
    reprice.reprice_undo(reprice_id=row.pk, actor=OKSANA)
    work()

    row.refresh_from_db()
    assert (row.state, dump()) == (RepriceState.UNDONE, before)


def test_the_worker_keeps_why_it_could_not(monkeypatch):
    monkeypatch.setattr(reprice, "AT_ONCE", 0)
    stone = make_sellable(usd="100.00")
    row = run([stone])
    reprice.reprice_run(row.pk)
    services.price_set(variant_id=stone.pk, currency="USD", amount=D("55.00"), actor="staff:other")
    reprice.reprice_apply(reprice_id=row.pk, actor=OKSANA)

    reprice.reprice_run(row.pk)

    row.refresh_from_db()
    assert (row.state, row.note) == (RepriceState.READY, "PRICES_MOVED")


def test_old_dry_runs_are_forgotten_and_applied_ones_stay():
    stones = [make_sellable(usd="100.00")]
    old, applied, fresh = run(stones), run(stones), run(stones)
    reprice.reprice_apply(reprice_id=applied.pk, actor=OKSANA)
    Reprice.objects.exclude(pk=fresh.pk).update(created_at=now() - dt.timedelta(days=8))

    assert reprice.reprices_forget() == 1

    assert set(Reprice.objects.values_list("pk", flat=True)) == {applied.pk, fresh.pk}
    assert not RepriceRow.objects.filter(reprice_id=old.pk).exists()
