"""Currencies, dated rates, prices."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commerce.pricing.enums import RateSource

_CURRENCY = Q(currency__regex=r"^[A-Z]{3}$")


class Currency(models.Model):
    """A currency the shop shows, with the step that unit prices in it are rounded to."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    symbol = models.CharField(_("symbol"), max_length=4)
    rounding_step = models.DecimalField(_("rounding step"), max_digits=6, decimal_places=2)
    is_active = models.BooleanField(_("shown"), default=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        ordering = ["sort_order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{3}$"), name="currency_code_three_capitals"
            ),
            models.CheckConstraint(condition=Q(rounding_step__gt=0), name="currency_step_positive"),
        ]

    def __str__(self) -> str:
        return self.code


class ExchangeRate(models.Model):
    """UAH for one unit of a currency on a day. Rows are added, never changed: history stays."""

    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(_("rate, UAH for 1 unit"), max_digits=14, decimal_places=6)
    rate_date = models.DateField(_("valid for"))
    source = models.CharField(_("source"), max_length=10, choices=RateSource.choices)
    fetched_at = models.DateTimeField(_("fetched at"), auto_now_add=True)
    source_url = models.CharField(_("address"), max_length=300, blank=True)
    response_hash = models.CharField(_("hash of the answer"), max_length=64, blank=True)
    is_held = models.BooleanField(_("held for a person"), default=False)
    is_refused = models.BooleanField(_("refused by a person"), default=False, db_default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["-rate_date", "-pk"]
        indexes = [models.Index(fields=["currency", "-rate_date"], name="rate_currency_date")]
        constraints = [
            models.UniqueConstraint(fields=["currency", "rate_date", "source", "rate"], name="rate_unique"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_positive"),
            models.CheckConstraint(
                condition=Q(is_refused=False) | Q(is_held=True), name="rate_refused_stays_held"
            ),
            models.CheckConstraint(condition=_CURRENCY, name="rate_currency_three_capitals"),
            models.CheckConstraint(condition=Q(source__in=RateSource.values), name="rate_source_known"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.rate} ({self.rate_date})"


class BankCall(models.Model):
    """One question to the National Bank: the claim that nobody asks again within the window, and the answer."""

    asked_at = models.DateTimeField(_("asked at"), db_index=True)
    day = models.DateField(_("asked for"), null=True)
    is_answered = models.BooleanField(_("understood"), default=False)
    outcome = models.CharField(_("outcome"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("question to the bank")
        verbose_name_plural = _("questions to the bank")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.outcome}"


class VariantPrice(models.Model):
    """The price of a variant in one currency: USD is the base, another one overrides conversion.

    A standing price has no ``valid_from``: one a variant and currency. Its ``was_amount`` is the price before a
    reduction, shown while ``sale_from <= now < sale_until`` (an empty end means open). A dated price counts
    before it while ``valid_from <= now < valid_until``; one that ``is_reduction`` strikes out the price it stands
    before. ``turn_at`` is when a dated price begins or ends next: what is copied into the read model is written
    anew then (`services.prices_turn`). Dated prices that are over stay as history.
    """

    variant = models.ForeignKey(
        "catalog.ProductVariant", on_delete=models.CASCADE, related_name="prices", verbose_name=_("variant")
    )
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("price"), max_digits=14, decimal_places=2)
    was_amount = models.DecimalField(
        _("price before the reduction"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    sale_from = models.DateTimeField(_("reduced from"), null=True, blank=True)
    sale_until = models.DateTimeField(_("reduced until"), null=True, blank=True)
    valid_from = models.DateTimeField(_("in force from"), null=True, blank=True)
    valid_until = models.DateTimeField(_("in force until"), null=True, blank=True)
    is_reduction = models.BooleanField(_("reduction"), default=False, db_default=False)
    turn_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="", db_default="")
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "currency"],
                condition=Q(valid_from__isnull=True),
                name="price_standing_unique",
            ),
            models.UniqueConstraint(fields=["variant", "currency", "valid_from"], name="price_dated_unique"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=False, was_amount__isnull=True)
                & (Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("valid_from")))
                | Q(valid_from__isnull=True, valid_until__isnull=True, is_reduction=False),
                name="price_dates_make_sense",
            ),
            models.CheckConstraint(condition=Q(amount__gt=Decimal(0)), name="price_positive"),
            models.CheckConstraint(
                condition=Q(was_amount__isnull=True) | Q(was_amount__gt=models.F("amount")),
                name="price_was_higher",
            ),
            models.CheckConstraint(condition=_CURRENCY, name="price_currency_three_capitals"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
