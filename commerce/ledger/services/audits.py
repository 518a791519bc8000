"""The audit trail: added to, never changed (a trigger of the database refuses)."""

import json
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


def _plain(values: dict[str, Any] | None) -> Any:
    return None if values is None else json.loads(json.dumps(values, cls=DjangoJSONEncoder))
