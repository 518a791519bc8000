"""Writes of the ledger: audit, idempotency keys, the outbox of mails, the queue of tasks."""

from commerce.ledger.services.audits import Change, audit, audit_many
from commerce.ledger.services.idempotency import (
    Claim,
    IdempotencyKeyReused,
    claim,
    finish,
    keys_forget,
)
from commerce.ledger.services.mails import (
    RecipientRefused,
    mail_enqueue,
    mail_failed,
    mail_resend,
    mail_sent,
)

__all__ = [
    "Change",
    "Claim",
    "IdempotencyKeyReused",
    "RecipientRefused",
    "audit",
    "audit_many",
    "claim",
    "finish",
    "keys_forget",
    "mail_enqueue",
    "mail_failed",
    "mail_resend",
    "mail_sent",
]
