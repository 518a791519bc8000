"""Reads of the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_tasks_db.models import DBTaskResult

from catalog import selectors as catalog
from commerce.ledger.enums import AUDIT_KINDS, MailStatus
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


STAFF = "staff:"


def actor_texts(actors: Iterable[str]) -> dict[str, str]:
    """Return how people call those who acted: staff by their address, as long as there is the account; one query.

    Stored are ids only (``staff:7``), so that erasing an account leaves nothing of the person in the trail.
    """
    wanted = set(actors)
    ids = {actor: actor.removeprefix(STAFF) for actor in wanted if actor.startswith(STAFF)}
    numbers = [int(number) for number in ids.values() if number.isdecimal()]
    known = (
        dict(get_user_model()._default_manager.filter(pk__in=numbers).values_list("pk", "email"))
        if numbers
        else {}
    )
    words = {"buyer": pgettext("actor", "the buyer"), "system": pgettext("actor", "the shop itself")}
    texts = {actor: words.get(actor, actor) for actor in wanted}
    for actor, number in ids.items():
        left = _("former staff, № {number}").format(number=number)
        texts[actor] = known.get(int(number), left) if number.isdecimal() else number
    return texts


def rows_named(rows: Iterable[Any], *, of: Callable[[Any], str]) -> None:
    """Give every row of a list a ``who_text``: how people call who is behind it, in one query for all."""
    shown = list(rows)
    names = actor_texts(of(row) for row in shown)
    for row in shown:
        row.who_text = names[of(row)]


def audit_seen_by(user: Any) -> QuerySet[AuditEntry]:
    """Return the entries of the kinds that ``user`` may read of: who sees no orders reads nothing of orders."""
    kinds = [kind for kind, told in AUDIT_KINDS.items() if user.has_perm(told.right)]
    if user.is_superuser:
        return AuditEntry.objects.all()
    return AuditEntry.objects.filter(kind__in=kinds)


def actors_called(text: str) -> list[str]:
    """Return the actors that somebody means who types ``text``: a part of an address, a number, a word."""
    text = text.strip().replace("\x00", "")
    people = get_user_model()._default_manager.filter(email__icontains=text, is_staff=True)
    found = [f"{STAFF}{pk}" for pk in people.values_list("pk", flat=True)[:200]]
    return [*found, text, f"{STAFF}{text}"]


def objects_called(text: str) -> list[str]:
    """Return how an object that somebody types may be named in the trail: as typed, or a variant by its SKU."""
    text = text.strip().replace("\x00", "")
    variant = catalog.ids_of_skus([text]).get(text)
    return [text, text.upper(), *([str(variant)] if variant is not None else [])]


def change_text(entry: AuditEntry) -> str:
    """Return from what to what, one value after the other."""
    before, after = entry.before or {}, entry.after or {}
    told = []
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        if old != new:
            told.append(f"{name}: {_value(old)} → {_value(new)}")
    return "; ".join(told)


def _value(value: Any) -> str:
    if value is None or value == []:
        return "—"
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)


def audit_of(object_type: str, object_id: object) -> QuerySet[AuditEntry]:
    """Return what the audit trail knows of an object, the oldest first."""
    return AuditEntry.objects.filter(object_type=object_type, object_id=str(object_id)).order_by("at", "pk")


def mails_of(object_type: str, object_id: object) -> QuerySet[MailLog]:
    """Return the mails about an object, the oldest first."""
    return MailLog.objects.filter(object_type=object_type, object_id=str(object_id)).order_by("pk")
