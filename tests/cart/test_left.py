"""Carts that were filled and left are counted, and after their time they go with a trace."""

import datetime as dt
from decimal import Decimal

import pytest

from commerce.cart import selectors, services
from commerce.cart.models import Cart
from commerce.ledger.models import AuditEntry
from gemkit.clock import now
from gemkit.money import Money
from tests.desk.conftest import desk, olena  # noqa: F401 - fixtures
from tests.factories.checkout import cart_with
from tests.factories.commerce import make_sellable

pytestmark = pytest.mark.usefixtures("rates")


def aged(days, *variants, quantity=1):
    cart = cart_with(*variants, quantity=quantity)
    Cart.objects.filter(pk=cart).update(updated_at=now() - dt.timedelta(days=days))
    return cart


@pytest.fixture
def carts(db):
    """Two left carts, and three that are not: too young, ordered, empty."""
    cheap = make_sellable(usd="12.50", stock=9)
    aged(3, cheap, make_sellable(usd="100.00", stock=9), quantity=2)
    aged(10)
    aged(0)
    services.cart_spend(cart_id=aged(5))
    Cart.objects.filter(pk=services.cart_create()).update(updated_at=now() - dt.timedelta(days=5))


def test_they_are_counted_with_what_is_in_them(carts):
    left = selectors.carts_left(until=now() - dt.timedelta(hours=24))

    assert (left.carts, left.lines) == (2, 3)
    assert left.value == Money(Decimal("13702.00"), "UAH")  # 2 × 527 + 2 × 4216 + 4216
    assert (now() - left.oldest).days == 10


def test_the_admins_home_tells_it(carts, desk):  # noqa: F811 - the fixture
    page = desk.get("/cms/").content.decode()

    panel = page.partition("Carts that were left")[2][:2500].replace("\u00a0", " ")
    for said in ("<dd>2</dd>", "<dd>3</dd>", "₴13,702", "<dd>10</dd>"):
        assert said in panel


def test_none_is_said_too(desk):  # noqa: F811 - the fixture
    assert "No filled cart was left." in desk.get("/cms/").content.decode()


def test_expiry_leaves_a_count_and_nothing_else(carts):
    aged(61, quantity=1)

    assert services.carts_forget() == 1
    assert services.carts_forget() == 0
    (entry,) = AuditEntry.objects.filter(kind="cart")
    assert entry.before == {"carts": 1, "lines": 1, "value": "4216.00"}
    assert (entry.actor, entry.object_id) == ("system", "expired")
