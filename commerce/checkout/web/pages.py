"""What the checkout's template shows, made ready."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalog.domain import PictureView
from commerce.cart.selectors import CartLineView, CartView, NamedSum
from commerce.checkout.forms import CheckoutForm
from commerce.checkout.selectors import CheckoutView, RateNote
from commerce.checkout.services import QuoteExpired
from commerce.delivery import selectors as deliveries
from commerce.delivery.selectors import PlaceView
from commerce.pricing.domain import Stage
from gemkit import formats
from gemkit.errors import DomainError
from gemkit.money import Money
from gemkit.text import inner_quotes


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """A thing in the order summary."""

    name: str
    note: str
    picture: PictureView | None
    total: Money
    discounts: tuple[NamedSum, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A sum in the order summary; ``text`` where there is no amount."""

    label: str
    amount: Money | None = None
    note: str = ""
    minus: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A radio row: `templates/components/option.html`."""

    value: str
    title: str
    text: str
    figure: str
    checked: bool
    disabled: bool


def page_context(
    found: CheckoutView,
    form: CheckoutForm,
    *,
    refusal: DomainError | None = None,
    accepted: Money | None = None,
) -> dict[str, Any]:
    """Return the context of the checkout page."""
    form.show_as_required()
    return {
        "form": form,
        "refusal": refusal,
        "accepted": accepted,
        "found": found,
        "accept_total": f"{found.total.amount:.2f}",
        "quote_seconds": settings.QUOTE_MINUTES * 60,
        "expired_at": form.cleaned_data.get("valid_until") if isinstance(refusal, QuoteExpired) else None,
        "key": form["key"].value(),
        "deliveries": [
            Option(
                value=option.method.value,
                title=option.title,
                text=option.arrival_text if option.is_possible else option.reason,
                figure=formats.money(option.cost) if option.is_possible else "—",
                checked=option.method == found.chosen.method,
                disabled=not option.is_possible,
            )
            for option in found.deliveries
        ],
        "payments": _payments(found, form),
        "refreshed_on": deliveries.directory_refreshed_on(),
        "places": [_place(place) for place in form.places],
        "summary_lines": [
            SummaryLine(line.name, _note(line), line.picture, line.total, line.discounts)
            for line in found.cart.lines
        ],
        "summary_rows": summary_rows(found.cart, delivery=found.chosen.cost),
        "rate_text": rate_text(found.rate),
        "recipient": _recipient(form),
        "destination": _destination(form),
        "returns": sorted({line.return_rule for line in found.cart.lines}),
        "button": _("Place the order for {total}").format(total=formats.money(found.total)),
    }


def _note(line: CartLineView) -> str:
    """Return what is said under the name of a line: why it is not in the sum, if it is not."""
    return line.note if line.is_counted or line.notice is None else line.notice.title


def summary_rows(
    cart: CartView, *, delivery: Money, method: str = "", note: str = "", label: str = ""
) -> list[SummaryRow]:
    """Return the sums of a cart with its delivery, every discount by its name."""
    language = get_language() or "uk"
    rows = [SummaryRow(label or _("Goods"), cart.subtotal)]
    rows += [SummaryRow(one.name, one.amount, minus=True) for one in cart.named_discounts]
    note = ", ".join(part for part in (note, _free_by(cart, language)) if part)
    rows.append(SummaryRow(method or _("Delivery"), delivery, note=note))
    return rows


def _free_by(cart: CartView, language: str) -> str:
    """Return the name of what makes delivery free; empty while nothing does."""
    free = [rule.names[language] for rule in cart.discounts if rule.stage == Stage.DELIVERY]
    return _("free by “{name}”").format(name=inner_quotes(free[0])) if free else ""


def items_label(cart: CartView) -> str:
    """Return ``4 вироби``."""
    return ngettext("%(count)d item", "%(count)d items", cart.count) % {"count": cart.count}


def rate_text(rate: RateNote | None) -> str:
    """Return the rate the prices rest on, with its date."""
    if rate is None:
        return ""
    shown = formats.number(rate.rate.normalize())
    text = _("Demo rate of {date}: {rate} ₴/$.") if rate.is_demo else _("NBU rate of {date}: {rate} ₴/$.")
    return text.format(date=formats.date_short(rate.date), rate=shown)


def _recipient(form: CheckoutForm) -> str:
    """Return who receives, as far as it is typed."""
    names = " ".join(form[name].value() or "" for name in ("first_name", "last_name")).strip()
    return ", ".join(part for part in (names, form["phone"].value()) if part)


def _destination(form: CheckoutForm) -> str:
    """Return where the parcel goes, as far as it is chosen."""
    asked = {"city": form.needs_city, "warehouse": form.needs_place, "address": form.needs_address}
    return ", ".join(value for name, is_asked in asked.items() if is_asked and (value := form[name].value()))


def _payments(found: CheckoutView, form: CheckoutForm) -> list[Option]:
    possible = [option for option in found.payments if option.is_possible]
    wanted = form["payment_method"].value()
    chosen = next(
        (option for option in possible if option.method == wanted), possible[0] if possible else None
    )
    return [
        Option(
            value=option.method.value,
            title=option.title,
            text=option.text if option.is_possible else option.reason,
            figure="" if option.is_possible else "—",
            checked=option is chosen,
            disabled=not option.is_possible,
        )
        for option in found.payments
    ]


def _place(place: PlaceView) -> Option:
    return Option(
        value=place.ref,
        title=f"{place.name}, {place.address}",
        text=place_note(place),
        figure="",
        checked=False,
        disabled=not place.is_suitable,
    )


def place_note(place: PlaceView) -> str:
    """Return limits and hours of a place in one line, or why it does not suit."""
    if not place.is_suitable:
        return place.reason
    parts = []
    if place.weight_kg is not None:
        parts.append(_("up to {weight} kg").format(weight=formats.number(place.weight_kg.normalize())))
    if place.hours:
        parts.append(place.hours)
    return " · ".join(parts)
