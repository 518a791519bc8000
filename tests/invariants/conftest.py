"""The shop under nonsense: requests over HTTP, and everything that a refusal must leave as it was."""

import json

import pytest
from django.apps import apps

from tests.factories import checkout as shop
from tests.factories.desk import make_staff

WATCHED = (
    "cart.Cart", "cart.CartLine", "orders.Order", "orders.OrderLine", "orders.OrderAdjustment", "orders.OrderHistory",
    "payments.Payment", "payments.Refund", "inventory.StockItem", "inventory.Reservation", "inventory.StockMovement",
    "promotions.Coupon", "promotions.Redemption", "pricing.VariantPrice", "pricing.ExchangeRate", "delivery.Shipment",
    "ledger.AuditEntry", "ledger.IdempotencyKey", "ledger.MailLog",
)  # fmt: skip
# What a look may move: a cart notes when it was last touched.
PASSING = {"updated_at"}


@pytest.fixture(autouse=True)
def _shop(rates):
    shop.directory()


@pytest.fixture
def api(client):
    """Call the API with JSON; returns (status, code of the first error, answer)."""

    def call(method, path, sent=None, **headers):
        payload = {} if sent is None else {"data": json.dumps(sent), "content_type": "application/json"}
        answer = getattr(client, method)(f"/api/v1{path}", headers=headers, **payload)
        told = answer.json() if answer.content else {}
        return answer.status_code, told.get("errors", [{"code": ""}])[0]["code"], told

    return call


@pytest.fixture
def staff(client, api):
    """The same `api`, signed in as somebody who may do everything."""
    client.force_login(make_staff(is_superuser=True))
    return api


@pytest.fixture
def buy(api):
    """Check a cart out; the answer is that of `api`."""

    def call(cart_id, *, key="key", **changes):
        return api("post", "/checkout/", shop.body(cart_id, **changes), **{"Idempotency-Key": key})

    return call


@pytest.fixture
def rows():
    """Return every row of what the shop must not lose, as it stands now."""

    def all_rows():
        found = {}
        for name in WATCHED:
            model = apps.get_model(name)
            fields = [field.attname for field in model._meta.concrete_fields if field.name not in PASSING]
            found[name] = list(model._default_manager.order_by("pk").values_list(*fields))
        return found

    return all_rows
