"""A directory, carts, and what a buyer sends off."""

from decimal import Decimal

from commerce.cart import services as carts
from commerce.checkout.selectors import checkout_view
from commerce.checkout.services import CheckoutRequest, checkout_place
from commerce.delivery import services as deliveries
from commerce.delivery.services import CityRow, PlaceRow
from commerce.orders.domain import Contact
from commerce.orders.selectors import order_view
from gemkit.money import Money
from tests.factories.commerce import make_sellable

KYIV, LVIV, MYKOLAIV, MYKOLAIV_LVIV = "city-kyiv", "city-lviv", "city-mykolaiv", "city-mykolaiv-lviv"
BRANCH_12, BRANCH_126, LOCKER_4127, LVIV_1 = "kyiv-12", "kyiv-126", "kyiv-4127", "lviv-1"
OKSANA = Contact("oksana@example.com", "+380671234567", "Оксана", "Гнатюк")
LOCKER_LIMIT = Decimal("10000.00")

ROWS = (
    CityRow(
        ref=KYIV,
        name_uk="Київ",
        name_en="Kyiv",
        population_rank=1,
        places=(
            PlaceRow(
                BRANCH_12,
                12,
                "warehouse",
                "вул. Січових Стрільців, 37",
                "37 Sichovykh Striltsiv St",
                "8:00–20:00",
                Decimal(30),
            ),
            PlaceRow(
                BRANCH_126,
                126,
                "warehouse",
                "просп. Берестейський, 65",
                "65 Beresteiskyi Ave",
                "8:00–21:00",
                Decimal(30),
            ),
            PlaceRow(
                LOCKER_4127,
                4127,
                "locker",
                "вул. Дегтярівська, 21",
                "21 Dehtiarivska St",
                "24/7",
                Decimal(20),
                LOCKER_LIMIT,
            ),
        ),
    ),
    CityRow(
        ref=LVIV,
        name_uk="Львів",
        name_en="Lviv",
        population_rank=2,
        places=(PlaceRow(LVIV_1, 1, "warehouse", "вул. Городоцька, 355", "355 Horodotska St"),),
    ),
    CityRow(MYKOLAIV, "Миколаїв", "Mykolaiv", "Миколаївська область", "Mykolaiv region", population_rank=3),
    CityRow(MYKOLAIV_LVIV, "Миколаїв", "Mykolaiv", "Львівська область", "Lviv region", population_rank=90),
)


def directory():
    """Fill the carrier's directory with four cities, two of one name."""
    deliveries.directory_import(ROWS)


def cart_with(*variants, quantity=1):
    """Make a cart with ``quantity`` of each variant (a new sellable one by default); returns its id."""
    cart_id = carts.cart_create()
    for variant in variants or (make_sellable(stock=quantity),):
        carts.line_add(cart_id=cart_id, sku=variant.sku, quantity=quantity)
    return cart_id


def total_of(cart_id):
    """Return what a cart sent to branch 12 comes to, as text."""
    view = checkout_view(cart_id, currency="UAH", language="uk")
    branch = next(option for option in view.deliveries if option.method == "nova_poshta_warehouse")
    return str((view.cart.subtotal - view.cart.discount + branch.cost).amount)


def wish(cart_id, *, total="4336.00", **changes):
    """Return what a buyer sends: one stone of 100 $ to branch 12 in Kyiv, paid on delivery."""
    values = {
        "cart_id": cart_id,
        "contact": OKSANA,
        "delivery_method": "nova_poshta_warehouse",
        "city_ref": KYIV,
        "warehouse_ref": BRANCH_12,
        "address": "",
        "payment_method": "cash_on_delivery",
        "comment": "",
        "accept_total": Money(Decimal(total), "UAH"),
    }
    return CheckoutRequest(**{**values, **changes})


def place(cart_id=None, *, key="key", language="uk", **changes):
    """Order a cart (a new one with one stone by default); returns the order's view."""
    placed = checkout_place(request=wish(cart_id or cart_with(), **changes), key=key, language=language)
    return order_view(order_id=placed.order_id, language=language)


def body(cart_id, *, total="4336.00", **changes):
    """Return the same as the API takes it."""
    return {
        "cart": str(cart_id),
        "contact": {
            "email": "oksana@example.com",
            "phone": "067 123 45 67",
            "first_name": "Оксана",
            "last_name": "Гнатюк",
        },
        "delivery": {"method": "nova_poshta_warehouse", "city": KYIV, "warehouse": BRANCH_12},
        "payment_method": "cash_on_delivery",
        "comment": "",
        "accept_total": {"amount": total, "currency": "UAH"},
        **changes,
    }


__all__ = [
    "BRANCH_12",
    "BRANCH_126",
    "KYIV",
    "LOCKER_4127",
    "LVIV",
    "LVIV_1",
    "body",
    "cart_with",
    "directory",
    "place",
    "total_of",
    "wish",
]
