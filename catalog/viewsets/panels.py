"""Read-only parts of the forms: variants of a product, stock and history of a variant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model
from django.urls import reverse
from wagtail.admin.panels import Panel

from catalog.services.publishing import problem_summary, publish_problems
from catalog.viewsets.rows import rows_of_product
from commerce.inventory import selectors as inventory
from commerce.ledger import selectors as ledger
from commerce.pricing import selectors as pricing

HISTORY_ROWS = 30
ADD_VARIANT = "wagtailsnippets_catalog_productvariant:add"


class ReadOnlyPanel(Panel):
    """A part that adds no field to the form."""

    template_name = ""

    def get_form_options(self) -> dict[str, Any]:
        return {}

    def facts(self, instance: Model, request: Any) -> dict[str, Any]:
        """Return what the template tells of ``instance``."""
        raise NotImplementedError

    class BoundPanel(Panel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.template_name = self.panel.template_name

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            facts = self.panel.facts(self.instance, self.request) if self.instance.pk else {}
            return {**context, "object": self.instance, **facts}


class VariantsPanel(ReadOnlyPanel):
    """The variants of a product, which are stored outside of its drafts, and what is still missing."""

    template_name = "catalog_admin/panels/variants.html"

    def facts(self, instance: Any, request: Any) -> dict[str, Any]:
        return {
            "rows": rows_of_product(instance.pk),
            "problems": [problem_summary(problem) for problem in publish_problems(instance)],
            "can_add": request.user.has_perm("catalog.add_productvariant"),
            "can_change": request.user.has_perm("catalog.change_productvariant"),
            "add_url": f"{reverse(ADD_VARIANT)}?product={instance.pk}",
        }


class TranslationPanel(ReadOnlyPanel):
    """What of a row's English is missing or stale, and where it is translated."""

    template_name = "catalog_admin/panels/translation.html"
    # (row, user) -> what is open and where, or nothing; registered by the translators' area, which lies above.
    status: ClassVar[Callable[[Any, Any], tuple[str, str] | None] | None] = None

    def facts(self, instance: Any, request: Any) -> dict[str, Any]:
        told = TranslationPanel.status
        found = told(instance, request.user) if told is not None else None
        return {"behind": found[0], "translate_url": found[1]} if found else {}


class PriceNowPanel(ReadOnlyPanel):
    """What is charged now, and the rate for the live preview."""

    template_name = "catalog_admin/panels/price_now.html"

    class BoundPanel(ReadOnlyPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            rates = {code: pricing.current_rate(code) for code in ("USD", "EUR")}
            price = pricing.variant_prices([self.instance.pk]) if self.instance.pk else {}
            return {
                **super().get_context_data(parent_context),
                "price": price.get(self.instance.pk),
                "usd": rates["USD"],
                "eur": rates["EUR"],
                "step": pricing.uah_step(),
            }

    def facts(self, instance: Any, request: Any) -> dict[str, Any]:
        return {}


class StockNowPanel(ReadOnlyPanel):
    """Units on hand, promised and free."""

    template_name = "catalog_admin/panels/stock_now.html"

    def facts(self, instance: Any, request: Any) -> dict[str, Any]:
        return {
            "stock": inventory.stock_of([instance.pk])[instance.pk],
            "may_see_ledger": request.user.has_perm("inventory.view_stockmovement"),
        }


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A line of the price history."""

    at: Any
    actor: str
    reason: str
    currency: str
    before: str
    after: str


class HistoryPanel(ReadOnlyPanel):
    """Who changed price and stock, when and why: read from the audit trail and the movements.

    Only for those who price: how a price was made is the shop's own business.
    """

    template_name = "catalog_admin/panels/history.html"

    class BoundPanel(ReadOnlyPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.request.user.has_perm("pricing.change_variantprice"))

    def facts(self, instance: Any, request: Any) -> dict[str, Any]:
        movements = inventory.stock_movements(instance.pk, limit=HISTORY_ROWS)
        audit = ledger.audit_of("variant", instance.pk).filter(kind="price").order_by("-at", "-pk")
        changes = list(audit[:HISTORY_ROWS])
        actors = [*(entry.actor for entry in changes), *(movement.actor for movement in movements)]
        names = ledger.actor_texts(actors)
        return {
            "price_changes": [_price_change(entry, names) for entry in changes],
            "movements": [(movement, names[movement.actor]) for movement in movements],
        }


def _price_change(entry: Any, names: dict[str, str]) -> PriceChange:
    before, after = entry.before or {}, entry.after or {}
    return PriceChange(
        at=entry.at,
        actor=names[entry.actor],
        reason=entry.reason,
        currency=after.get("currency") or before.get("currency") or "",
        before=_price_words(before),
        after=_price_words(after),
    )


def _price_words(values: dict[str, Any]) -> str:
    amount, was = values.get("amount"), values.get("was_amount")
    if amount is None:
        return "–"
    return f"{amount} ({was})" if was else str(amount)
