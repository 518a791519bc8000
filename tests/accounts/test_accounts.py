"""An account is made with one field, opens when its address is confirmed, and owns what its address ordered."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as sent
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from commerce.cart import services as carts
from commerce.cart.models import Cart
from commerce.cart.selectors import CART_COOKIE
from commerce.customers.models import User
from commerce.ledger.models import MailLog
from commerce.orders import selectors as orders
from commerce.orders.models import Order
from tests.factories import checkout as shop
from tests.factories.commerce import make_sellable

pytestmark = pytest.mark.usefixtures("rates")
PASSWORD = "амоніт у бурштині"
EMAIL = "oksana@example.com"


@pytest.fixture(autouse=True)
def _directory(db):
    shop.directory()


@pytest.fixture
def order():
    return shop.place()


def work():
    call_command("shop_worker", batch=True)


def path(name, *args, language="uk", **kwargs):
    with override(language):
        return reverse(name, args=args, kwargs=kwargs)


def sign_up(order, browser=None, *, language="uk", password=PASSWORD, token=None):
    address = path("accounts:order_signup", order.number, language=language)
    form = {"token": orders.order_token(order.id) if token is None else token, "password1": password}
    return (browser or Client()).post(address, form)


def link():
    work()
    message = sent.outbox[-1]
    return re.search(r"http://127.0.0.1:8000(/\w\w/account/[^\s]+)", message.body)[1]


def asks_to_sign_in(browser):
    page = browser.get(path("accounts:home"))
    return page.status_code == 200 and 'name="login"' in page.text


def account(email=EMAIL, **fields):
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def sign_in(browser, *, email=EMAIL, password=PASSWORD, **form):
    return browser.post(path("account_login"), {"login": email, "password": password, **form})


def test_buyer_makes_an_account_with_one_field_and_finds_the_order_in_it(order):
    page = Client().get(orders.order_path(order.id, language="uk")).text
    assert 'name="password1"' in page
    browser = Client()

    assert sign_up(order, browser).headers["Location"] == path("account_email_verification_sent")
    user = User.objects.get()
    assert (user.email, user.first_name, user.last_name) == (EMAIL, "Оксана", "Гнатюк")
    assert user.check_password(PASSWORD)
    assert Order.objects.get().customer_id is None  # anybody could have typed the address
    assert asks_to_sign_in(browser)

    confirm = link()
    assert "Оксана" not in sent.outbox[-1].body
    assert browser.get(confirm).status_code == 200
    assert not EmailAddress.objects.get().verified  # a program that looks into links confirms nothing
    assert browser.post(confirm).headers["Location"] == path("accounts:home")

    assert Order.objects.get().customer_id == user.pk
    home = browser.get(path("accounts:home")).text
    assert order.number in home
    assert "Оксана Гнатюк" in home
    assert 'name="password1"' not in browser.get(orders.order_path(order.id, language="uk")).text


def test_the_same_answer_and_a_letter_when_the_address_has_an_account(order):
    user = account()

    answer = sign_up(order, language="en", password="something else entirely")

    assert answer.headers["Location"] == path("account_email_verification_sent", language="en")
    work()
    assert sent.outbox[-1].subject == "You already have an account"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["", "short", "password123"])
def test_weak_password_is_told_on_a_page_of_its_own(order, password):
    answer = sign_up(order, password=password)

    assert "error-summary" in answer.text
    assert EMAIL in answer.text
    assert User.objects.count() == 0


@pytest.mark.parametrize("token", ["", "wrong", "x" * 5000])
def test_wrong_token_makes_no_account(order, token):
    assert sign_up(order, token=token).status_code == 404
    assert User.objects.count() == 0


def test_an_address_in_the_form_is_not_listened_to(order):
    address = path("accounts:order_signup", order.number)
    form = {"token": orders.order_token(order.id), "password1": PASSWORD, "email": "thief@example.com"}
    Client().post(address, form)
    assert [user.email for user in User.objects.all()] == [EMAIL]


def test_signing_in_joins_the_carts_and_signing_out_leaves_them_with_the_customer():
    user, browser = account(), Client()
    first, second = make_sellable(stock=3), make_sellable(stock=3)
    own = shop.cart_with(first)
    carts.cart_merge(cart_id=own, customer_id=user.pk)
    browser.post(path("cart:add"), {"sku": second.sku})

    assert sign_in(browser).headers["Location"] == path("accounts:home")

    assert browser.cookies[CART_COOKIE].value == str(own)
    assert {line.variant_id for line in Cart.objects.get().lines.all()} == {first.pk, second.pk}
    assert "Кошик дочекається" in browser.get(path("account_logout")).text
    browser.post(path("account_logout"))
    assert browser.cookies[CART_COOKIE].value == ""
    assert "sessionid" not in browser.cookies or browser.cookies["sessionid"].value == ""


def test_what_a_signed_in_customer_adds_is_the_customers():
    user, browser = account(), Client()
    sign_in(browser)
    stone, other = make_sellable(stock=3), make_sellable(stock=3)

    browser.post(path("cart:add"), {"sku": stone.sku})
    del browser.cookies[CART_COOKIE]  # another device
    browser.post(path("cart:add"), {"sku": other.sku})

    cart = Cart.objects.get()
    assert cart.customer_id == user.pk
    assert {line.variant_id for line in cart.lines.all()} == {stone.pk, other.pk}


def test_checkout_knows_who_is_signed_in():
    account(first_name="Оксана", last_name="Гнатюк")
    browser = Client()
    sign_in(browser)
    browser.post(path("cart:add"), {"sku": make_sellable(stock=3).sku})

    page = browser.get(path("checkout:start")).text

    assert 'value="Оксана"' in page
    assert f'value="{EMAIL}"' in page
    assert "як гість" not in page


def test_later_guest_orders_come_with_the_next_sign_in(order):
    user = account()
    assert Order.objects.get().customer_id is None
    sign_in(Client())
    assert Order.objects.get().customer_id == user.pk


def test_unconfirmed_address_opens_nothing(order):
    sign_up(order)
    caches["default"].clear()  # a second letter is not sent at once
    browser = Client()

    assert sign_in(browser).headers["Location"] == path("account_email_verification_sent")
    assert asks_to_sign_in(browser)
    assert Order.objects.get().customer_id is None


def test_wrong_password_and_unknown_address_read_the_same():
    account()
    known = sign_in(Client(), password="not this one at all")
    unknown = sign_in(Client(), email="nobody@example.com")
    texts = [re.sub(r'value="[^"]*"|nonce="[^"]*"', "", answer.text) for answer in (known, unknown)]
    assert texts[0] == texts[1]
    assert "error-summary" in texts[0]


def test_guessing_is_ended_after_five_tries():
    account()
    for _attempt in range(5):
        sign_in(Client(), password="not this one at all")
    browser = Client()
    assert sign_in(browser).status_code == 200  # the right one, too late
    assert asks_to_sign_in(browser)


def test_forgotten_password():
    user, browser = account(), Client()
    done = path("account_reset_password_done")
    assert browser.post(path("account_reset_password"), {"email": EMAIL}).headers["Location"] == done
    assert (
        Client().post(path("account_reset_password"), {"email": "nobody@example.com"}).headers["Location"]
        == done
    )
    assert MailLog.objects.count() == 1
    reset = link()

    form = browser.get(reset).headers["Location"]
    assert "set-password" in form  # the key leaves the address
    browser.post(form, {"password1": "новий довгий пароль"})

    user.refresh_from_db()
    assert user.check_password("новий довгий пароль")
    assert "set-password" not in Client().get(reset).headers.get("Location", "")  # it worked once


def test_pages_of_orders_take_as_many_queries_for_one_as_for_many():
    user, browser = account(), Client()
    sign_in(browser)
    counts = []
    for number in (1, 4):
        for extra in range(number):
            shop.place(key=f"{number}-{extra}")
        Order.objects.update(customer_id=user.pk)
        browser.get(path("accounts:home"))
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(path("accounts:home")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_email_verification_sent",
        "account_inactive",
        "account_reset_password_from_key_done",
    ],
)
def test_every_page_is_there_in_both_languages(name, language):
    page = Client().get(path(name, language=language))
    assert page.status_code == 200
    main = page.text.partition("<main")[2].partition("</main>")[0]
    assert bool(re.search("[а-яіїє]", main)) == (language == "uk")
    assert "noindex" in page.text


def test_bad_link_is_told():
    bad = path("account_confirm_email", key="nonsense", language="en")
    assert "This link is no longer good" in Client().get(bad).text
