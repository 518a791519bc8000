"""The sale: one transaction that turns a cart into an order, or leaves everything as it was."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext_lazy as _

from catalog import selectors as catalog
from catalog.domain import VariantSummary
from commerce.cart import services as carts
from commerce.cart.services import Claimed
from commerce.delivery import services as deliveries
from commerce.delivery.services import DeliveryChoice
from commerce.inventory import services as inventory
from commerce.inventory.services import OutOfStock
from commerce.ledger import services as ledger
from commerce.orders import services as orders
from commerce.orders.domain import Contact, LineDraft, OrderDraft
from commerce.orders.enums import PaymentMethod
from commerce.orders.events import OrderPlaced
from commerce.payments import selectors as payment_reads
from commerce.payments import services as payments
from commerce.pricing.domain import CHARGED, ZERO, Discount, LineAsk, Priced, Stage, price_lines
from commerce.pricing.services import Quote, QuoteLine
from commerce.promotions import selectors as offers
from commerce.promotions import services as promotions
from commerce.promotions.enums import Source
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.events import publish
from gemkit.idempotency import fingerprint
from gemkit.money import Money
from gemkit.text import inner_quotes

PLACED = 201


class IdempotencyKeyRequired(DomainError):
    """Without a key a repeated request could become a second order."""

    code = "IDEMPOTENCY_KEY_REQUIRED"
    message = _(
        "The header Idempotency-Key is needed: any text of up to 200 characters, new for every order."
    )
    status = 400
    attr = "Idempotency-Key"


class CurrencyNotCharged(DomainError):
    """Only hryvnias are charged, whatever is shown."""

    code = "CURRENCY_NOT_CHARGED"
    message = _("Orders are charged in UAH; {currency} is shown for convenience only.")
    status = 400
    attr = "accept_total"


class CartEmpty(DomainError):
    """There is nothing to order."""

    code = "CART_EMPTY"
    message = _("The cart is empty.")
    attr = "cart"


class NotOnSale(DomainError):
    """A thing in the cart was withdrawn meanwhile."""

    code = "UNPUBLISHED"
    message = _("“{name}” is no longer on sale. Remove it from the cart to go on.")
    attr = "cart"


class TotalChanged(DomainError):
    """The sum is not the one the buyer agreed to."""

    code = "TOTAL_CHANGED"
    message = _("The total has changed. Look it over and confirm the new sum.")
    attr = "accept_total"


class QuoteExpired(DomainError):
    """The sum was shown too long ago: it is shown anew before it is charged, changed or not."""

    code = "QUOTE_EXPIRED"
    message = _("The sum was good for a limited time, which is over. Look it over and confirm it.")
    attr = "accept_total"


@dataclass(frozen=True, slots=True)
class CheckoutRequest:
    """What a buyer sends off. ``accept_total`` is the sum they saw and agreed to.

    ``valid_until`` is the time that stood beside it; a client that showed none sends none.
    """

    cart_id: uuid.UUID
    contact: Contact
    delivery_method: str
    city_ref: str
    warehouse_ref: str
    address: str
    payment_method: str
    comment: str
    accept_total: Money
    valid_until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """The order a request became; ``is_replay`` when an earlier request with the key had made it."""

    order_id: int
    number: str
    is_replay: bool


@write_transaction
def checkout_place(
    *, request: CheckoutRequest, key: str, language: str, display_currency: str = CHARGED
) -> Placed:
    """Turn a cart into an order: exactly one for a key, and exactly one for a cart.

    The order of locks is key, cart, stock (ascending), coupon, and nothing outside the database is called.
    A refusal rolls all of it back, the key too, so the buyer may mend the cause and try again with the
    same key; only a placed order is remembered against it.
    """
    if request.accept_total.currency != CHARGED:
        raise CurrencyNotCharged(currency=request.accept_total.currency)
    claim = ledger.claim(owner=f"cart:{request.cart_id}", key=key, fingerprint=fingerprint(asdict(request)))
    if not claim.is_new:
        return Placed(claim.answer["order_id"], claim.answer["number"], is_replay=True)
    placed = _place(request, language=language, display_currency=display_currency)
    ledger.finish(claim, status=PLACED, answer={"order_id": placed.order_id, "number": placed.number})
    return placed


def _place(request: CheckoutRequest, *, language: str, display_currency: str) -> Placed:
    held = carts.cart_claim(cart_id=request.cart_id)
    if not held.lines:
        raise CartEmpty()
    summaries = catalog.variant_summaries(
        [variant_id for variant_id, _quantity in held.lines], language=language
    )
    _check_on_sale(summaries)
    quote, stacked = promotions.quote_with_offers(
        lines=held.lines,
        currency=display_currency,
        coupon_id=held.coupon_id,
        spend=offers.lifetime_spend(held.customer_id),
    )
    goods = quote.subtotal - quote.discount
    method = PaymentMethod(request.payment_method)
    delivery = deliveries.delivery_choose(
        method=request.delivery_method,
        city_ref=request.city_ref,
        warehouse_ref=request.warehouse_ref,
        address=request.address,
        goods=goods,
        language=language,
    )
    payments.payment_check(method=method, goods=goods)
    priced = _with_delivery(quote, stacked.discounts, delivery.cost)
    delivery = replace(delivery, cost=Money(priced.delivery, CHARGED))
    reserved = _reserve(quote, summaries, method)  # sold out says more than a sum that changed
    draft = _draft(request, quote, priced, summaries, delivery, held, language=language)
    if request.valid_until is not None and request.valid_until < now():
        raise QuoteExpired(
            total=draft.total, accepted=request.accept_total, valid_until=request.valid_until.isoformat()
        )
    if draft.total != request.accept_total:
        raise TotalChanged(total=draft.total, accepted=request.accept_total)
    order = orders.order_create(draft=draft)
    by_variant = zip((line.variant_id for line in draft.lines), order.line_ids, strict=True)
    inventory.reservations_attach(order_lines={reserved[variant_id]: line for variant_id, line in by_variant})
    deliveries.shipment_create(order_id=order.id, choice=delivery)
    payments.payment_create(order_id=order.id, method=method, amount=draft.total)
    _redeem(held.coupon_id, priced, order_id=order.id, email=request.contact.email)
    carts.cart_spend(cart_id=request.cart_id)
    publish(OrderPlaced(order_id=order.id))
    return Placed(order.id, order.number, is_replay=False)


def _with_delivery(quote: Quote, discounts: tuple[Discount, ...], cost: Money) -> Priced:
    """Return the finished sum: what delivery costs was known only when the goods were priced."""
    asks = [LineAsk(line.variant_id, line.quantity, line.price.charged.amount) for line in quote.lines]
    return price_lines(asks, discounts=discounts, delivery=cost.amount)


def _redeem(coupon_id: int | None, priced: Priced, *, order_id: int, email: str) -> None:
    """Count the use of the coupon if it took something: the last lock of the sale."""
    code = f"{Source.COUPON.value}:{coupon_id}"
    taken = [one.amount for one in priced.adjustments if one.code == code]
    if coupon_id is not None and taken:
        promotions.coupon_redeem(coupon_id=coupon_id, order_id=order_id, email=email, amount=sum(taken, ZERO))


def _check_on_sale(summaries: dict[int, VariantSummary]) -> None:
    for summary in summaries.values():
        if not summary.is_purchasable:
            raise NotOnSale(sku=summary.sku, name=inner_quotes(summary.name))


def _reserve(quote: Quote, summaries: dict[int, VariantSummary], method: PaymentMethod) -> dict[int, int]:
    try:
        return inventory.stock_reserve(
            quantities={line.variant_id: line.quantity for line in quote.lines},
            expires_at=payment_reads.reserved_until(method, placed_at=now()),
        )
    except OutOfStock as error:
        sold = summaries[error.extra["variant_id"]]
        raise SoldMeanwhile(
            sku=sold.sku,
            name=inner_quotes(sold.name),
            quantity=error.extra["quantity"],
            available=error.extra["available"],
        ) from error


class SoldMeanwhile(OutOfStock):
    """Somebody else was quicker: carts reserve nothing."""

    message = _(
        "“{name}” has been sold meanwhile, or fewer pieces are left. Your cart is kept: change it and go on."
    )


def _draft(
    request: CheckoutRequest,
    quote: Quote,
    priced: Priced,
    summaries: dict[int, VariantSummary],
    delivery: DeliveryChoice,
    held: Claimed,
    *,
    language: str,
) -> OrderDraft:
    return OrderDraft(
        cart_id=request.cart_id,
        language=language,
        contact=request.contact,
        comment=request.comment,
        delivery_method=delivery.method,
        delivery_city=delivery.city,
        delivery_place=delivery.place,
        delivery_city_ref=delivery.city_ref,
        delivery_warehouse_ref=delivery.warehouse_ref,
        delivery_cost=delivery.cost,
        payment_method=PaymentMethod(request.payment_method),
        lines=tuple(_line(line, summaries[line.variant_id]) for line in quote.lines),
        discount=quote.discount,
        delivery_adjustments=tuple(one for one in priced.adjustments if one.stage == Stage.DELIVERY),
        customer_id=held.customer_id,
        display_currency=quote.currency,
        display_rate=quote.display_rate,
        display_rate_date=quote.display_rate_date,
    )


def _line(line: QuoteLine, summary: VariantSummary) -> LineDraft:
    price = line.price
    return LineDraft(
        variant_id=line.variant_id,
        sku=summary.sku,
        name_uk=summary.name_uk,
        name_en=summary.name_en,
        facts_uk=summary.facts_uk[:240],
        facts_en=summary.facts_en[:240],
        picture=summary.picture.url[:300] if summary.picture else "",
        quantity=line.quantity,
        unit_price=line.unit_price,
        unit_price_usd=price.base.amount if price.base else None,
        rate=price.rate,
        rate_date=price.rate_date,
        rate_source=price.rate_source,
        rounding=price.rounding,
        adjustments=line.adjustments,
    )
