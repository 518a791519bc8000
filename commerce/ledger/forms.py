"""The filters of the audit trail: who, what, when, on which object."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from commerce.ledger import selectors
from commerce.ledger.enums import AUDIT_KINDS
from commerce.ledger.models import AuditEntry
from gemkit.filters import DaysFilter


class AuditFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    who = django_filters.CharFilter(
        label=_("Who: e-mail, buyer or system"), method="by_actor", max_length=120
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("What"), choices=[(kind, told.title) for kind, told in AUDIT_KINDS.items()]
    )
    at = DaysFilter(field_name="at", label=_("Period"), widget=DateRangePickerWidget)
    object_id = django_filters.CharFilter(
        label=_("Object: order number, promo code, SKU, number"), method="by_object", max_length=60
    )

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def by_actor(self, queryset: Any, _name: str, value: str) -> Any:
        return queryset.filter(actor__in=selectors.actors_called(value))

    def by_object(self, queryset: Any, _name: str, value: str) -> Any:
        return queryset.filter(object_id__in=selectors.objects_called(value))
