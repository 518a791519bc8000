"""What a product needs before the public may see it, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.domain import PublishProblem
from catalog.models import Product

_TEXTS: Mapping[str, Any] = {
    "text_missing": _("Fill this in before publishing."),
    "nature_missing": _("Say whether the stone is natural or laboratory-grown."),
    "variant_missing": _("Add at least one variant that is on sale: there is nothing to buy yet."),
    "treatment_missing": _("Variant %(sku)s: say how the stone was treated (untreated is an answer too)."),
    "origin_missing": _("Variant %(sku)s: give the origin (not determined is an answer too)."),
}
_FIELDS: Mapping[str, Any] = {
    "name_uk": _("Name in Ukrainian"),
    "name_en": _("Name in English"),
    "slug_uk": _("Address in Ukrainian"),
    "slug_en": _("Address in English"),
}


def problem_text(problem: PublishProblem) -> str:
    """Return what to do about ``problem``, in the active language."""
    return str(_TEXTS[problem.code]) % {"sku": problem.sku}


def problem_summary(problem: PublishProblem) -> str:
    """Return the same for a list, where it does not stand beside its field."""
    text = problem_text(problem)
    field = _FIELDS.get(problem.field)
    return f"{field}: {text}" if field else text


def publish_problems(product: Product) -> list[PublishProblem]:
    """Return everything that keeps ``product``, as it is in memory, from being published."""
    return product.publish_problems()


def disclosure_is_due(product: Product) -> bool:
    """Whether the public sees the product, or will by schedule: its variants must stay complete."""
    return bool(product.live) or product.scheduled_revision is not None
