"""A process of the shop that does what a test asks for, one JSON object a line.

The tests themselves never touch the database: the browser's driver runs an event loop, which Django
refuses to work in, and the server's database is not that of the tests.
"""

import json
import os
import sys
from decimal import Decimal

REAL_STDOUT = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what the shop prints does not get between the answers


def stock(sku, free):
    """Make it ``free`` pieces that nobody has reserved."""
    from catalog import selectors as catalog
    from commerce.inventory import selectors, services

    variant = catalog.variant_by_sku(sku, language="uk")
    change = free - selectors.free_quantity([variant.variant_id])[variant.variant_id]
    if change:
        services.stock_correct(variant_id=variant.variant_id, change=change, actor="test", reason="test")


def price(sku, usd):
    """Set the price in dollars."""
    from catalog import selectors as catalog
    from commerce.pricing import services

    variant = catalog.variant_by_sku(sku, language="uk")
    services.price_set(
        variant_id=variant.variant_id, currency="USD", amount=Decimal(usd), actor="test", reason="test"
    )


def orders(email):
    """Return number, status and history of the orders of a buyer."""
    from django.apps import apps

    found = apps.get_model("orders", "Order").objects.filter(email=email).order_by("pk")
    return [
        {
            "number": order.number,
            "status": order.status,
            "history": [row.to_status for row in order.history.order_by("pk")],
        }
        for order in found
    ]


def styleguide():
    """Return the page of all components, which the server shows to developers only."""
    from django.conf import settings
    from django.test import RequestFactory

    from gemsite import views

    settings.STYLEGUIDE = True
    request = RequestFactory().get("/styleguide/", headers={"host": settings.ALLOWED_HOSTS[0]})
    request.currency, request.user = "UAH", None
    return views.styleguide(request).content.decode()


def block_sheet(language):
    """Return the sheet of all blocks, which the server shows to developers only."""
    from django.conf import settings
    from django.test import RequestFactory

    from gemsite.block_sheet import block_sheet as view

    settings.STYLEGUIDE = True
    address = f"/styleguide/blocks/{language}/"
    request = RequestFactory().get(address, headers={"host": settings.ALLOWED_HOSTS[0]})
    request.currency, request.user = "UAH", None
    return view(request, language).content.decode()


ACTIONS = {action.__name__: action for action in (stock, price, orders, styleguide, block_sheet)}


def main():
    import django

    django.setup()
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"answer": ACTIONS[asked.pop("action")](**asked)}
        except Exception as error:  # noqa: BLE001 - the test that asked gets to know
            answer = {"error": repr(error)}
        REAL_STDOUT.write(json.dumps(answer) + "\n")
        REAL_STDOUT.flush()


if __name__ == "__main__":
    main()
