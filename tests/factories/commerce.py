"""Money and stock for tests: currencies, rates, prices, units."""

import datetime as dt
from decimal import Decimal
from importlib import import_module

import factory
from django.apps import apps

from commerce.inventory import services as inventory
from commerce.inventory.models import StockItem, StockMovement
from commerce.ledger.models import MailLog
from commerce.orders.models import Order, OrderHistory, OrderLine
from commerce.pricing import services as pricing
from commerce.pricing.models import ExchangeRate, VariantPrice
from gemkit.clock import today_kyiv
from gemkit.tokens import order_number
from tests.factories.catalog import VariantFactory

TEST = "test"


def currencies():
    """Make the shop's currencies as the migration does; tests that flush the database lose them."""
    import_module("commerce.pricing.migrations.0002_currencies").fill(apps, None)


def set_rates(*, usd="42.16", eur="48.90", day=None, source="nbu"):
    """Put rates in force, dated today in Kyiv unless a day is given."""
    currencies()
    for currency, rate in (("USD", usd), ("EUR", eur)):
        pricing.rate_set(
            currency=currency,
            rate=Decimal(rate),
            rate_date=day or today_kyiv(),
            source=source,
            reason=TEST,
            actor=TEST,
        )


def make_sellable(variant=None, *, usd="100.00", uah=None, stock=1):
    """Give a variant (a new published one by default) a price and units; returns it."""
    variant = variant or VariantFactory(published=True, is_one_of_a_kind=stock == 1)
    if usd is not None:
        pricing.price_set(variant_id=variant.pk, currency="USD", amount=Decimal(usd), actor=TEST)
    if uah is not None:
        pricing.price_set(variant_id=variant.pk, currency="UAH", amount=Decimal(uah), actor=TEST)
    if stock:
        inventory.stock_receive(variant_id=variant.pk, quantity=stock, actor=TEST)
    return variant


class StockItemFactory(factory.django.DjangoModelFactory):
    """Stock with the movement that explains it."""

    class Meta:
        model = StockItem

    variant = factory.SubFactory(VariantFactory)
    on_hand = 0

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        item = super()._create(model_class, *args, **kwargs)
        if item.on_hand:
            StockMovement.objects.create(
                variant=item.variant, kind="receipt", change=item.on_hand, actor=TEST
            )
        return item


class RateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ExchangeRate

    currency = "USD"
    rate = Decimal("42.16")
    rate_date = factory.LazyFunction(today_kyiv)
    source = "nbu"


class PriceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VariantPrice

    variant = factory.SubFactory(VariantFactory)
    currency = "USD"
    amount = Decimal("100.00")


class MailFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MailLog

    kind = "order_placed"
    object_type = "order"
    object_id = factory.Sequence(str)
    language = "uk"
    recipient = "oksana@example.com"
    message_id = factory.Sequence("<mail-{}@127.0.0.1>".format)


def make_order(*, language="uk", email="oksana@example.com", first_name="Оксана", **values):
    """Make an order of one stone and a pair of another, without stock, parcel or payment."""
    fields = {
        "number": order_number(),
        "language": language,
        "email": email,
        "phone": "+380671234567",
        "first_name": first_name,
        "last_name": "Гнатюк",
        "delivery_method": "nova_poshta_warehouse",
        "delivery_city": "Київ",
        "delivery_place": "Відділення № 12",
        "payment_method": "cash_on_delivery",
        "subtotal": Decimal("162230.00"),
        "delivery_cost": Decimal("120.00"),
        "total": Decimal("162350.00"),
        **values,
    }
    order = Order.objects.create(**fields)
    rated = {"rate": Decimal("42.16"), "rate_date": dt.date(2026, 11, 18), "rate_source": "nbu"}
    OrderLine.objects.create(
        order=order,
        sku="S-0412",
        name_uk="Волошковий сапфір",
        name_en="Cornflower sapphire",
        facts_uk="2,14 ct · 8,2 × 7,6 мм",
        facts_en="2.14 ct · 8.2 × 7.6 mm",
        picture="/media/images/sapphire.webp",
        quantity=1,
        unit_price=Decimal("118390.00"),
        line_total=Decimal("118390.00"),
        **rated,
    )
    OrderLine.objects.create(
        order=order,
        sku="S-0391",
        name_uk="Морганіт-крапля",
        name_en="Morganite drop",
        quantity=2,
        unit_price=Decimal("21920.00"),
        line_total=Decimal("43840.00"),
        **rated,
    )
    OrderHistory.objects.create(order=order, to_status="placed", actor="buyer")
    return order


def days_ago(days):
    return today_kyiv() - dt.timedelta(days=days)


__all__ = [
    "MailFactory",
    "PriceFactory",
    "RateFactory",
    "StockItemFactory",
    "currencies",
    "days_ago",
    "make_order",
    "make_sellable",
    "set_rates",
]
