"""Idempotency keys: claim, don't check."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from commerce.ledger.models import IdempotencyKey
from gemkit.clock import now
from gemkit.errors import DomainError

KEPT = dt.timedelta(days=30)


class IdempotencyKeyReused(DomainError):
    """The key belongs to another request of the same owner."""

    code = "IDEMPOTENCY_KEY_REUSED"
    message = _("This Idempotency-Key was used with another request.")
    status = 422
    attr = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class Claim:
    """The caller's hold on a key until the transaction ends.

    ``is_new``: do the act, then `finish`. Otherwise ``status`` and ``answer`` are the first answer.
    """

    row_id: int
    is_new: bool
    status: int | None
    answer: Any


def claim(*, owner: str, key: str, fingerprint: str) -> Claim:
    """Claim ``key`` of ``owner`` inside the transaction of the act.

    Parallel requests with the key wait here until the first one commits, then get its answer; when it
    rolls back, one of them goes ahead. Raises `IdempotencyKeyReused` for another fingerprint.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an idempotency key is claimed inside the transaction of its act")
    IdempotencyKey.objects.bulk_create(
        [IdempotencyKey(owner=owner, key=key, fingerprint=fingerprint)], ignore_conflicts=True
    )
    row = IdempotencyKey.objects.select_for_update().get(owner=owner, key=key)
    if row.fingerprint != fingerprint:
        raise IdempotencyKeyReused()
    return Claim(row_id=row.pk, is_new=row.status is None, status=row.status, answer=row.answer)


def finish(claim: Claim, *, status: int, answer: Any) -> None:
    """Store the answer with the claimed key, in the same transaction. ``answer`` is plain JSON."""
    IdempotencyKey.objects.filter(pk=claim.row_id).update(status=status, answer=answer)


def keys_forget() -> int:
    """Delete keys older than 30 days; returns how many."""
    deleted, _by_model = IdempotencyKey.objects.filter(created_at__lt=now() - KEPT).delete()
    return deleted
