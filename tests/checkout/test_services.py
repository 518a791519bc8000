"""One transaction: an order with all that belongs to it, or nothing."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from commerce.cart import services as carts
from commerce.cart.models import Cart
from commerce.checkout import services
from commerce.checkout.domain import missing_digits, phone_e164
from commerce.delivery.models import Shipment
from commerce.delivery.services import DeliveryNotPossible
from commerce.inventory import services as inventory
from commerce.inventory.models import Reservation, StockItem
from commerce.inventory.selectors import invariant_faults
from commerce.ledger.models import AuditEntry, IdempotencyKey, MailLog
from commerce.ledger.services import IdempotencyKeyReused
from commerce.orders.models import Order, OrderHistory, OrderLine
from commerce.payments.models import Payment
from commerce.payments.services import PaymentNotAllowed
from commerce.pricing import services as pricing
from gemkit.clock import today_kyiv
from gemkit.money import Money
from tests.factories import checkout as shop
from tests.factories.commerce import days_ago, make_sellable, set_rates

TABLES = (Order, OrderLine, OrderHistory, Payment, Shipment, Reservation, IdempotencyKey, MailLog)


@pytest.fixture(autouse=True)
def _shop(rates):
    shop.directory()


def written():
    """What a checkout leaves: rows of every table it touches, units promised, spent carts."""
    return (
        *(model.objects.count() for model in TABLES),
        AuditEntry.objects.filter(kind="order").count(),
        sum(StockItem.objects.values_list("reserved", flat=True)),
        Cart.objects.filter(is_spent=True).count(),
    )


NOTHING = (0,) * 11


def uah(amount):
    return Money(Decimal(amount), "UAH")


def test_an_order_with_all_that_belongs_to_it():
    variant = make_sellable(usd="2808.11")
    cart_id = shop.cart_with(variant)

    placed = services.checkout_place(
        request=shop.wish(cart_id, total="118390.00", payment_method="bank_transfer"),
        key="k1",
        language="en",
        display_currency="USD",
    )

    order = Order.objects.get(pk=placed.order_id)
    line = order.lines.get()
    assert not placed.is_replay
    assert (order.number, order.status, order.language, order.cart_id) == (
        placed.number,
        "placed",
        "en",
        cart_id,
    )
    assert (order.subtotal, order.delivery_cost, order.discount, order.total) == (
        Decimal("118390.00"),
        Decimal("0.00"),
        Decimal("0.00"),
        Decimal("118390.00"),
    )
    assert (line.sku, line.quantity, line.unit_price, line.line_total) == (
        variant.sku,
        1,
        Decimal("118390.00"),
        Decimal("118390.00"),
    )
    assert (line.unit_price_usd, line.rate, line.rate_date, line.rate_source) == (
        Decimal("2808.11"),
        Decimal("42.160000"),
        today_kyiv(),
        "nbu",
    )
    assert (order.display_currency, order.display_rate) == ("USD", Decimal("42.160000"))
    assert (order.delivery_city, order.delivery_place) == ("Kyiv", "Branch 12, 37 Sichovykh Striltsiv St")
    payment = Payment.objects.get()
    assert (payment.method, payment.status, payment.amount) == (
        "bank_transfer",
        "pending",
        Decimal("118390.00"),
    )
    reservation = Reservation.objects.get()
    assert (reservation.order_line_id, reservation.state, reservation.quantity) == (line.pk, "active", 1)
    assert reservation.expires_at is not None
    assert MailLog.objects.get(kind="order_placed").language == "en"
    assert Cart.objects.get().is_spent
    assert invariant_faults() == []


def test_a_price_set_in_hryvnias_has_no_rate():
    variant = make_sellable(usd="100.00", uah="5000.00")
    order = shop.place(shop.cart_with(variant), total="5120.00")

    line = order.lines[0]
    assert (line.unit_price, line.rate, line.unit_price_usd) == (
        uah("5000.00"),
        None,
        Money(Decimal("100.00"), "USD"),
    )


def test_the_same_key_and_request_is_the_same_order():
    cart_id = shop.cart_with()
    first = services.checkout_place(request=shop.wish(cart_id), key="k", language="uk")
    before = written()

    again = services.checkout_place(request=shop.wish(cart_id), key="k", language="en")

    assert (again.order_id, again.is_replay) == (first.order_id, True)
    assert written() == before


@pytest.mark.parametrize(
    "change",
    [
        {"comment": "інше"},
        {"payment_method": "bank_transfer"},
        {"total": "4336.01"},
        {"warehouse_ref": shop.BRANCH_126},
    ],
)
def test_the_same_key_with_another_request_is_refused(change):
    cart_id = shop.cart_with()
    services.checkout_place(request=shop.wish(cart_id), key="k", language="uk")

    with pytest.raises(IdempotencyKeyReused):
        services.checkout_place(request=shop.wish(cart_id, **change), key="k", language="uk")
    assert Order.objects.count() == 1


def test_keys_belong_to_their_cart():
    one, two = shop.cart_with(), shop.cart_with()

    orders = {
        services.checkout_place(request=shop.wish(cart), key="k", language="uk").number for cart in (one, two)
    }

    assert len(orders) == 2


def test_a_spent_cart_under_a_new_key():
    cart_id = shop.cart_with()
    services.checkout_place(request=shop.wish(cart_id), key="k1", language="uk")

    with pytest.raises(carts.CartSpent):
        services.checkout_place(request=shop.wish(cart_id), key="k2", language="uk")
    assert Order.objects.count() == 1


def break_nothing(variant, cart_id):
    return {}


def sell_out(variant, cart_id):
    inventory.stock_correct(variant_id=variant.pk, change=-1, actor="test", reason="sold")
    return {}


def withdraw(variant, cart_id):
    variant.product.live = False
    variant.product.save()
    return {}


def empty(variant, cart_id):
    from commerce.cart.models import CartLine

    CartLine.objects.all().delete()
    return {}


def raise_price(variant, cart_id):
    pricing.price_set(variant_id=variant.pk, currency="USD", amount=Decimal("110.00"), actor="test")
    return {}


def unprice(variant, cart_id):
    pricing.price_remove(variant_id=variant.pk, currency="USD", actor="test")
    return {}


def age_rates(variant, cart_id):
    from commerce.pricing.models import ExchangeRate

    ExchangeRate.objects.all().delete()
    set_rates(day=days_ago(31))
    return {}


REFUSALS = [
    (sell_out, {}, "OUT_OF_STOCK", 409),
    (withdraw, {}, "UNPUBLISHED", 409),
    (empty, {}, "CART_EMPTY", 409),
    (raise_price, {}, "TOTAL_CHANGED", 409),
    (unprice, {}, "PRICE_MISSING", 409),
    (age_rates, {}, "RATE_STALE", 503),
    (break_nothing, {"total": "4335.99"}, "TOTAL_CHANGED", 409),
    (break_nothing, {"total": "0.00"}, "TOTAL_CHANGED", 409),
    (break_nothing, {"accept_total": Money(Decimal("102.85"), "USD")}, "CURRENCY_NOT_CHARGED", 400),
    (break_nothing, {"warehouse_ref": "nowhere"}, "UNKNOWN_PLACE", 400),
    (break_nothing, {"city_ref": "nowhere"}, "UNKNOWN_PLACE", 400),
    (break_nothing, {"delivery_method": "nova_poshta_courier"}, "UNKNOWN_PLACE", 400),
]


@pytest.mark.parametrize(("cause", "change", "code", "status"), REFUSALS)
def test_a_refusal_leaves_everything_as_it_was(cause, change, code, status):
    variant = make_sellable()
    cart_id = shop.cart_with(variant)
    change = {**change, **cause(variant, cart_id)}

    with pytest.raises(services.DomainError) as refusal:
        services.checkout_place(request=shop.wish(cart_id, **change), key="k", language="uk")

    assert (refusal.value.code, refusal.value.status) == (code, status)
    assert written() == NOTHING
    assert Cart.objects.get().is_spent is False


def test_a_refusal_is_not_remembered_against_the_key():
    variant = make_sellable()
    cart_id = shop.cart_with(variant)
    raise_price(variant, cart_id)

    with pytest.raises(services.TotalChanged) as refusal:
        services.checkout_place(request=shop.wish(cart_id), key="k", language="uk")
    assert refusal.value.extra["total"] == uah("4758.00")

    order = shop.place(cart_id, key="k", total="4758.00")
    assert order.total == uah("4758.00")


def test_dear_goods():
    variant = make_sellable(usd="2000.00")
    cart_id = shop.cart_with(variant)

    with pytest.raises(PaymentNotAllowed):
        shop.place(cart_id, total="84320.00")
    with pytest.raises(DeliveryNotPossible):
        shop.place(
            cart_id,
            total="84320.00",
            payment_method="bank_transfer",
            delivery_method="nova_poshta_locker",
            warehouse_ref=shop.LOCKER_4127,
        )
    assert written() == NOTHING
    assert shop.place(cart_id, total="84320.00", payment_method="bank_transfer").total == uah("84320.00")


@pytest.mark.parametrize(
    ("delivery", "total", "city", "place"),
    [
        ({"delivery_method": "pickup", "city_ref": "", "warehouse_ref": ""}, "4216.00", "", ""),
        (
            {"delivery_method": "nova_poshta_courier", "address": "вул. Нова, 1"},
            "4381.00",
            "Київ",
            "вул. Нова, 1",
        ),
        (
            {"delivery_method": "nova_poshta_locker", "warehouse_ref": shop.LOCKER_4127},
            "4316.00",
            "Київ",
            "Поштомат 4127, вул. Дегтярівська, 21",
        ),
    ],
)
def test_every_way_of_delivery(delivery, total, city, place):
    order = shop.place(total=total, **delivery)

    assert (order.total, order.delivery.city) == (uah(total), city)
    assert place.split(" ", 1)[-1] in order.delivery.place


class Crash(Exception):
    pass


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_crash_at_any_statement_leaves_nothing_and_the_retry_succeeds():
    """An exception before the n-th statement, for every n: nothing is left, and the same key still works."""
    points = 0
    while True:
        cart_id = shop.cart_with()
        before = written()
        request = shop.wish(cart_id)
        seen = 0

        def crash(execute, sql, params, many, context):
            nonlocal seen
            seen += 1
            if seen == points + 1:  # noqa: B023 - called before the loop goes on
                raise Crash(sql)
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(crash):
                services.checkout_place(request=request, key="k", language="uk")
        except Crash:
            assert written() == before
            assert invariant_faults() == []
            services.checkout_place(request=request, key="k", language="uk")
            points += 1
        else:
            break
    assert points > 20
    assert Order.objects.count() == points + 1
    assert Order.objects.count() == Payment.objects.count() == Cart.objects.filter(is_spent=True).count()


def test_a_handler_that_fails_takes_the_order_with_it(monkeypatch):
    cart_id = shop.cart_with()

    def refuse(event):
        raise Crash

    monkeypatch.setattr(services, "publish", refuse)
    with pytest.raises(Crash):
        shop.place(cart_id)
    assert written() == NOTHING


def test_the_request_cannot_be_changed_after_it_was_made():
    with pytest.raises(dataclasses.FrozenInstanceError):
        shop.wish(shop.cart_with()).comment = "x"


@pytest.mark.parametrize(
    "typed",
    [
        "067 123 45 67",
        "0671234567",
        "+380671234567",
        "380 67 123 45 67",
        "(067) 123-45-67",
        "+38 (067) 123-45-67",
    ],
)
def test_phone_numbers_as_people_write_them(typed):
    assert phone_e164(typed) == "+380671234567"


@pytest.mark.parametrize(
    "typed",
    [
        "067 123 45 6",
        "",
        "067 123 45 678",
        "0 800 FLOWERS",
        "٠٦٧١٢٣٤٥٦٧",
        "+1",
        "067\n1234567",
        "<b>",
        "1" * 50,
    ],
)
def test_what_is_no_phone_number(typed):
    assert phone_e164(typed) is None


@pytest.mark.parametrize(
    ("typed", "missing"), [("067 123 45 6", 1), ("+38067123456", 1), ("0671234567", 0), ("06712345678", -1)]
)
def test_missing_digits_are_counted(typed, missing):
    assert missing_digits(typed) == missing


def test_reservations_of_a_transfer_end_in_three_days():
    shop.place(payment_method="bank_transfer")

    ends = Reservation.objects.get().expires_at
    assert abs(ends - Order.objects.get().placed_at - dt.timedelta(days=3)) < dt.timedelta(minutes=1)
