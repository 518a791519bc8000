"""The purchase over the API, with every refusal it documents."""

import json
import uuid
from decimal import Decimal

import pytest

from commerce.cart.models import Cart, CartLine
from commerce.inventory import services as inventory
from commerce.ledger.models import IdempotencyKey
from commerce.orders import selectors as orders
from commerce.orders import services as order_services
from commerce.orders.models import Order
from commerce.pricing import services as pricing
from commerce.pricing.models import ExchangeRate
from tests.factories import checkout as shop
from tests.factories.commerce import days_ago, make_sellable, set_rates
from tests.factories.desk import make_staff

pytestmark = pytest.mark.usefixtures("rates")

V1 = "/api/v1"


@pytest.fixture(autouse=True)
def _directory(db):
    shop.directory()


@pytest.fixture
def api(client):
    """Call the API with JSON; returns (status, answer)."""

    def call(method, path, sent=None, **headers):
        payload = {} if sent is None else {"data": json.dumps(sent), "content_type": "application/json"}
        answer = getattr(client, method)(f"{V1}{path}", headers=headers, **payload)
        return answer.status_code, (answer.json() if answer.content else None)

    return call


def uah(amount):
    return {"amount": amount, "currency": "UAH"}


def code_of(answer):
    return answer["errors"][0]["code"]


# --- Carts --------------------------------------------------------------------------------------


def test_a_cart_from_beginning_to_end(api):
    variant = make_sellable(stock=5)

    status, cart = api("post", "/carts/")
    assert (status, cart["lines"], cart["version"], cart["total"]) == (201, [], 1, uah("0.00"))
    path = f"/carts/{cart['id']}/"

    status, cart = api("post", f"{path}lines/", {"sku": variant.sku, "quantity": 2})
    line = cart["lines"][0]
    assert status == 201
    assert (line["sku"], line["quantity"], line["max_quantity"]) == (variant.sku, 2, 5)
    assert (line["unit_price"], line["line_total"], cart["total"]) == (
        uah("4216.00"),
        uah("8432.00"),
        uah("8432.00"),
    )

    status, cart = api("patch", f"{path}lines/{line['id']}/", {"quantity": 3})
    assert (status, cart["lines"][0]["quantity"], cart["version"]) == (200, 3, 3)

    status, cart = api("get", f"{path}?currency=USD")
    assert (cart["currency"], cart["total"]) == ("USD", {"amount": "300.00", "currency": "USD"})
    assert (cart["charged"]["total"], cart["rate"]) == (uah("12648.00"), "42.160000")

    status, cart = api("delete", f"{path}lines/{line['id']}/")
    assert (status, cart["lines"]) == (200, [])
    assert api("delete", path) == (204, None)
    assert api("get", path)[0] == 404


@pytest.mark.parametrize(
    "quantity", [0, -1, 1.5, 10**9, 2**63, True, "٣", "", None, [], {}, "1e3", float("1e400")]
)
def test_nonsense_quantities_are_400_and_change_nothing(api, quantity):
    variant = make_sellable(stock=5)
    cart_id = shop.cart_with(variant)
    line_id = CartLine.objects.get().pk

    assert api("post", f"/carts/{cart_id}/lines/", {"sku": variant.sku, "quantity": quantity})[0] == 400
    assert api("patch", f"/carts/{cart_id}/lines/{line_id}/", {"quantity": quantity})[0] == 400
    assert CartLine.objects.get().quantity == 1


@pytest.mark.parametrize(
    ("sku", "status"),
    [
        ("NO-SUCH", 404),
        ("", 400),
        ("a\x00b", 400),
        ("x" * 41, 400),
        ("\ud800", 400),
        (None, 400),
        (7, 404),
        (["a"], 400),
    ],
)
def test_strange_skus(api, sku, status):
    assert api("post", f"/carts/{shop.cart_with()}/lines/", {"sku": sku})[0] == status


def test_every_refusal_of_a_cart(api):
    single, sold = make_sellable(), make_sellable()
    cart_id = shop.cart_with(single)
    inventory.stock_correct(variant_id=sold.pk, change=-1, actor="test", reason="sold")
    line_id = CartLine.objects.get().pk
    lines = f"/carts/{cart_id}/lines/"

    status, answer = api("post", lines, {"sku": single.sku}, **{"accept-language": "en"})
    assert (status, code_of(answer), answer["errors"][0]["attr"]) == (409, "ALREADY_IN_CART", "sku")
    assert "is already in your cart" in answer["errors"][0]["detail"]
    status, answer = api("post", lines, {"sku": sold.sku})
    assert (status, code_of(answer), answer["errors"][0]["extra"]["available"]) == (409, "OUT_OF_STOCK", 0)
    for path in (f"/carts/{uuid.uuid4()}/", f"/carts/{uuid.uuid4()}/lines/{line_id}/"):
        assert api("delete", path)[0] == 404
    assert api("patch", f"{lines}{uuid.uuid4()}/", {"quantity": 1})[0] == 404
    assert api("get", "/carts/not-a-uuid/")[0] == 404
    for currency in ("usd", "XXX", "", "UAH;"):
        assert api("get", f"/carts/{cart_id}/?currency={currency}")[0] == 400

    Cart.objects.update(is_spent=True)
    for method, path, sent in (
        ("get", f"/carts/{cart_id}/", None),
        ("delete", f"/carts/{cart_id}/", None),
        ("post", lines, {"sku": single.sku}),
        ("patch", f"{lines}{line_id}/", {"quantity": 1}),
        ("delete", f"{lines}{line_id}/", None),
    ):
        status, answer = api(method, path, sent)
        assert (status, code_of(answer)) == (409, "CART_SPENT")


def test_problems_of_a_cart_say_what_to_do(api):
    variant = make_sellable()
    cart_id = shop.cart_with(variant)
    pricing.price_set(variant_id=variant.pk, currency="USD", amount=Decimal("110.00"), actor="test")

    _status, cart = api("get", f"/carts/{cart_id}/?lang=en")

    assert cart["problems"] == [
        {
            "code": "PRICE_CHANGED",
            "line": str(CartLine.objects.get().pk),
            "sku": variant.sku,
            "detail": "The price was ₴4,216, now it is ₴4,638.",
            "action": "accept_price",
            "extra": {"old_price": uah("4216.00"), "new_price": uah("4638.00")},
        }
    ]


# --- Delivery -----------------------------------------------------------------------------------


def test_the_directory(api):
    status, cities = api("get", "/delivery/cities/?q=%D0%9A%D0%98%D0%87&lang=en")
    assert (status, cities["results"]) == (
        200,
        [{"ref": shop.KYIV, "name": "Kyiv", "region": "", "type": "city"}],
    )

    status, places = api("get", f"/delivery/warehouses/?city={shop.KYIV}&q=12&type=warehouse")
    assert [place["number"] for place in places["results"]] == [12, 126]
    assert places["results"][0]["limits"] == {"weight_kg": "30.0", "declared_value": None}

    cart_id = shop.cart_with(make_sellable(usd="2000.00"))
    _status, places = api("get", f"/delivery/warehouses/?city={shop.KYIV}&type=locker&cart={cart_id}&lang=en")
    locker = places["results"][0]
    assert (locker["is_suitable"], locker["reason"]) == (False, "Not possible: the value is over ₴10,000")
    assert locker["limits"]["declared_value"] == uah("10000.00")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/delivery/warehouses/", 400),
        ("/delivery/warehouses/?city=x&type=palace", 400),
        ("/delivery/warehouses/?city=%00", 400),
        ("/delivery/warehouses/?city=nowhere", 200),
        ("/delivery/warehouses/?city=city-kyiv&cart=x", 404),
        ("/delivery/cities/?q=" + "x" * 101, 400),
        ("/delivery/cities/?page=nonsense", 400),
        ("/delivery/cities/?page=99", 404),
        ("/delivery/cities/?page_size=1000000", 200),
        ("/delivery/cities/?q=%00%27", 200),
        ("/delivery/cities/?lang=de", 400),
    ],
)
def test_nonsense_in_the_directory(api, path, status):
    assert api("get", path)[0] == status


def test_a_quote_of_delivery(api):
    variant = make_sellable(usd="2000.00")
    sent = {"city": shop.KYIV, "warehouse": shop.LOCKER_4127, "lines": [{"sku": variant.sku, "quantity": 1}]}

    status, quote = api("post", "/delivery/quote/", sent)

    assert (status, quote["goods"]) == (200, uah("84320.00"))
    assert {
        option["method"]: (option["price"]["amount"], option["is_possible"]) for option in quote["delivery"]
    } == {
        "nova_poshta_warehouse": ("0.00", True),
        "nova_poshta_locker": ("0.00", False),
        "nova_poshta_courier": ("165.00", True),
        "pickup": ("0.00", True),
    }
    assert all(option["arrival"]["date"] for option in quote["delivery"])
    assert quote["warehouse"]["is_suitable"] is False
    for broken in (
        {**sent, "cart": str(shop.cart_with())},
        {"city": shop.KYIV},
        {**sent, "city": "nowhere"},
        {**sent, "warehouse": shop.LVIV_1},
        {**sent, "lines": []},
        {**sent, "lines": [{"sku": variant.sku, "quantity": 0}]},
        [],
        "text",
    ):
        assert api("post", "/delivery/quote/", broken)[0] == 400
    assert api("post", "/delivery/quote/", {**sent, "lines": [{"sku": "NO", "quantity": 1}]})[0] == 404


# --- Checkout -----------------------------------------------------------------------------------


def buy(api, cart_id, key="key-1", lang="", **changes):
    return api("post", f"/checkout/{lang}", shop.body(cart_id, **changes), **{"Idempotency-Key": key})


def test_options(api):
    cart_id = shop.cart_with(make_sellable(usd="2000.00"))

    status, options = api("get", f"/checkout/options/?cart={cart_id}&lang=en")

    assert status == 200
    assert {
        option["method"]: option["total"]["amount"] for option in options["delivery"] if option["is_possible"]
    } == {
        "nova_poshta_warehouse": "84320.00",
        "nova_poshta_courier": "84485.00",
        "pickup": "84320.00",
    }
    assert [(option["method"], option["is_possible"]) for option in options["payment"]] == [
        ("cash_on_delivery", False),
        ("bank_transfer", True),
    ]
    assert options["can_check_out"] is True
    assert api("get", "/checkout/options/")[0] == 400
    assert api("get", f"/checkout/options/?cart={uuid.uuid4()}")[0] == 404


def test_an_order(api):
    variant = make_sellable()
    cart_id = shop.cart_with(variant)

    status, order = buy(api, cart_id, lang="?lang=en&currency=EUR")

    stored = Order.objects.get()
    assert status == 201
    assert (order["number"], order["status"], order["payment_status"]) == (stored.number, "placed", "pending")
    assert (order["subtotal"], order["delivery"]["cost"], order["total"]) == (
        uah("4216.00"),
        uah("120.00"),
        uah("4336.00"),
    )
    assert order["contact"]["phone"] == "+380671234567"
    assert order["lines"][0] | {"facts": "", "name": ""} == {
        "sku": variant.sku,
        "name": "",
        "facts": "",
        "quantity": 1,
        "unit_price": uah("4216.00"),
        "unit_price_usd": {"amount": "100.00", "currency": "USD"},
        "rate": "42.160000",
        "rate_date": order["lines"][0]["rate_date"],
        "rate_source": "nbu",
        "adjustments": [],
        "line_total": uah("4216.00"),
    }
    assert [(event["from"], event["to"], event["text"]) for event in order["timeline"]] == [
        ("", "placed", "Accepted")
    ]
    assert order["url"].endswith(f"/en/order/{stored.number}/?token={order['token']}")
    assert (stored.display_currency, stored.language) == ("EUR", "en")

    status, again = api("get", f"/orders/{stored.number}/?token={order['token']}&lang=en")
    assert (status, again) == (200, {name: order[name] for name in order if name not in {"token", "url"}})


def test_the_same_key_gets_the_same_answer(api):
    cart_id = shop.cart_with()

    first = buy(api, cart_id)
    assert buy(api, cart_id) == first
    assert first[0] == 201

    status, answer = buy(api, cart_id, comment="other")
    assert (status, code_of(answer)) == (422, "IDEMPOTENCY_KEY_REUSED")
    status, answer = buy(api, cart_id, key="key-2")
    assert (status, code_of(answer)) == (409, "CART_SPENT")
    assert Order.objects.count() == 1


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "ключ".encode().decode("latin-1"), "a b"])
def test_a_key_is_needed(api, key):
    cart_id = shop.cart_with()

    status, answer = buy(api, cart_id, key=key)
    assert (status, code_of(answer)) == (400, "IDEMPOTENCY_KEY_REQUIRED")
    status, answer = api("post", "/checkout/", shop.body(cart_id))
    assert (status, code_of(answer)) == (400, "IDEMPOTENCY_KEY_REQUIRED")
    assert Order.objects.count() == IdempotencyKey.objects.count() == 0


CONTACT = {"email": "o@example.com", "phone": "067 123 45 67", "first_name": "О", "last_name": "Г"}


@pytest.mark.parametrize(
    ("change", "attr"),
    [
        ({"cart": "x"}, "cart"),
        ({"cart": None}, "cart"),
        ({"contact": None}, "contact"),
        ({"contact": []}, "contact.non_field_errors"),
        ({"contact": {**CONTACT, "email": "nobody"}}, "contact.email"),
        ({"contact": {**CONTACT, "email": "a@b.ua\r\nBcc: c@d.ua"}}, "contact.email"),
        ({"contact": {**CONTACT, "email": "a" * 250 + "@b.ua"}}, "contact.email"),
        ({"contact": {**CONTACT, "phone": "067 123 45 6"}}, "contact.phone"),
        ({"contact": {**CONTACT, "phone": True}}, "contact.phone"),
        ({"contact": {**CONTACT, "first_name": ""}}, "contact.first_name"),
        ({"contact": {**CONTACT, "first_name": "a\nb"}}, "contact.first_name"),
        ({"contact": {**CONTACT, "last_name": "x\x00"}}, "contact.last_name"),
        ({"contact": {**CONTACT, "last_name": "\ud800"}}, "contact.last_name"),
        ({"contact": {**CONTACT, "last_name": "x" * 81}}, "contact.last_name"),
        ({"delivery": {}}, "delivery.method"),
        ({"delivery": {"method": "teleport"}}, "delivery.method"),
        ({"delivery": {"method": "nova_poshta_warehouse", "city": "a\x00"}}, "delivery.city"),
        ({"delivery": {"method": "nova_poshta_warehouse"}}, "delivery.city"),
        ({"delivery": {"method": "nova_poshta_warehouse", "city": shop.KYIV}}, "delivery.warehouse"),
        (
            {"delivery": {"method": "nova_poshta_warehouse", "city": shop.LVIV, "warehouse": shop.BRANCH_12}},
            "delivery.warehouse",
        ),
        ({"delivery": {"method": "nova_poshta_courier", "city": shop.KYIV}}, "delivery.address"),
        ({"payment_method": "stripe"}, "payment_method"),
        ({"comment": "x" * 501}, "comment"),
        ({"accept_total": "4336.00"}, "accept_total.non_field_errors"),
        ({"accept_total": {"amount": "4336.001", "currency": "UAH"}}, "accept_total.amount"),
        ({"accept_total": {"amount": "NaN", "currency": "UAH"}}, "accept_total.amount"),
        ({"accept_total": {"amount": "-1.00", "currency": "UAH"}}, "accept_total.amount"),
        ({"accept_total": {"amount": "4336.00", "currency": "uah"}}, "accept_total.currency"),
        ({"accept_total": {"amount": "102.85", "currency": "USD"}}, "accept_total"),
    ],
)
def test_malformed_requests_are_400_and_write_nothing(api, change, attr):
    cart_id = shop.cart_with()

    status, answer = api("post", "/checkout/", shop.body(cart_id) | change, **{"Idempotency-Key": "k"})

    assert (status, answer["errors"][0]["attr"]) == (400, attr)
    assert Order.objects.count() == IdempotencyKey.objects.count() == 0
    assert Cart.objects.get().is_spent is False


def test_what_the_client_may_not_decide_is_ignored(api):
    cart_id = shop.cart_with()
    body = shop.body(cart_id) | {
        "total": uah("1.00"),
        "discount": "4335.00",
        "price": 1,
        "status": "completed",
        "language": "en",
        "customer": 1,
    }
    body["delivery"] |= {"cost": "0.00"}

    status, order = api("post", "/checkout/", body, **{"Idempotency-Key": "k"})

    assert (status, order["total"], order["status"], order["discount"]) == (
        201,
        uah("4336.00"),
        "placed",
        uah("0.00"),
    )


def test_every_conflict(api):
    variant = make_sellable()
    cart_id = shop.cart_with(variant)

    status, answer = buy(api, cart_id, total="1.00")
    assert (status, code_of(answer)) == (409, "TOTAL_CHANGED")
    assert answer["errors"][0]["extra"] == {"total": uah("4336.00"), "accepted": uah("1.00")}
    status, answer = api("post", "/checkout/", shop.body(uuid.uuid4()), **{"Idempotency-Key": "k"})
    assert (status, code_of(answer)) == (404, "not_found")
    variant.product.live = False
    variant.product.save()
    status, answer = buy(api, cart_id)
    assert (status, code_of(answer)) == (409, "UNPUBLISHED")
    variant.product.live = True
    variant.product.save()
    inventory.stock_correct(variant_id=variant.pk, change=-1, actor="test", reason="sold")
    status, answer = buy(api, cart_id)
    assert (status, code_of(answer)) == (409, "OUT_OF_STOCK")
    assert answer["errors"][0]["extra"]["sku"] == variant.sku
    CartLine.objects.all().delete()
    status, answer = buy(api, cart_id)
    assert (status, code_of(answer)) == (409, "CART_EMPTY")
    assert Order.objects.count() == 0

    dear = shop.cart_with(make_sellable(usd="2000.00"))
    status, answer = buy(api, dear, total="84320.00")
    assert (status, code_of(answer)) == (409, "PAYMENT_NOT_ALLOWED")
    locker = {"method": "nova_poshta_locker", "city": shop.KYIV, "warehouse": shop.LOCKER_4127}
    status, answer = buy(api, dear, total="84320.00", payment_method="bank_transfer", delivery=locker)
    assert (status, code_of(answer)) == (409, "DELIVERY_NOT_POSSIBLE")


def test_a_stale_rate_asks_to_come_back(client):
    cart_id = shop.cart_with()
    ExchangeRate.objects.all().delete()
    set_rates(day=days_ago(31))

    answer = client.post(
        f"{V1}/checkout/",
        json.dumps(shop.body(cart_id)),
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )

    assert (answer.status_code, code_of(answer.json())) == (503, "RATE_STALE")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("content_type", "sent", "status"),
    [
        ("text/xml", "<a/>", 415),
        ("application/json", "{", 400),
        ("application/json", "[" * 100000, 400),
        ("application/json", b"\xff", 400),
    ],
)
def test_bodies_that_are_no_json(client, content_type, sent, status):
    answer = client.post(f"{V1}/checkout/", sent, content_type=content_type, headers={"Idempotency-Key": "k"})

    assert answer.status_code == status
    assert answer.json()["errors"]


# --- Orders -------------------------------------------------------------------------------------


def test_unknown_and_foreign_orders_read_the_same(client):
    order = shop.place()
    answers = [
        client.get(f"{V1}/orders/{order.number}/?token=x"),
        client.get(f"{V1}/orders/{order.number}/"),
        client.get(f"{V1}/orders/0000-0000-0000/?token={orders.order_token(order.id)}"),
        client.get(f"{V1}/orders/%00/?token=x"),
        client.get(f"{V1}/orders/{order.number}/?token=%00"),
        client.post(f"{V1}/orders/{order.number}/cancel/", {"token": "x"}, content_type="application/json"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_buyer_cancels(api):
    order = shop.place()
    token = orders.order_token(order.id)
    path = f"/orders/{order.number}/cancel/"

    status, answer = api("post", path, {"token": token, "reason": "another stone"})
    assert (status, answer["status"], answer["payment_status"]) == (200, "cancelled", "failed")
    status, answer = api("post", path, {"token": token})
    assert (status, code_of(answer)) == (409, "CANCEL_TOO_LATE")
    assert api("post", path, {})[0] == 400


def test_staff_act_with_the_permission_only(api, client):
    order = shop.place()
    path = f"/orders/{order.number}/"
    assert api("patch", path, {"action": "confirm"})[0] == 401
    client.force_login(make_staff("editor@example.com", permissions=()))
    assert api("patch", path, {"action": "confirm"})[0] == 403
    assert api("get", path)[0] == 404

    client.force_login(make_staff())
    status, answer = api("patch", path, {"action": "confirm", "reason": "called"})
    assert (status, answer["status"]) == (200, "confirmed")
    for sent, status, code in (
        ({"action": "deliver"}, 409, "TRANSITION_NOT_ALLOWED"),
        ({"action": "pack", "expected_status": "placed"}, 409, "STALE_ORDER"),
        ({"action": "refund"}, 400, "invalid_choice"),
        ({"status": "completed"}, 400, "required"),
    ):
        answered, answer = api("patch", path, sent)
        assert (answered, code_of(answer)) == (status, code)
    assert api("patch", "/orders/0000-0000-0000/", {"action": "confirm"})[0] == 404
    for sent in (
        {"action": "pack"},
        {"action": "ship", "waybill": "20450726118834"},
        {"action": "deliver"},
        {"action": "complete"},
    ):
        status, answer = api("patch", path, sent)
        assert status == 200
    assert (answer["status"], answer["payment_status"], answer["delivery"]["waybill"]) == (
        "completed",
        "paid",
        "20450726118834",
    )


def test_a_staff_session_without_a_csrf_token_changes_nothing():
    from django.test import Client

    order = shop.place()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_staff())

    answer = strict.patch(
        f"{V1}/orders/{order.number}/", {"action": "confirm"}, content_type="application/json"
    )

    assert answer.status_code in {401, 403}
    assert Order.objects.get().status == "placed"


def test_an_order_that_is_paid_cannot_be_completed_unpaid(api, client):
    order = shop.place(payment_method="bank_transfer")
    for action in ("confirm", "pack"):
        order_services.order_act(number=order.number, action=action, actor="test")
    client.force_login(make_staff())

    status, answer = api("patch", f"/orders/{order.number}/", {"action": "ship"})

    assert (status, code_of(answer)) == (409, "PAYMENT_MISSING")


# --- The document -------------------------------------------------------------------------------


def test_limits_of_requests(client, monkeypatch):
    from django.core.cache import caches

    from gemkit.api.throttling import ScopeThrottle

    caches["limits"].clear()
    monkeypatch.setattr(ScopeThrottle, "THROTTLE_RATES", {"checkout": "1/min"})
    sent = {"data": "{}", "content_type": "application/json"}
    statuses = [client.post(f"{V1}/checkout/", **sent) for _ in range(2)]

    assert [answer.status_code for answer in statuses] == [400, 429]
    assert int(statuses[1].headers["Retry-After"]) > 0
    assert code_of(statuses[1].json()) == "throttled"
    caches["limits"].clear()


def test_private_answers_are_not_kept(client):
    answer = client.get(f"{V1}/carts/{shop.cart_with()}/")

    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_checkout_is_documented_with_its_codes(client):
    schema = client.get(f"{V1}/schema/?format=json").json()
    answers = schema["paths"]["/api/v1/checkout/"]["post"]["responses"]

    assert set(answers) == {"201", "400", "404", "409", "422", "503"}
    conflicts = answers["409"]["description"]
    for code in (
        "CART_SPENT",
        "CART_EMPTY",
        "UNPUBLISHED",
        "OUT_OF_STOCK",
        "TOTAL_CHANGED",
        "DELIVERY_NOT_POSSIBLE",
    ):
        assert f"`{code}`" in conflicts
