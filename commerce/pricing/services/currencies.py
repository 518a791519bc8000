"""The shop's currencies: how they are shown and rounded."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from catalog.index import services as index
from commerce.ledger import services as ledger
from commerce.pricing import selectors
from commerce.pricing.domain import CHARGED
from commerce.pricing.events import RatesChanged
from commerce.pricing.models import Currency
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.events import publish

CURRENCIES = (("UAH", "₴", Decimal("1.00")), ("USD", "$", Decimal("0.01")), ("EUR", "€", Decimal("0.01")))


class CurrencyRefused(DomainError):
    """The currency cannot be set so."""

    code = "CURRENCY_REFUSED"
    message = _("Everything is charged in hryvnia, so it is always shown; a rounding step is positive.")
    status = 400
    attr = "is_active"


@write_transaction
def currency_change(
    *, code: str, symbol: str, rounding_step: Decimal, is_active: bool, sort_order: int, actor: str
) -> None:
    """Change how a currency is shown and rounded; prices move with the step at once."""
    if (code == CHARGED and not is_active) or rounding_step <= 0:
        raise CurrencyRefused(code=code)
    row = Currency.objects.select_for_update().get(pk=code)
    after = {
        "symbol": symbol,
        "rounding_step": rounding_step,
        "is_active": is_active,
        "sort_order": sort_order,
    }
    before = {name: getattr(row, name) for name in after}
    if before == after:
        return
    Currency.objects.filter(pk=code).update(**after)
    ledger.audit(
        actor=actor, kind="currency", object_type="currency", object_id=code, before=before, after=after
    )
    rates_changed()
    publish(RatesChanged(currencies=(code,)))


@write_transaction
def currencies_ensure() -> None:
    """Add the shop's currencies where they are missing; what is there stays as it is."""
    for order, (code, symbol, step) in enumerate(CURRENCIES):
        defaults = {"symbol": symbol, "rounding_step": step, "sort_order": order}
        Currency.objects.get_or_create(code=code, defaults=defaults)


def rates_changed() -> None:
    """Let go of the rates that this request has read and that every process keeps."""
    index.words_changed()
    selectors.rates_forget()
