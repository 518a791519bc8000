"""One view of a cart for its page, the small cart, the checkout and the API, so that all sums agree."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalog import selectors as catalog
from catalog.domain import PictureView, VariantSummary
from commerce.cart import domain
from commerce.cart.domain import REMEDY, Problem
from commerce.cart.models import Cart, CartLine
from commerce.inventory import selectors as inventory
from commerce.inventory.domain import Availability
from commerce.pricing import selectors as pricing
from commerce.pricing.domain import (
    CHARGED,
    Adjustment,
    Discount,
    LineAsk,
    Priced,
    PricedLine,
    PriceView,
    price_lines,
    shown_amount,
)
from commerce.promotions import selectors as promotions
from commerce.promotions import services as refusals
from commerce.promotions.domain import Piece, Stacked
from commerce.promotions.enums import Source
from gemkit import formats
from gemkit.money import Money, money_sum
from gemkit.text import inner_quotes


@dataclass(frozen=True, slots=True)
class CartProblem:
    """Why a line cannot be ordered as it stands, and what to do."""

    code: Problem
    line_id: uuid.UUID
    sku: str
    text: str
    extra: dict[str, Any]

    @property
    def action(self) -> str:
        return REMEDY[self.code].value


@dataclass(frozen=True, slots=True)
class LineNotice:
    """The problem of a line as its alert says it; no ``accept_label``, nothing to accept."""

    title: str
    text: str
    accept_label: str


@dataclass(frozen=True, slots=True)
class NamedSum:
    """A discount in the visitor's language and what it takes, in UAH."""

    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class CartLineView:
    """A line at today's price. ``unit_price`` and ``total`` are charged (UAH), before ``adjustments``, the discounts."""

    id: uuid.UUID
    variant_id: int
    sku: str
    name: str
    url: str
    facts: str
    picture: PictureView | None
    quantity: int
    max_quantity: int
    is_unique: bool
    unit_price: Money
    total: Money
    shown_unit_price: Money
    shown_total: Money
    others: tuple[Money, ...]
    availability: Availability
    notice: LineNotice | None
    is_counted: bool
    return_rule: str
    note: str
    is_reduced: bool = False
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def discounts(self) -> tuple[NamedSum, ...]:
        """``adjustments`` as the page names them."""
        language = get_language() or settings.LANGUAGE_CODE
        return tuple(NamedSum(one.names[language], Money(one.amount, CHARGED)) for one in self.adjustments)

    @property
    def approx(self) -> tuple[Money, ...]:
        """The total in the visitor's other currency; ``others`` has it in all of them."""
        return self.others[:1]


@dataclass(frozen=True, slots=True)
class CouponView:
    """The promo code in a cart. Where it takes nothing, ``problem`` is the error code and ``text`` says why."""

    code: str
    name: str
    is_applied: bool
    problem: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart with today's prices. Sums count the lines that can be bought.

    ``subtotal``, ``discount`` and ``total`` are charged (UAH); the ``shown_`` sums are the same in the
    visitor's ``currency``, at ``rate``. ``adjustments`` are the discounts of the whole, each with its full
    sum; ``discounts`` the rules behind them and those of delivery, for whoever knows what delivery costs.
    """

    id: uuid.UUID
    version: int
    currency: str
    lines: tuple[CartLineView, ...]
    problems: tuple[CartProblem, ...]
    subtotal: Money
    discount: Money
    total: Money
    shown_subtotal: Money
    shown_discount: Money
    shown_total: Money
    approx: tuple[Money, ...]
    rate: Decimal | None
    rate_date: dt.date | None
    expires_at: dt.datetime
    coupon: CouponView | None = None
    adjustments: tuple[Adjustment, ...] = ()
    discounts: tuple[Discount, ...] = ()

    @property
    def named_discounts(self) -> tuple[NamedSum, ...]:
        """``adjustments`` as pages name them: “Discount “Autumn””."""
        language = get_language() or settings.LANGUAGE_CODE
        return tuple(
            NamedSum(
                _("Discount “{name}”").format(name=inner_quotes(one.names[language])),
                Money(one.amount, CHARGED),
            )
            for one in self.adjustments
        )

    @property
    def count(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def can_check_out(self) -> bool:
        return bool(self.lines) and not self.problems


def cart_view(cart_id: uuid.UUID, *, currency: str, language: str) -> CartView | None:
    """Return an open cart; None for one that is unknown or was ordered. A fixed number of queries."""
    cart = _open_cart(cart_id)
    if cart is None:
        return None
    rows = list(CartLine.objects.filter(cart=cart))
    ids = [row.variant_id for row in rows]
    summaries = catalog.variant_summaries(ids, language=language) if ids else {}
    prices = pricing.variant_prices(ids, currency=currency)
    states = inventory.stock_states(ids) if ids else {}
    shown = currency if currency in pricing.display_currencies() else CHARGED
    lines, problems = [], []
    for row in rows:
        line, problem = _line(
            row,
            summary=summaries[row.variant_id],
            price=prices.get(row.variant_id),
            free=states[row.variant_id][0],
            availability=states[row.variant_id][1],
            currency=shown,
        )
        lines.append(line)
        if problem is not None:
            problems.append(problem)
    return _totals(cart, tuple(lines), tuple(problems), currency=shown)


def _open_cart(cart_id: uuid.UUID) -> Cart | None:
    told = (
        "customer",
        "version",
        "updated_at",
        *(f"coupon__{name}" for name in ("code", "name_uk", "name_en")),
    )
    found = Cart.objects.filter(pk=cart_id, is_spent=False).select_related("coupon").only(*told).order_by()
    return next(iter(found), None)


def _line(
    row: CartLine,
    *,
    summary: VariantSummary,
    price: PriceView | None,
    free: int,
    availability: Availability,
    currency: str,
) -> tuple[CartLineView, CartProblem | None]:
    most = domain.most_of(free=free, is_one_of_a_kind=summary.is_one_of_a_kind)
    code = domain.line_problem(
        is_purchasable=summary.is_purchasable,
        has_price=price is not None,
        quantity=row.quantity,
        most=most,
        price_moved=price is not None and price.charged.amount != row.seen_price,
    )
    unit = price.charged if price is not None else Money(row.seen_price, CHARGED)
    shown_unit = shown_amount(price, currency) if price is not None else unit
    approx = tuple(money * row.quantity for money in price.approx) if price is not None else ()
    problem = notice = None
    if code is not None:
        problem = _problem(code, row=row, sku=summary.sku, unit=unit, most=most)
        notice = _notice(problem)
    note = summary.facts
    if row.quantity > 1:
        note = ngettext("%(count)d piece", "%(count)d pieces", row.quantity) % {"count": row.quantity}
    line = CartLineView(
        id=row.pk,
        variant_id=row.variant_id,
        sku=summary.sku,
        name=summary.name,
        url=summary.url,
        facts=summary.facts,
        picture=summary.picture,
        quantity=row.quantity,
        max_quantity=max(most, row.quantity),
        is_unique=summary.is_one_of_a_kind,
        unit_price=unit,
        total=unit * row.quantity,
        shown_unit_price=shown_unit,
        shown_total=shown_unit * row.quantity,
        others=approx,
        availability=availability,
        notice=notice,
        is_counted=code not in {Problem.UNPUBLISHED, Problem.OUT_OF_STOCK},
        return_rule=summary.return_rule.text,
        note=note,
        is_reduced=price is not None and price.was is not None,
    )
    return line, problem


def _problem(code: Problem, *, row: CartLine, sku: str, unit: Money, most: int) -> CartProblem:
    extra: dict[str, Any] = {}
    if code == Problem.PRICE_CHANGED:
        old = Money(row.seen_price, CHARGED)
        extra = {"old_price": old, "new_price": unit}
        text = _("The price was {old}, now it is {new}.").format(
            old=formats.money(old), new=formats.money(unit)
        )
    elif code == Problem.QUANTITY_REDUCED:
        extra = {"quantity": row.quantity, "available": most}
        text = ngettext("Only %(count)d piece is left.", "Only %(count)d pieces are left.", most) % {
            "count": most
        }
    elif code == Problem.OUT_OF_STOCK:
        extra = {"quantity": row.quantity, "available": 0}
        text = _("It has been sold meanwhile. Remove it to go on.")
    else:
        text = _("It is no longer on sale. Remove it to go on.")
    return CartProblem(code=code, line_id=row.pk, sku=sku, text=text, extra=extra)


def _notice(problem: CartProblem) -> LineNotice:
    titles = {
        Problem.PRICE_CHANGED: _("The price has changed since you added this stone."),
        Problem.QUANTITY_REDUCED: _("Fewer pieces are left than you chose."),
        Problem.OUT_OF_STOCK: _("This piece is not available any more."),
        Problem.UNPUBLISHED: _("This piece is not available any more."),
    }
    accept = ""
    if problem.code == Problem.PRICE_CHANGED:
        accept = _("I see the new price, keep it in the cart")
    elif problem.code == Problem.QUANTITY_REDUCED:
        accept = _("Keep what is left")
    return LineNotice(title=titles[problem.code], text=problem.text, accept_label=accept)


def _totals(
    cart: Cart, lines: tuple[CartLineView, ...], problems: tuple[CartProblem, ...], *, currency: str
) -> CartView:
    counted = [line for line in lines if line.is_counted]
    stacked = _offer(cart, counted)
    priced = price_lines(
        [LineAsk(line.variant_id, line.quantity, line.unit_price.amount) for line in counted],
        discounts=stacked.discounts,
    )
    shown = money_sum((line.shown_total for line in counted), currency=currency)
    shown_discount = _shown_discount(priced, shown)
    rate = pricing.current_rate(currency) if currency != CHARGED else None
    return CartView(
        id=cart.pk,
        version=cart.version,
        currency=currency,
        lines=_named(lines, {line.variant_id: line for line in priced.lines}),
        problems=problems,
        subtotal=Money(priced.subtotal, CHARGED),
        discount=Money(priced.discount, CHARGED),
        total=Money(priced.total, CHARGED),
        shown_subtotal=shown,
        shown_discount=shown_discount,
        shown_total=shown - shown_discount,
        approx=_approx(counted, priced),
        rate=rate.rate if rate else None,
        rate_date=rate.rate_date if rate else None,
        expires_at=cart.updated_at + dt.timedelta(days=settings.CART_DAYS),
        coupon=_coupon(cart, stacked),
        adjustments=priced.adjustments,
        discounts=stacked.discounts,
    )


def _offer(cart: Cart, lines: list[CartLineView]) -> Stacked:
    pieces = [
        Piece(line.variant_id, line.quantity, line.unit_price.amount, is_reduced=line.is_reduced)
        for line in lines
    ]
    spend = promotions.lifetime_spend(cart.customer_id)
    return promotions.offer(pieces, coupon_id=cart.coupon_id, spend=spend)


def _named(lines: tuple[CartLineView, ...], priced: dict[int, PricedLine]) -> tuple[CartLineView, ...]:
    """Return the lines with the discounts that each got."""
    return tuple(
        replace(line, adjustments=priced[line.variant_id].adjustments) if line.is_counted else line
        for line in lines
    )


def _coupon(cart: Cart, stacked: Stacked) -> CouponView | None:
    if cart.coupon is None:
        return None
    name = cart.coupon.name_en if get_language() == "en" else cart.coupon.name_uk
    missed = stacked.missed_of(Source.COUPON)
    if missed is None:
        return CouponView(cart.coupon.code, name, is_applied=True)
    refused = refusals.refusal(missed)
    return CouponView(cart.coupon.code, name, is_applied=False, problem=refused.code, text=refused.detail)


def _shown_discount(priced: Priced, shown: Money) -> Money:
    """Return the discount in the currency of ``shown``, the subtotal; all of it where all is taken off."""
    if priced.discount == priced.subtotal:
        return shown
    if shown.currency == CHARGED or not priced.discount:
        return Money(priced.discount, shown.currency)
    return min(shown, pricing.converted(priced.discount, shown.currency))


def _approx(lines: list[CartLineView], priced: Priced) -> tuple[Money, ...]:
    """Return what is to pay in every other currency that all of ``lines`` can be shown in."""
    sums: dict[str, list[Money]] = {}
    for line in lines:
        for money in line.others:
            sums.setdefault(money.currency, []).append(money)
    whole = [money_sum(parts, currency=code) for code, parts in sums.items() if len(parts) == len(lines)]
    return tuple(money - _shown_discount(priced, money) for money in whole)
