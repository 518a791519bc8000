"""Reads of the ledger."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from commerce.ledger.enums import MailStatus
from commerce.ledger.models import AuditEntry, MailLog

BACKEND = "shop"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail of the outbox."""

    id: int
    kind: str
    object_type: str
    object_id: str
    cause: str
    language: str
    recipient: str
    message_id: str
    is_sent: bool


def oldest_due_task() -> dt.datetime | None:
    """Return since when the oldest task that could run now waits; None when none waits."""
    due = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
    waits = [
        max(enqueued_at, run_after) if run_after.year < 9999 else enqueued_at
        for enqueued_at, run_after in due.order_by("enqueued_at").values_list("enqueued_at", "run_after")[
            :100
        ]
    ]
    return min(waits, default=None)


def tasks_are_due() -> bool:
    """Whether a task could run now; a plain read that takes no lock."""
    return DBTaskResult.objects.ready().filter(backend_name=BACKEND).exists()


def mail(mail_id: int) -> Mail | None:
    """Return a mail of the outbox."""
    row = MailLog.objects.filter(pk=mail_id).first()
    if row is None:
        return None
    return Mail(
        id=row.pk,
        kind=row.kind,
        object_type=row.object_type,
        object_id=row.object_id,
        cause=row.cause,
        language=row.language,
        recipient=row.recipient,
        message_id=row.message_id,
        is_sent=row.status == MailStatus.SENT,
    )


def audit_of(object_type: str, object_id: object) -> QuerySet[AuditEntry]:
    """Return what the audit trail knows of an object, the oldest first."""
    return AuditEntry.objects.filter(object_type=object_type, object_id=str(object_id)).order_by("at", "pk")


def mails_of(object_type: str, object_id: object) -> QuerySet[MailLog]:
    """Return the mails about an object, the oldest first."""
    return MailLog.objects.filter(object_type=object_type, object_id=str(object_id)).order_by("pk")
