"""Carts: one line a variant, never more than there is, nothing silent."""

import uuid
from decimal import Decimal

import pytest

from commerce.cart import selectors, services
from commerce.cart.models import Cart, CartLine
from commerce.inventory import services as inventory
from commerce.pricing import services as pricing
from gemkit.money import Money
from tests.factories.checkout import cart_with
from tests.factories.commerce import make_sellable

pytestmark = pytest.mark.usefixtures("rates")


def view(cart_id, currency="UAH"):
    return selectors.cart_view(cart_id, currency=currency, language="uk")


def version(cart_id):
    return Cart.objects.values_list("version", flat=True).get(pk=cart_id)


def uah(amount):
    return Money(Decimal(amount), "UAH")


def test_adding_twice_makes_one_line():
    variant = make_sellable(stock=5)
    cart_id = cart_with(variant)

    services.line_add(cart_id=cart_id, sku=variant.sku, quantity=2)

    cart = view(cart_id)
    assert [line.quantity for line in cart.lines] == [3]
    assert cart.lines[0].unit_price == uah("4216.00")
    assert cart.total == uah("12648.00")
    assert (cart.version, cart.can_check_out) == (3, True)
    assert selectors.cart_count(str(cart_id)) == 3


def test_no_more_is_added_than_there_is():
    variant = make_sellable(stock=3)
    cart_id = cart_with(variant)

    change = services.line_add(cart_id=cart_id, sku=variant.sku, quantity=9)

    assert (change.quantity, change.requested, change.is_reduced) == (3, 10, True)
    with pytest.raises(services.NoMoreLeft) as refusal:
        services.line_add(cart_id=cart_id, sku=variant.sku)
    assert refusal.value.extra["available"] == 3
    assert CartLine.objects.get().quantity == 3


def test_a_single_stone_is_in_a_cart_once():
    variant = make_sellable(stock=1)
    cart_id = cart_with(variant)

    with pytest.raises(services.AlreadyInCart) as refusal:
        services.line_add(cart_id=cart_id, sku=variant.sku)

    assert variant.product.name_uk in refusal.value.detail
    assert (CartLine.objects.get().quantity, version(cart_id)) == (1, 2)


@pytest.mark.parametrize("break_it", ["sold", "draft", "inactive", "unknown"])
def test_what_is_not_on_sale_cannot_be_added(break_it):
    variant = make_sellable(stock=0 if break_it == "sold" else 1)
    if break_it == "draft":
        variant.product.live = False
        variant.product.save()
    if break_it == "inactive":
        variant.is_active = False
        variant.save()
    cart_id = services.cart_create()
    sku = "NO-SUCH" if break_it == "unknown" else variant.sku

    with pytest.raises((services.UnknownVariant, services.NotAvailable)) as refusal:
        services.line_add(cart_id=cart_id, sku=sku)

    assert refusal.value.code == ("OUT_OF_STOCK" if break_it == "sold" else "UNKNOWN_SKU")
    assert (CartLine.objects.count(), version(cart_id)) == (0, 1)


def test_what_has_no_price_cannot_be_added():
    variant = make_sellable(usd=None)

    with pytest.raises(pricing.PriceMissing):
        services.line_add(cart_id=services.cart_create(), sku=variant.sku)


def test_a_spent_cart_refuses_every_write():
    variant = make_sellable(stock=5)
    cart_id = cart_with(variant)
    line_id = CartLine.objects.get().pk
    services.cart_spend(cart_id=cart_id)

    for write in (
        lambda: services.line_add(cart_id=cart_id, sku=variant.sku),
        lambda: services.line_set(cart_id=cart_id, line_id=line_id, quantity=2),
        lambda: services.line_remove(cart_id=cart_id, line_id=line_id),
        lambda: services.changes_accept(cart_id=cart_id),
        lambda: services.cart_delete(cart_id=cart_id),
        lambda: services.cart_spend(cart_id=cart_id),
    ):
        with pytest.raises(services.CartSpent):
            write()
    assert (CartLine.objects.get().quantity, version(cart_id)) == (1, 2)
    assert view(cart_id) is None
    assert selectors.cart_count(str(cart_id)) == 0


def test_an_unknown_cart_or_line_is_not_found():
    cart_id = cart_with()
    other_line = CartLine.objects.get(cart=cart_with())

    with pytest.raises(services.CartNotFound):
        services.line_remove(cart_id=uuid.uuid4(), line_id=other_line.pk)
    for write in (services.line_remove, lambda **ids: services.line_set(**ids, quantity=1)):
        with pytest.raises(services.LineNotFound):
            write(cart_id=cart_id, line_id=other_line.pk)
    assert CartLine.objects.filter(pk=other_line.pk).exists()


def test_a_changed_price_is_named_until_it_is_accepted():
    variant = make_sellable(usd="100.00", stock=2)
    cart_id = cart_with(variant)
    pricing.price_set(variant_id=variant.pk, currency="USD", amount=Decimal("110.00"), actor="test")

    cart = view(cart_id)

    assert [problem.code for problem in cart.problems] == ["PRICE_CHANGED"]
    assert cart.problems[0].extra == {"old_price": uah("4216.00"), "new_price": uah("4638.00")}
    assert cart.problems[0].action == "accept_price"
    assert "4\u00a0216\u00a0₴" in cart.lines[0].notice.text
    assert (cart.total, cart.can_check_out) == (uah("4638.00"), False)

    services.changes_accept(cart_id=cart_id, line_ids=[cart.lines[0].id])
    assert view(cart_id).problems == ()


def test_fewer_left_than_chosen():
    variant = make_sellable(stock=5)
    cart_id = cart_with(variant, quantity=5)
    inventory.stock_correct(variant_id=variant.pk, change=-3, actor="test", reason="count")

    cart = view(cart_id)

    assert [(problem.code, problem.extra) for problem in cart.problems] == [
        ("QUANTITY_REDUCED", {"quantity": 5, "available": 2})
    ]
    services.changes_accept(cart_id=cart_id)
    assert (view(cart_id).lines[0].quantity, view(cart_id).problems) == (2, ())


@pytest.mark.parametrize(("cause", "code"), [("sold", "OUT_OF_STOCK"), ("draft", "UNPUBLISHED")])
def test_what_cannot_be_bought_any_more_is_not_counted(cause, code):
    kept, gone = make_sellable(), make_sellable()
    cart_id = cart_with(kept, gone)
    if cause == "sold":
        inventory.stock_correct(variant_id=gone.pk, change=-1, actor="test", reason="count")
    else:
        gone.product.live = False
        gone.product.save()

    cart = view(cart_id)

    assert [(problem.code, problem.sku, problem.action) for problem in cart.problems] == [
        (code, gone.sku, "remove")
    ]
    assert (cart.total, cart.can_check_out) == (uah("4216.00"), False)
    services.changes_accept(cart_id=cart_id)
    assert [problem.code for problem in view(cart_id).problems] == [code]


def test_sums_in_another_currency_are_those_of_the_quote():
    one, two = make_sellable(usd="99.99", stock=3), make_sellable(usd=None, uah="1234.00")
    cart_id = cart_with(one, two)
    services.line_add(cart_id=cart_id, sku=one.sku, quantity=2)
    lines = [(one.pk, 3), (two.pk, 1)]

    for currency in ("USD", "EUR"):
        cart = view(cart_id, currency)
        quote = pricing.quote(lines=lines, currency=currency)
        assert (cart.shown_total, cart.currency) == (quote.display, currency)
        assert cart.total == quote.subtotal == view(cart_id).total
    assert view(cart_id, "USD").lines[0].shown_total == Money(Decimal("299.97"), "USD")


def test_old_carts_are_forgotten_and_orders_carts_kept():
    import datetime as dt

    from gemkit.clock import now

    old, spent, young = cart_with(), cart_with(), cart_with()
    services.cart_spend(cart_id=spent)
    Cart.objects.filter(pk__in=[old, spent]).update(updated_at=now() - dt.timedelta(days=61))

    assert services.carts_forget() == 1
    assert set(Cart.objects.values_list("pk", flat=True)) == {spent, young}


def test_a_cart_has_room_for_a_hundred_lines(monkeypatch):
    monkeypatch.setattr("commerce.cart.domain.MAX_LINES", 2)
    cart_id = cart_with(make_sellable(), make_sellable())

    with pytest.raises(services.CartFull):
        services.line_add(cart_id=cart_id, sku=make_sellable().sku)


@pytest.mark.parametrize("size", [1, 50])
def test_a_cart_is_read_in_a_fixed_number_of_queries(size, django_assert_num_queries):
    cart_id = cart_with(*(make_sellable() for _ in range(size)))

    with django_assert_num_queries(9):  # the rates twice: outside a request nothing is kept
        view(cart_id)
