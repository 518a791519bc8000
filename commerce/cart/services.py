"""Writes of carts.

Every write begins with one conditional UPDATE of the cart: it bumps the version, refuses a spent
cart and holds the row, so that two tabs of a visitor take turns.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from catalog import selectors as catalog
from commerce.cart import domain, selectors
from commerce.cart.models import Cart, CartLine
from commerce.inventory import selectors as inventory
from commerce.ledger import services as ledger
from commerce.pricing import selectors as pricing
from commerce.pricing.services import PriceMissing
from commerce.promotions import selectors as promotions
from commerce.promotions import services as coupons
from commerce.promotions.enums import Source
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.text import inner_quotes


class CartNotFound(DomainError):
    """No such cart, or not yours."""

    code = "not_found"
    message = _("There is no such cart.")
    status = 404


class CartSpent(DomainError):
    """The cart became an order and is history."""

    code = "CART_SPENT"
    message = _("This cart has already been ordered.")


class LineNotFound(DomainError):
    """No such line in this cart."""

    code = "not_found"
    message = _("There is no such item in the cart.")
    status = 404


class UnknownVariant(DomainError):
    """Nothing with this SKU is on sale."""

    code = "UNKNOWN_SKU"
    message = _("There is no such item on sale.")
    status = 404
    attr = "sku"


class AlreadyInCart(DomainError):
    """A one-of-a-kind piece can be in a cart once."""

    code = "ALREADY_IN_CART"
    message = _("“{name}” is already in your cart. There is only one of it.")
    attr = "sku"


class NotAvailable(DomainError):
    """Nothing more of the variant can be put into the cart."""

    code = "OUT_OF_STOCK"
    message = _("“{name}” is not available any more.")
    attr = "quantity"


class NoMoreLeft(DomainError):
    """The cart holds all there is."""

    code = "OUT_OF_STOCK"
    message = _("You have all of “{name}” that is left in your cart: {available}.")
    attr = "quantity"


class CartFull(DomainError):
    """A cart holds a limited number of lines."""

    code = "CART_FULL"
    message = _("A cart holds at most {limit} different items.")
    attr = "sku"


@dataclass(frozen=True, slots=True)
class LineChange:
    """What became of a wish to put ``requested`` pieces into a cart. ``name`` is fit for quotation marks."""

    line_id: uuid.UUID
    name: str
    sku: str
    requested: int
    quantity: int
    is_reduced: bool


def cart_create() -> uuid.UUID:
    """Make an empty cart; its id is the visitor's key to it."""
    return Cart.objects.create().pk


@write_transaction
def cart_start(*, sku: str, quantity: int, language: str = "uk") -> tuple[uuid.UUID, LineChange]:
    """Make a cart with its first thing in it; a refusal leaves nothing behind."""
    cart_id = cart_create()
    return cart_id, line_add(cart_id=cart_id, sku=sku, quantity=quantity, language=language)


@write_transaction
def cart_delete(*, cart_id: uuid.UUID) -> None:
    """Delete an open cart with its lines."""
    _touch(cart_id)
    Cart.objects.filter(pk=cart_id, is_spent=False).delete()


@write_transaction
def line_add(*, cart_id: uuid.UUID, sku: str, quantity: int = 1, language: str = "uk") -> LineChange:
    """Add ``quantity`` of a variant: to its line if there is one, as far as there is stock.

    Raises UnknownVariant, AlreadyInCart for a second one-of-a-kind, NotAvailable or NoMoreLeft when
    nothing can be added. The price of the day becomes the price the visitor has seen.
    """
    _touch(cart_id)
    variant = catalog.variant_to_buy(sku, language=language)
    if variant is None or not variant.is_purchasable:
        raise UnknownVariant(sku=sku)
    price = pricing.variant_prices([variant.variant_id]).get(variant.variant_id)
    if price is None:
        raise PriceMissing(variant_id=variant.variant_id)
    most = domain.most_of(
        free=inventory.free_quantity([variant.variant_id])[variant.variant_id],
        is_one_of_a_kind=variant.is_one_of_a_kind,
    )
    line = CartLine.objects.filter(cart_id=cart_id, variant_id=variant.variant_id).first()
    held = line.quantity if line is not None else 0
    if held and variant.is_one_of_a_kind:
        raise AlreadyInCart(sku=sku, name=inner_quotes(variant.name))
    if most == 0:
        raise NotAvailable(sku=sku, name=inner_quotes(variant.name), quantity=quantity, available=0)
    if held >= most:
        raise NoMoreLeft(sku=sku, name=inner_quotes(variant.name), quantity=held + quantity, available=most)
    if not held and CartLine.objects.filter(cart_id=cart_id).count() >= domain.MAX_LINES:
        raise CartFull(limit=domain.MAX_LINES)
    wanted = min(held + quantity, most)
    agreed = {"quantity": wanted, "seen_price": price.charged.amount}
    if line is not None:  # the cart's row is held, so nobody adds it meanwhile
        CartLine.objects.filter(pk=line.pk).update(**agreed)
    else:
        line = CartLine.objects.create(cart_id=cart_id, variant_id=variant.variant_id, **agreed)
    return LineChange(
        line.pk, inner_quotes(variant.name), sku, held + quantity, wanted, wanted < held + quantity
    )


@write_transaction
def line_set(*, cart_id: uuid.UUID, line_id: uuid.UUID, quantity: int, language: str = "uk") -> LineChange:
    """Set a line to ``quantity`` pieces (at least 1), as far as there is stock."""
    _touch(cart_id)
    line = CartLine.objects.filter(cart_id=cart_id, pk=line_id).first()
    if line is None:
        raise LineNotFound()
    variant = catalog.variant_summaries([line.variant_id], language=language)[line.variant_id]
    most = domain.most_of(
        free=inventory.free_quantity([line.variant_id])[line.variant_id],
        is_one_of_a_kind=variant.is_one_of_a_kind,
    )
    if most == 0:
        raise NotAvailable(sku=variant.sku, name=inner_quotes(variant.name), quantity=quantity, available=0)
    wanted = min(quantity, most)
    CartLine.objects.filter(pk=line.pk).update(quantity=wanted)
    return LineChange(line.pk, inner_quotes(variant.name), variant.sku, quantity, wanted, wanted < quantity)


@write_transaction
def line_remove(*, cart_id: uuid.UUID, line_id: uuid.UUID) -> None:
    """Take a line out of the cart."""
    _touch(cart_id)
    deleted, _by_model = CartLine.objects.filter(cart_id=cart_id, pk=line_id).delete()
    if not deleted:
        raise LineNotFound()


@write_transaction
def changes_accept(*, cart_id: uuid.UUID, line_ids: Collection[uuid.UUID] | None = None) -> None:
    """Agree to today's price and to what is left, for some lines or for all.

    Lines that cannot be bought at all stay as they are: those the visitor removes.
    """
    _touch(cart_id)
    lines = CartLine.objects.filter(cart_id=cart_id)
    if line_ids is not None:
        lines = lines.filter(pk__in=line_ids)
    rows = list(lines)
    variant_ids = [row.variant_id for row in rows]
    prices = pricing.variant_prices(variant_ids)
    free = inventory.free_quantity(variant_ids)
    for row in rows:
        price, left = prices.get(row.variant_id), free[row.variant_id]
        if price is None or left < 1:
            continue
        CartLine.objects.filter(pk=row.pk).update(
            seen_price=price.charged.amount, quantity=min(row.quantity, left)
        )


@write_transaction
def coupon_set(*, cart_id: uuid.UUID, code: str) -> None:
    """Put a promo code into the cart, in place of another one.

    Raises the refusal that says what is missing (`commerce.promotions.services`) when it takes nothing off
    what is in the cart now. Whether it still does is decided anew at every look and at checkout.
    """
    _touch(cart_id)
    coupon_id = promotions.coupon_id_of(code)
    if coupon_id is None:
        raise coupons.CouponUnknown(coupon=code.strip()[:40])
    lines = list(CartLine.objects.filter(cart_id=cart_id).values_list("variant_id", "quantity"))
    customer_id = Cart.objects.values_list("customer_id", flat=True).get(pk=cart_id)
    stacked = promotions.offer(
        promotions.pieces_of(lines), coupon_id=coupon_id, spend=promotions.lifetime_spend(customer_id)
    )
    missed = stacked.missed_of(Source.COUPON)
    if missed is not None:
        raise coupons.refusal(missed)
    Cart.objects.filter(pk=cart_id).update(coupon_id=coupon_id)


@write_transaction
def coupon_clear(*, cart_id: uuid.UUID) -> None:
    """Take the promo code out of the cart; it does not matter whether there was one."""
    _touch(cart_id)
    Cart.objects.filter(pk=cart_id).update(coupon=None)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A cart that is being ordered: (variant id, quantity) lines in order, its promo code, whose it is."""

    lines: list[tuple[int, int]]
    coupon_id: int | None
    customer_id: int | None


def cart_claim(*, cart_id: uuid.UUID) -> Claimed:
    """Hold an open cart for a checkout and return what is in it.

    Part of the checkout's transaction: the row stays locked until it ends, so two checkouts of one
    cart take turns and the second finds it spent.
    """
    cart = Cart.objects.select_for_update().filter(pk=cart_id).only("is_spent", "coupon", "customer").first()
    if cart is None or cart.is_spent:
        raise CartNotFound() if cart is None else CartSpent()
    lines = list(CartLine.objects.filter(cart_id=cart_id).values_list("variant_id", "quantity"))
    return Claimed(lines, cart.coupon_id, cart.customer_id)


def cart_spend(*, cart_id: uuid.UUID) -> None:
    """Mark the cart as ordered; part of the checkout's transaction."""
    if Cart.objects.filter(pk=cart_id, is_spent=False).update(is_spent=True, updated_at=now()) != 1:
        raise CartSpent()


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of a guest's cart at sign-in: the customer's cart, and the SKUs of which not all fitted."""

    cart_id: uuid.UUID
    reduced: tuple[str, ...] = ()


@write_transaction
def cart_merge(*, cart_id: uuid.UUID, customer_id: int) -> Merged:
    """Put what a guest has gathered into the customer's open cart; without one it becomes theirs.

    Quantities add up as far as there is stock, a single stone stays single, and of two prices seen for one
    variant the guest's, the later one, stands. The customer's promo code stays. The guest's cart is deleted, so
    a second call finds nothing. Raises `CartNotFound` for an unknown cart and for that of another customer.
    """
    _touch(cart_id)  # from here on nobody else merges or orders it
    owner: int | None = Cart.objects.values_list("customer_id", flat=True).get(pk=cart_id)
    if owner == customer_id:
        return Merged(cart_id)
    if owner is not None:
        raise CartNotFound()
    own = Cart.objects.filter(customer_id=customer_id, is_spent=False).values_list("pk", flat=True).first()
    if own is None:
        try:
            with transaction.atomic():
                Cart.objects.filter(pk=cart_id).update(customer_id=customer_id)
            return Merged(cart_id)
        except IntegrityError:  # another browser of theirs was quicker
            own = Cart.objects.values_list("pk", flat=True).get(customer_id=customer_id, is_spent=False)
    _touch(own)
    reduced = _lines_move(cart_id, own)
    guest = Cart.objects.get(pk=cart_id)
    if guest.coupon_id is not None:
        Cart.objects.filter(pk=own, coupon=None).update(coupon=guest.coupon_id)
    guest.delete()
    return Merged(own, reduced)


def _lines_move(cart_id: uuid.UUID, own: uuid.UUID) -> tuple[str, ...]:
    """Add the lines of one cart to another one; returns the SKUs of which not all could be added."""
    held = {line.variant_id: line for line in CartLine.objects.filter(cart_id=own)}
    lines = list(CartLine.objects.filter(cart_id=cart_id))
    free = inventory.free_quantity([line.variant_id for line in lines])
    variants = catalog.variant_summaries([line.variant_id for line in lines], language=settings.LANGUAGE_CODE)
    reduced = []
    for line in lines:
        variant, known = variants[line.variant_id], held.get(line.variant_id)
        before = known.quantity if known is not None else 0
        most = domain.most_of(free=free[line.variant_id], is_one_of_a_kind=variant.is_one_of_a_kind)
        # What is sold out stays in the cart as it was, so that the buyer is told instead of missing it.
        wanted = min(before + line.quantity, max(most, before, 1))
        if wanted < before + line.quantity:
            reduced.append(variant.sku)
        if known is not None:
            CartLine.objects.filter(pk=known.pk).update(quantity=wanted, seen_price=line.seen_price)
        elif len(held) < domain.MAX_LINES:
            CartLine.objects.filter(pk=line.pk).update(cart=own, quantity=wanted)
            held[line.variant_id] = line
        else:
            reduced.append(variant.sku)
    return tuple(dict.fromkeys(reduced))


@write_transaction
def carts_forget(*, moment: dt.datetime | None = None) -> int:
    """Delete open carts that nobody touched for CART_DAYS; returns how many. Safe to run again.

    What was in them is counted in the audit trail, without the carts themselves: whose they were nobody knows.
    """
    edge = (moment or now()) - dt.timedelta(days=settings.CART_DAYS)
    counted = selectors.carts_left(until=edge)
    old = Cart.objects.filter(is_spent=False, updated_at__lt=edge)
    number = old.count()
    old.delete()
    if counted.carts:
        ledger.audit(
            actor="system",
            kind="cart",
            object_type="carts",
            object_id="expired",
            before={"carts": counted.carts, "lines": counted.lines, "value": counted.value.amount},
            reason=f"untouched for {settings.CART_DAYS} days",
        )
    return number


def _touch(cart_id: uuid.UUID) -> None:
    """Bump the version of an open cart and hold its row; refuse a spent or unknown one."""
    opened = Cart.objects.filter(pk=cart_id, is_spent=False)
    if opened.update(version=F("version") + 1, updated_at=now()) != 1:
        _refuse(Cart.objects.filter(pk=cart_id).values_list("is_spent", flat=True).first())
        raise CartSpent()  # it was ordered between the two statements


def _refuse(is_spent: bool | None) -> None:
    if is_spent is None:
        raise CartNotFound()
    if is_spent:
        raise CartSpent()
