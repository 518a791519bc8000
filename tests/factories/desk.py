"""Orders as the checkout leaves them, and members of staff with exactly the rights they are given."""

import datetime as dt
from decimal import Decimal

from django.contrib.auth.models import Permission

from commerce.cart.models import Cart
from commerce.customers.models import User
from commerce.delivery.models import Shipment
from commerce.inventory import services as inventory
from commerce.orders import services as orders
from commerce.orders.domain import Contact, LineDraft, OrderDraft
from commerce.orders.enums import DeliveryMethod, PaymentMethod
from commerce.orders.events import OrderPlaced
from commerce.orders.models import Order
from commerce.payments import selectors as payment_terms
from commerce.payments import services as payments
from gemkit.clock import now, today_kyiv
from gemkit.db import write_transaction
from gemkit.events import publish
from gemkit.money import Money
from tests.factories.commerce import make_sellable

OKSANA = Contact("oksana@example.com", "+380671234567", "Оксана", "Іваненко")


@write_transaction
def place_order(
    *,
    variants=None,
    quantity=1,
    contact=OKSANA,
    language="uk",
    payment=PaymentMethod.CASH_ON_DELIVERY,
    delivery=DeliveryMethod.WAREHOUSE,
    comment="",
    rate="42.16",
    unit_price="4216.00",
):
    """Place an order of one unit of each variant (a new sellable one by default); returns the order."""
    variants = variants or [make_sellable(stock=quantity)]
    reserved = inventory.stock_reserve(
        quantities={variant.pk: quantity for variant in variants},
        expires_at=payment_terms.reserved_until(payment, placed_at=now()),
    )
    is_pickup = delivery == DeliveryMethod.PICKUP
    draft = OrderDraft(
        cart_id=Cart.objects.create().pk,
        language=language,
        contact=contact,
        comment=comment,
        delivery_method=delivery,
        delivery_city="" if is_pickup else "Львів",
        delivery_place="вул. Ювелірна, 4" if is_pickup else "Відділення 12, вул. Городоцька, 15",
        delivery_city_ref="",
        delivery_warehouse_ref="",
        delivery_cost=Money(Decimal("0.00") if is_pickup else Decimal("120.00"), "UAH"),
        payment_method=payment,
        lines=tuple(_line(variant, quantity, rate, unit_price) for variant in variants),
        discount=Money(Decimal("0.00"), "UAH"),
    )
    made = orders.order_create(draft=draft)
    inventory.reservations_attach(
        order_lines={
            reserved[variant.pk]: line_id for variant, line_id in zip(variants, made.line_ids, strict=True)
        }
    )
    Shipment.objects.create(
        order_id=made.id,
        method=delivery.value,
        cost=draft.delivery_cost.amount,
        expected_on=today_kyiv() + dt.timedelta(days=2),
    )
    payments.payment_create(order_id=made.id, method=payment, amount=draft.total)
    publish(OrderPlaced(order_id=made.id))
    return Order.objects.get(pk=made.id)


def _line(variant, quantity, rate, unit_price):
    return LineDraft(
        variant_id=variant.pk,
        sku=variant.sku,
        name_uk=variant.product.name_uk,
        name_en=variant.product.name_en,
        facts_uk="2,14 ct",
        facts_en="2.14 ct",
        picture="",
        quantity=quantity,
        unit_price=Money(Decimal(unit_price), "UAH"),
        unit_price_usd=Decimal("100.00") if rate else None,
        rate=Decimal(rate) if rate else None,
        rate_date=today_kyiv() if rate else None,
        rate_source="nbu" if rate else "",
    )


def make_staff(email="olena@example.com", *, permissions=("view_order", "change_order"), is_superuser=False):
    """Make somebody who may enter the admin, with these permissions and no others."""
    user = User.objects.create_user(email, "correct horse battery", is_staff=True, is_superuser=is_superuser)
    wanted = Permission.objects.filter(codename__in=["access_admin", *permissions])
    user.user_permissions.set(wanted)
    return user


def actor_of(email):
    """Return how somebody with an account stands in histories and the audit trail."""
    return f"staff:{User.objects.get(email=email).pk}"
