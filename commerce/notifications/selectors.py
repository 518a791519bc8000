"""What a mail says: subject, text and HTML of each kind, in the recipient's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from commerce.inventory import selectors as inventory
from commerce.ledger.selectors import Mail
from commerce.notifications.domain import Frame, FrameSource
from commerce.orders import selectors as orders
from commerce.orders.selectors import OrderLineView, OrderView
from commerce.pricing import selectors as pricing
from commerce.waiting import selectors as waiting
from gemkit import formats
from gemkit.money import Money
from gemkit.text import inner_quotes, one_line

Context = dict[str, Any]

_frame_source: FrameSource | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to be sent. ``subject`` is one line; ``leave_url`` ends letters of this kind."""

    subject: str
    text: str
    html: str
    reply_to: str = ""
    leave_url: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A bought thing as a letter shows it."""

    name: str
    note: str
    picture_url: str
    total: Money
    discounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A further sum below the items."""

    label: str
    amount: Money
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """How letters of one kind are made: their template, their subject and what fills them."""

    template: str
    subject: Callable[[Context], str]
    context: Callable[[Mail], Context | None]


def frame_from(source: FrameSource) -> None:
    """Register where letters take the shop's name, phone and hours from."""
    global _frame_source
    _frame_source = source


def kind_add(name: str, kind: Kind) -> None:
    """Register a kind of letter of an area that lies above."""
    KINDS[name] = kind


def letter(mail: Mail) -> Letter | None:
    """Return what ``mail`` says; None when its object is gone and nothing is left to say."""
    kind = KINDS[mail.kind]
    with override(mail.language):
        context = kind.context(mail)
        if context is None:
            return None
        subject = one_line(kind.subject(context))
        context = {**_frame(mail.language), **context, "subject": subject}
        return Letter(
            subject=subject,
            text=render_to_string(f"emails/{kind.template}.txt", context).strip() + "\n",
            html=render_to_string(f"emails/{kind.template}.html", context),
            reply_to=context.get("reply_to", ""),
            leave_url=context.get("leave_url", ""),
        )


def _frame(language: str) -> Context:
    """Return what the frame of every letter needs. All addresses come from BASE_URL."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[0]
    frame = _frame_source(language) if _frame_source is not None else Frame(brand_name=sender)
    return {
        "language": language,
        "base_url": f"{settings.BASE_URL}/{language}/",
        "mark_url": absolute(static("icons/mark-email.png")),
        "brand_name": frame.brand_name or sender,
        "phone": frame.phone,
        "hours": frame.hours,
    }


def absolute(url: str) -> str:
    """Return ``url`` as it must stand in a letter: with the shop's own address in front."""
    return url if not url or "://" in url else f"{settings.BASE_URL}{url}"


# --- Letters about orders -----------------------------------------------------------------------


def _order(mail: Mail) -> Context | None:
    order_id = int(mail.object_id)
    order = orders.order_view(order_id=order_id, language=mail.language)
    if order is None:
        return None
    is_paid = order.payment.status == "paid"
    return {
        "order": order,
        "number": order.number,
        "name": order.contact.first_name,
        "items": [_item(line) for line in order.lines],
        "rows": _rows(order),
        "total_label": _("Paid") if is_paid else _("To pay"),
        "total": order.total,
        "order_url": orders.order_url(order_id, language=mail.language),
        "rate_text": _rate_text(order, mail.language),
    }


def _item(line: OrderLineView) -> Item:
    parts = [f"№ {line.sku}", line.facts]
    if line.quantity > 1:
        parts.append(
            ngettext("%(count)d piece", "%(count)d pieces", line.quantity) % {"count": line.quantity}
        )
    return Item(
        name=line.name,
        note=" · ".join(part for part in parts if part),
        picture_url=absolute(line.picture_url),
        total=line.line_total,
        discounts=tuple(
            f"{one.name}: {formats.MINUS}{formats.NBSP}{formats.money(one.amount)}"
            for one in line.adjustments
        ),
    )


def _rows(order: OrderView) -> list[Row]:
    rows = [
        Row(_("Discount “{name}”").format(name=inner_quotes(one.name)), one.amount, minus=True)
        for one in order.adjustments
        if one.stage != "delivery"
    ]
    return [*rows, Row(_("Delivery"), order.delivery.cost)]


def _rate_text(order: OrderView, language: str) -> str:
    """Return the sentence on the rate the prices were made with; empty when none was used."""
    line = next((line for line in order.lines if line.rate is not None and line.rate_date is not None), None)
    if line is None or line.rate is None or line.rate_date is None:
        return ""
    values = {
        "day": formats.date_short(line.rate_date),
        "rate": formats.number(line.rate, language=language),
    }
    if line.rate_source == "nbu":
        text = _("NBU rate of {day}: {rate} ₴/$.").format(**values)
    else:
        text = _("Rate of {day}: {rate} ₴/$.").format(**values)
    promise = _("The prices of this order will not change.")
    return f"{text} {promise}"


def _order_for_staff(mail: Mail) -> Context | None:
    context = _order(mail)
    if context is None:
        return None
    return {**context, "desk_url": absolute(reverse("desk:order", args=[context["number"]]))}


# --- Letters to those who wait ------------------------------------------------------------------


def _waiting(mail: Mail) -> Context | None:
    wish = waiting.wish_view(int(mail.object_id), language=mail.language)
    if wish is None or (mail.kind != "waiting_confirm" and not wish.told_url):
        return None
    words = {
        "waiting_confirm": (
            _("Shall we write to you about “{name}”?"),
            _("Somebody, we hope it was you, asked to be told when this piece can be bought again."),
            _("Yes, write to me"),
            _("If it was not you, do nothing: the address is deleted in a week."),
        ),
        "waiting_back": (
            _("“{name}” can be bought again"),
            _("The piece you waited for is back. It is not held for you: who orders first has it."),
            _("See the piece"),
            _("This is the one letter we promised; there will be no other."),
        ),
        "waiting_similar": (
            _("One like “{name}” has come in"),
            _("You asked for similar pieces: “{told}” is new, and can be bought now."),
            _("See the piece"),
            _("This is the one letter we promised; there will be no other."),
        ),
    }
    title, lead, action, note = words[mail.kind]
    return {
        "title": title.format(name=inner_quotes(wish.product_name)),
        "lead": lead.format(told=inner_quotes(wish.told_name)),
        "action": action,
        "action_url": wish.confirm_url if mail.kind == "waiting_confirm" else wish.told_url,
        "note": note,
        "leave_url": wish.leave_url,
    }


# --- Letters to the staff -----------------------------------------------------------------------


def _rate(mail: Mail) -> Context | None:
    rate = pricing.rate_row(int(mail.object_id))
    if rate is None:
        return None
    current = pricing.current_rate(rate.currency)
    return {
        "rate": rate,
        "rate_text": formats.number(rate.rate, language=mail.language),
        "current_text": formats.number(current.rate, language=mail.language) if current else "",
        "desk_url": absolute(reverse("exchange_rates:add")),
    }


def _stock(mail: Mail) -> Context | None:
    ledger = inventory.ledger_page(int(mail.object_id), language=mail.language)
    if ledger is None:
        return None
    return {
        "sku": ledger.sku,
        "name": inner_quotes(ledger.name),
        "free": ledger.stock.free,
        "reserved": ledger.stock.reserved,
        "desk_url": absolute(reverse("stock:ledger", args=[ledger.variant_id])),
    }


def _subject(context: Context, text: str) -> str:
    return text.format(number=context["number"])


KINDS: dict[str, Kind] = {
    "order_placed": Kind("order_placed", lambda c: _subject(c, _("Order {number} is accepted")), _order),
    "order_confirmed": Kind("order_moved", lambda c: _subject(c, _("Order {number} is confirmed")), _order),
    "order_shipped": Kind("order_moved", lambda c: _subject(c, _("Order {number} is on its way")), _order),
    "order_delivered": Kind("order_moved", lambda c: _subject(c, _("Order {number} is received")), _order),
    "order_cancelled": Kind("order_moved", lambda c: _subject(c, _("Order {number} is cancelled")), _order),
    **{
        kind: Kind("waiting", lambda c: c["title"], _waiting)
        for kind in ("waiting_confirm", "waiting_back", "waiting_similar")
    },
    "staff_order": Kind("staff_order", lambda c: _subject(c, _("New order {number}")), _order_for_staff),
    "staff_rate": Kind(
        "staff_rate",
        lambda c: _("The rate of {currency} waits for a decision").format(currency=c["rate"].currency),
        _rate,
    ),
    "staff_stock": Kind(
        "staff_stock",
        lambda c: _("Running low: {name}, {sku}").format(name=c["name"], sku=c["sku"]),
        _stock,
    ),
}
