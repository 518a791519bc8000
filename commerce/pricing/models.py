"""Currencies, dated rates, prices."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commerce.pricing.enums import (
    RateSource,
    RepriceChange,
    RepriceProblem,
    RepriceRounding,
    RepriceRowState,
    RepriceState,
)

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


class Reprice(models.Model):
    """A change of many prices by one rule: a dry run that is applied once and undone at most once.

    ``query`` and ``skus`` say which variants were chosen, ``note`` why the worker could not do what was asked.
    """

    query = models.CharField(max_length=2000, blank=True)
    skus = models.TextField(blank=True)
    change = models.CharField(_("change"), max_length=10, choices=RepriceChange.choices)
    value = models.DecimalField(_("by or to"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    rounding = models.CharField(_("rounding"), max_length=10, choices=RepriceRounding.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RepriceState.choices)
    note = models.CharField(max_length=40, blank=True)
    total = models.PositiveIntegerField(_("variants"), default=0)
    done = models.PositiveIntegerField(default=0)
    planned = models.PositiveIntegerField(_("changed"), default=0)
    warned = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    sum_before = models.DecimalField(max_digits=18, decimal_places=2, default=Decimal(0))
    sum_after = models.DecimalField(max_digits=18, decimal_places=2, default=Decimal(0))
    created_by = models.CharField(_("by"), max_length=120)
    created_at = models.DateTimeField(_("made"), auto_now_add=True, db_index=True)
    applied_by = models.CharField(_("applied by"), max_length=120, blank=True)
    applied_at = models.DateTimeField(_("applied"), null=True)
    undone_by = models.CharField(_("undone by"), max_length=120, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name = _("change of many prices")
        verbose_name_plural = _("changes of many prices")
        ordering = ["-pk"]
        default_permissions = ()
        permissions = [("run_reprice", "Can change many prices at once")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RepriceState.values), name="reprice_state_known"),
            models.CheckConstraint(condition=_CURRENCY, name="reprice_currency_three_capitals"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class RepriceRow(models.Model):
    """One price of a change of many: what it was, what it becomes, and what became of it.

    ``before`` and ``after`` hold the stored rows to the last column, as they were seen and as they were written
    (`services.reprice`): what differs from them was changed by somebody else.
    """

    reprice = models.ForeignKey(Reprice, on_delete=models.CASCADE, related_name="rows")
    variant = models.ForeignKey(
        "catalog.ProductVariant", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    sku = models.CharField(_("SKU"), max_length=40)
    old = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    new = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    new_was = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    problem = models.CharField(max_length=20, blank=True, choices=RepriceProblem.choices)
    warnings = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=RepriceRowState.choices)

    class Meta:
        verbose_name = _("price of a change of many")
        verbose_name_plural = _("prices of a change of many")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reprice", "variant"], name="repricerow_variant_once"),
            models.CheckConstraint(
                condition=Q(state__in=RepriceRowState.values), name="repricerow_state_known"
            ),
        ]
        indexes = [models.Index(fields=["reprice", "state"], name="repricerow_state")]

    def __str__(self) -> str:
        return f"{self.sku}: {self.old} → {self.new}"
