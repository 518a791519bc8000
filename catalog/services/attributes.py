"""Writes of the attributes of many variants, from texts of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.log_actions import log

from catalog.index import services as index
from catalog.models import ProductVariant
from catalog.selectors.attributes import AttributeWords, attribute_values
from catalog.services.variants import variant_check
from gemkit.db import write_transaction
from gemkit.errors import DomainError

PROMISED = {"is_active", "treatment", "origin"}
"""What publishing a product promised: a change of these is checked against it."""


class ReportPair(DomainError):
    """Half of a report."""

    code = "report_pair"
    attr = "report_number"


@write_transaction
def attributes_write(
    changes: Mapping[int, Mapping[str, str]], *, words: AttributeWords, user: Any = None
) -> dict[int, DomainError]:
    """Write changed attributes of variants, in order of their ids; returns the refusals of those left alone.

    Every refused variant stays whole as it was. The log of the admin tells who changed it.
    """
    rows = ProductVariant.objects.select_for_update(of=("self",)).filter(pk__in=list(changes)).order_by("pk")
    refused: dict[int, DomainError] = {}
    with index.cards_held():
        for variant in rows.select_related("product"):
            texts = changes[variant.pk]
            for name, value in attribute_values(texts, words).items():
                setattr(variant, name, value)
            try:
                if bool(variant.report_lab) != bool(variant.report_number):
                    raise ReportPair()
                if PROMISED & texts.keys():
                    variant_check(variant)
            except DomainError as refusal:
                refused[variant.pk] = refusal
                continue
            variant.save()
            log(instance=variant, action="wagtail.edit", user=user, content_changed=True)
    return refused
