"""Writes of notifications: mails go into the outbox with the act, and out of it after the commit."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from commerce.ledger import selectors as outbox
from commerce.ledger import services as ledger
from commerce.notifications import selectors
from commerce.orders import selectors as orders
from gemkit.text import mask_email

log = structlog.get_logger("mail")


def order_mail_enqueue(*, order_id: int, kind: str) -> None:
    """Put a mail about an order into the outbox, to its buyer and in the buyer's language; once a kind."""
    reader = orders.order_reader(order_id)
    if reader is None:
        return
    language, email = reader
    ledger.mail_enqueue(
        kind=kind,
        object_type="order",
        object_id=order_id,
        language=language,
        recipient=email,
    )


def staff_mail_enqueue(*, kind: str, object_type: str, object_id: int, cause: str = "") -> None:
    """Put a notice for the staff into the outbox, if they have an address; once a ``cause``."""
    if settings.STAFF_EMAIL:
        ledger.mail_enqueue(
            kind=kind,
            object_type=object_type,
            object_id=object_id,
            cause=cause,
            language=settings.LANGUAGE_CODE,
            recipient=settings.STAFF_EMAIL,
        )


def _leave_headers(url: str) -> dict[str, str]:
    """Return what lets a mail program end letters with one press (RFC 8058)."""
    if not url:
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def mail_deliver(*, mail_id: int) -> None:
    """Send a mail of the outbox unless it was sent already.

    At least once: a worker that dies after sending and before noting it sends again, under the same
    Message-ID. Called outside of any transaction; an error is noted and raised, so the task is tried
    again.
    """
    mail = outbox.mail(mail_id)
    if mail is None or mail.is_sent:
        return
    letter = selectors.letter(mail)
    if letter is None:
        log.warning("mail has nothing to tell any more", kind=mail.kind, object=mail.object_id)
        ledger.mail_failed(mail_id=mail_id, error="the object of this mail is gone")
        return
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.recipient],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": mail.message_id,
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
            **_leave_headers(letter.leave_url),
        },
    )
    message.attach_alternative(letter.html, "text/html")
    try:
        message.send()
    except Exception as error:
        ledger.mail_failed(mail_id=mail_id, error=f"{type(error).__name__}: {error}")
        raise
    ledger.mail_sent(mail_id=mail_id, subject=letter.subject)
    log.info("mail sent", kind=mail.kind, to=mask_email(mail.recipient), message_id=mail.message_id)
