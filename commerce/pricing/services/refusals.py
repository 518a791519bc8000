"""Refusals of pricing that several services give."""

from django.utils.translation import gettext_lazy as _

from gemkit.errors import DomainError, Unavailable


class PriceMissing(DomainError):
    """Nothing can be charged for the variant."""

    code = "PRICE_MISSING"
    message = _("This item has no price at the moment. Please ask us.")
    status = 409
    attr = "sku"


class SkuUnknown(DomainError):
    """Nothing with this SKU is on sale."""

    code = "SKU_UNKNOWN"
    message = _("There is no such item on sale.")
    status = 404
    attr = "sku"


class PriceInvalid(DomainError):
    """The amount cannot be a price."""

    code = "PRICE_INVALID"
    message = _(
        "A price is a positive sum with at most two decimals, and the price before a reduction is higher."
    )
    status = 400
    attr = "amount"


class CurrencyUnknown(DomainError):
    """The shop does not know the currency."""

    code = "CURRENCY_UNKNOWN"
    message = _("Unknown currency.")
    status = 400
    attr = "currency"


class RateInvalid(DomainError):
    """The number cannot be a rate."""

    code = "RATE_INVALID"
    message = _("A rate is a positive number of hryvnias for one unit, with at most six decimals.")
    status = 400
    attr = "rate"


class RateStale(Unavailable):
    """The exchange rate is too old to sell by."""

    code = "RATE_STALE"
    message = _("The exchange rate is being updated. Please try again later: your cart stays as it is.")
    retry_after = 600
