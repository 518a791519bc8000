"""A shop that anything may happen to, in any order: after every step its books must agree.

The suite runs a small one. A longer one: ``MACHINE_EXAMPLES=200 MACHINE_STEPS=50 python -m pytest -s
tests/races/test_machine.py`` prints how many steps it took.
"""

import datetime as dt
import os
from collections import Counter
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from commerce.cart import services as carts
from commerce.cart.models import Cart, CartLine
from commerce.checkout import services as checkout
from commerce.inventory import services as inventory
from commerce.inventory.models import Reservation, StockItem, StockMovement
from commerce.orders import services as orders
from commerce.orders.enums import TARGET, OrderAction
from commerce.orders.models import Order, OrderLine
from commerce.payments import services as payments
from commerce.payments.models import Payment
from commerce.pricing import services as pricing
from commerce.promotions.models import Coupon
from gemkit.clock import now
from gemkit.errors import DomainError
from gemsite.management.commands.check_invariants import faults
from tests.factories import checkout as shop
from tests.factories.commerce import make_sellable
from tests.factories.promotions import CouponFactory, PromotionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.recompute_fails]

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "4"))
STEPS = int(os.environ.get("MACHINE_STEPS", "15"))
ACTOR = "staff:1"
done: Counter[str] = Counter()

index = st.integers(min_value=0, max_value=10_000)


class Shop(RuleBasedStateMachine):
    """Three lots, a single stone, two coupons, a promotion; carts, orders and their money come by the rules."""

    def __init__(self):
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        shop.directory()
        lots = [
            make_sellable(stock=stock, usd=usd) for stock, usd in ((9, "33.33"), (5, "77.77"), (2, "0.49"))
        ]
        self.variants = [*lots, make_sellable(stock=1, usd="412.00")]
        self.codes = [
            CouponFactory(limit=2, value=Decimal("7.77"), at_most=Decimal("250.00")).code,
            CouponFactory(effect="amount", value=Decimal("99.99"), per_customer=1, can_combine=False).code,
        ]
        PromotionFactory(value=Decimal("3.30"), min_quantity=2)
        self.carts = [carts.cart_create()]
        self.keys = 0
        self.came = sum(StockItem.objects.values_list("on_hand", flat=True))

    def teardown(self):
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    def attempt(self, act, **values):
        """Do something that may be refused; a refusal is an answer, anything else a fault of the shop."""
        done["steps"] += 1
        try:
            answer = act(**values)
        except DomainError:
            done["refused"] += 1
            return None
        done[act.__name__] += 1
        return answer

    # --- Carts ----------------------------------------------------------------------------------

    def cart(self, pick):
        """One of the latest carts: some are ordered by now, and refuse."""
        return self.carts[-1 - pick % min(3, len(self.carts))]

    def line(self, pick, cart_id):
        lines = list(CartLine.objects.filter(cart_id=cart_id).values_list("pk", flat=True))
        return lines[pick % len(lines)] if lines else None

    def has_no_open_cart(self):
        return not Cart.objects.filter(pk__in=self.carts[-3:], is_spent=False).exists()

    @precondition(has_no_open_cart)
    @rule()
    def open_cart(self):
        self.carts.append(self.attempt(carts.cart_create))

    @rule(pick=index, which=index, quantity=st.integers(1, 4))
    def add(self, pick, which, quantity):
        sku = self.variants[which % len(self.variants)].sku
        self.attempt(carts.line_add, cart_id=self.cart(pick), sku=sku, quantity=quantity)

    @rule(pick=index, which=index, quantity=st.integers(1, 12))
    def change(self, pick, which, quantity):
        cart_id = self.cart(pick)
        line = self.line(which, cart_id)
        if line is not None:
            self.attempt(carts.line_set, cart_id=cart_id, line_id=line, quantity=quantity)

    @rule(pick=index, which=index)
    def remove(self, pick, which):
        cart_id = self.cart(pick)
        line = self.line(which, cart_id)
        if line is not None:
            self.attempt(carts.line_remove, cart_id=cart_id, line_id=line)

    @rule(pick=index, which=index)
    def use_coupon(self, pick, which):
        self.attempt(carts.coupon_set, cart_id=self.cart(pick), code=self.codes[which % len(self.codes)])

    @rule(pick=index, which=index, usd=st.decimals("0.01", "900", places=2))
    def move_price(self, pick, which, usd):
        variant = self.variants[which % len(self.variants)]
        self.attempt(pricing.price_set, variant_id=variant.pk, currency="USD", amount=usd, actor=ACTOR)

    # --- Orders ---------------------------------------------------------------------------------

    @rule(
        pick=index,
        method=st.sampled_from(["bank_transfer", "cash_on_delivery"]),
        email=st.sampled_from(["a@example.com", "b@example.com"]),
        is_right=st.booleans(),
        again=st.booleans(),
    )
    def check_out(self, pick, method, email, is_right, again):
        cart_id = self.cart(pick)
        if not Cart.objects.filter(pk=cart_id, is_spent=False, lines__isnull=False).exists():
            return
        self.place(cart_id, method, email, is_right, again)

    @rule(
        which=st.lists(index, min_size=1, max_size=3),
        quantity=st.integers(1, 3),
        coupon=st.sampled_from([None, 0, 1]),
        method=st.sampled_from(["bank_transfer", "cash_on_delivery"]),
        email=st.sampled_from(["a@example.com", "b@example.com"]),
    )
    def buy(self, which, quantity, coupon, method, email):
        """A whole purchase at once: random single steps seldom make one."""
        cart_id = self.attempt(carts.cart_create)
        for one in which:
            sku = self.variants[one % len(self.variants)].sku
            self.attempt(carts.line_add, cart_id=cart_id, sku=sku, quantity=quantity)
        if coupon is not None:
            self.attempt(carts.coupon_set, cart_id=cart_id, code=self.codes[coupon])
        if CartLine.objects.filter(cart_id=cart_id).exists():
            self.place(cart_id, method, email, is_right=True, again=False)

    @initialize(which=index, method=st.sampled_from(["bank_transfer", "cash_on_delivery"]))
    def begin(self, which, method):
        self.buy(which=[which, 0], quantity=1, coupon=0, method=method, email="a@example.com")

    def place(self, cart_id, method, email, is_right, again):
        self.keys += 1
        contact = shop.OKSANA.__class__(email, shop.OKSANA.phone, "О", "Г")
        total = shop.total_of(cart_id) if is_right else "1.00"
        wish = shop.wish(cart_id, total=total, payment_method=method, contact=contact)
        placed = self.attempt(checkout.checkout_place, request=wish, key=f"k{self.keys}", language="uk")
        if placed is not None and again:
            replay = self.attempt(checkout.checkout_place, request=wish, key=f"k{self.keys}", language="uk")
            assert replay.is_replay
            assert replay.number == placed.number

    def order(self, pick):
        numbers = list(Order.objects.order_by("pk").values_list("number", flat=True))
        return numbers[pick % len(numbers)]

    def has_orders(self):
        return Order.objects.exists()

    @precondition(has_orders)
    @rule(pick=index, action=st.sampled_from(list(OrderAction)))
    def act(self, pick, action):
        number = self.order(pick)
        if self.attempt(orders.order_act, number=number, action=action, actor=ACTOR) is not None:
            assert Order.objects.get(number=number).status == TARGET[action]

    @precondition(has_orders)
    @rule(pick=index)
    def send_off(self, pick):
        """The usual way at once: random single steps seldom get as far."""
        number = self.order(pick)
        self.attempt(payments.payment_record, number=number, actor=ACTOR)
        for action in (OrderAction.CONFIRM, OrderAction.PACK, OrderAction.SHIP, OrderAction.DELIVER):
            self.attempt(orders.order_act, number=number, action=action, actor=ACTOR)

    @precondition(has_orders)
    @rule(pick=index)
    def cancel_by_buyer(self, pick):
        self.attempt(orders.order_cancel_by_buyer, number=self.order(pick))

    @precondition(has_orders)
    @rule(pick=index)
    def pay(self, pick):
        self.attempt(payments.payment_record, number=self.order(pick), actor=ACTOR)

    @precondition(has_orders)
    @rule(
        pick=index,
        key=st.sampled_from(["r1", "r2"]),
        amount=st.decimals("0.01", "5000", places=2),
        is_all=st.booleans(),
    )
    def refund(self, pick, key, amount, is_all):
        payment = Payment.objects.get(order__number=self.order(pick))
        if is_all and payment.captured > payment.refunded:
            amount = payment.captured - payment.refunded
        self.attempt(payments.refund_record, number=payment.order.number, key=key, amount=amount, actor=ACTOR)

    @rule(days=st.integers(1, 4), twice=st.booleans())
    def expire(self, days, twice):
        for _turn in range(1 + twice):
            self.attempt(inventory.reservations_expire, moment=now() + dt.timedelta(days=days))

    # --- Stock ----------------------------------------------------------------------------------

    @rule(which=index, quantity=st.integers(1, 3))
    def restock(self, which, quantity):
        variant = self.variants[which % len(self.variants)]
        self.attempt(inventory.stock_receive, variant_id=variant.pk, quantity=quantity, actor=ACTOR)

    @rule(which=index, change=st.integers(-4, 4))
    def correct(self, which, change):
        variant = self.variants[which % len(self.variants)]
        self.attempt(
            inventory.stock_correct, variant_id=variant.pk, change=change, actor=ACTOR, reason="machine"
        )

    @precondition(has_orders)
    @rule(pick=index, quantity=st.integers(1, 3), name=st.sampled_from(["p1", "p2"]))
    def take_back(self, pick, quantity, name):
        lines = list(OrderLine.objects.order_by("pk").values_list("pk", flat=True))
        self.attempt(
            inventory.stock_return,
            order_line_id=lines[pick % len(lines)],
            quantity=quantity,
            return_id=name,
            actor=ACTOR,
        )

    # --- What is always true --------------------------------------------------------------------

    @invariant()
    def books_agree(self):
        assert list(faults()) == []

    @invariant()
    def every_order_adds_up(self):
        for order in Order.objects.prefetch_related("lines", "payments"):
            lines = sum((line.unit_price * line.quantity for line in order.lines.all()), Decimal(0))
            (payment,) = order.payments.all()
            assert order.total == lines - order.discount + order.delivery_cost == payment.amount
            assert 0 <= payment.refunded <= payment.captured <= payment.amount

    @invariant()
    def every_piece_is_somewhere(self):
        active = Reservation.objects.filter(state="active").values_list(
            "order_line__order__status", flat=True
        )
        assert set(active) <= {"placed", "confirmed", "packed"}
        consumed = Reservation.objects.filter(state="consumed").values_list(
            "order_line__order__status", flat=True
        )
        assert set(consumed) <= {"shipped", "delivered", "completed"}
        for item in StockItem.objects.all():
            moved = StockMovement.objects.filter(variant_id=item.variant_id).values_list("change", flat=True)
            assert 0 <= item.reserved <= item.on_hand == sum(moved)

    @invariant()
    def coupons_stay_in_their_bounds(self):
        for coupon in Coupon.objects.all():
            assert coupon.used == coupon.redemptions.filter(cancelled_at__isnull=True).count()
            assert coupon.limit is None or coupon.used <= coupon.limit


def test_whatever_happens_the_books_agree(rates, capsys):
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )

    with capsys.disabled():
        if EXAMPLES > 4:
            print(f"\n{dict(done.most_common())}")  # noqa: T201
    assert done["checkout_place"] > 0
