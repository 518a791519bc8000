"""The audit trail: added to, never changed (a trigger of the database refuses)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from commerce.ledger.models import AuditEntry


def audit(
    *,
    actor: str,
    kind: str,
    object_type: str,
    object_id: object,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write who changed what, from what, to what and why, in the transaction of the change."""
    AuditEntry.objects.create(
        actor=actor[:120],
        kind=kind,
        object_type=object_type,
        object_id=str(object_id),
        before=_plain(before),
        after=_plain(after),
        reason=reason[:300],
    )


@dataclass(frozen=True, slots=True)
class Change:
    """What `audit_many` writes of one object."""

    object_id: object
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def audit_many(
    changes: Iterable[Change], *, actor: str, kind: str, object_type: str, reason: str = ""
) -> None:
    """Write an entry for each of many changes that one act made, one query for five hundred."""
    AuditEntry.objects.bulk_create(
        (
            AuditEntry(
                actor=actor[:120],
                kind=kind,
                object_type=object_type,
                object_id=str(change.object_id),
                before=_plain(change.before),
                after=_plain(change.after),
                reason=reason[:300],
            )
            for change in changes
        ),
        batch_size=500,
    )


def _plain(values: dict[str, Any] | None) -> Any:
    return None if values is None else json.loads(json.dumps(values, cls=DjangoJSONEncoder))
