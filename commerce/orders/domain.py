"""What an order is made of, before it is written. Plain values, no framework."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from commerce.orders.enums import NEXT, TARGET, DeliveryMethod, OrderAction, OrderStatus, PaymentMethod
from commerce.pricing.domain import Adjustment
from gemkit.money import Money, money_sum

# What `gemkit.tokens.order_number` makes. Anything else is no order, and never reaches the database.
NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")

# The stages a buyer follows; completion is the shop's own book-keeping.
STAGES = (
    OrderStatus.PLACED,
    OrderStatus.CONFIRMED,
    OrderStatus.PACKED,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who ordered and receives; the phone number is in E.164."""

    email: str
    phone: str
    first_name: str
    last_name: str

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What orders say of the shop itself, in one language. No IBAN: a person sends the invoice."""

    pickup_address: str = ""
    bank_recipient: str = ""
    bank_iban: str = ""
    bank_code: str = ""
    bank_name: str = ""


# language → facts; the site's settings lie above commerce and register themselves.
FactsSource = Callable[[str], ShopFacts]


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line as it is sold: every number the price was made of is kept, and every discount it got."""

    variant_id: int
    sku: str
    name_uk: str
    name_en: str
    facts_uk: str
    facts_en: str
    picture: str
    quantity: int
    unit_price: Money
    unit_price_usd: Decimal | None
    rate: Decimal | None
    rate_date: dt.date | None
    rate_source: str
    rounding: Decimal = Decimal("1.00")
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def line_total(self) -> Money:
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """Everything a buyer agreed to."""

    cart_id: uuid.UUID
    language: str
    contact: Contact
    comment: str
    delivery_method: DeliveryMethod
    delivery_city: str
    delivery_place: str
    delivery_city_ref: str
    delivery_warehouse_ref: str
    delivery_cost: Money
    payment_method: PaymentMethod
    lines: tuple[LineDraft, ...]
    discount: Money
    display_currency: str = "UAH"
    display_rate: Decimal | None = None
    display_rate_date: dt.date | None = None
    delivery_adjustments: tuple[Adjustment, ...] = ()
    customer_id: int | None = None

    @property
    def subtotal(self) -> Money:
        return money_sum((line.line_total for line in self.lines), currency="UAH")

    @property
    def total(self) -> Money:
        return self.subtotal + self.delivery_cost - self.discount


def allowed_actions(status: OrderStatus) -> tuple[OrderAction, ...]:
    """Return what staff may do with an order in ``status``."""
    return tuple(action for action, target in TARGET.items() if target in NEXT[status])


def stage_state(stage: OrderStatus, *, status: OrderStatus) -> str:
    """Return ``passed``, ``current`` or ``future``: where ``stage`` lies for an order in ``status``."""
    if status == OrderStatus.COMPLETED:
        return "passed"
    reached, at = STAGES.index(status), STAGES.index(stage)
    if at < reached:
        return "passed"
    return "current" if at == reached else "future"
