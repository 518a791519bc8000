"""The outbox of mails. A row is written by the act that causes it, and sent after the commit."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commerce.ledger.enums import MailStatus
from commerce.ledger.events import MailQueued
from commerce.ledger.models import MailLog
from commerce.ledger.services.audits import audit
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.events import publish


class RecipientRefused(DomainError):
    """The address cannot be written into a mail's header."""

    code = "RECIPIENT_INVALID"
    message = _("This is not an e-mail address.")
    status = 400
    attr = "email"


@write_transaction
def mail_enqueue(
    *, kind: str, object_type: str, object_id: object, cause: str = "", language: str, recipient: str
) -> MailLog:
    """Put a mail into the outbox, once for each kind, object and cause; a repeat returns the first row.

    Line breaks and anything else that is not one plain address raise `RecipientRefused`.
    """
    try:
        validate_email(recipient)
    except ValidationError as error:
        raise RecipientRefused() from error
    row, is_new = MailLog.objects.get_or_create(
        kind=kind,
        object_type=object_type,
        object_id=str(object_id),
        cause=cause,
        defaults={
            "language": language,
            "recipient": recipient,
            "message_id": message_id(kind, object_type, str(object_id), cause),
        },
    )
    if is_new:
        publish(MailQueued(mail_id=row.pk))
    return row


def message_id(kind: str, object_type: str, object_id: str, cause: str) -> str:
    """Return the Message-ID of a mail: the same every time it is sent, so that copies fold into one."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    name = ".".join(
        re.sub(r"[^A-Za-z0-9_-]+", "-", part) for part in (kind, f"{object_type}-{object_id}", cause) if part
    )
    if len(name) + len(host) > 110:
        name = f"{kind}.{hashlib.sha256(name.encode()).hexdigest()[:24]}"
    return f"<{name}@{host[:60]}>"


@write_transaction
def mail_sent(*, mail_id: int, subject: str) -> None:
    """Note that a mail was handed over."""
    MailLog.objects.filter(pk=mail_id).update(
        status=MailStatus.SENT, subject=subject[:200], sent_at=now(), error="", attempts=F("attempts") + 1
    )


@write_transaction
def mail_failed(*, mail_id: int, error: str) -> None:
    """Note that a mail could not be handed over; the task tries again."""
    MailLog.objects.filter(pk=mail_id).exclude(status=MailStatus.SENT).update(
        status=MailStatus.FAILED, error=error[:300], attempts=F("attempts") + 1
    )


@write_transaction
def mail_resend(*, mail_id: int, actor: str) -> None:
    """Send a mail again because a person asked for it; it keeps its Message-ID."""
    if MailLog.objects.filter(pk=mail_id).update(status=MailStatus.QUEUED, error=""):
        audit(actor=actor, kind="mail_resend", object_type="mail", object_id=mail_id)
        publish(MailQueued(mail_id=mail_id))
