"""What others may hear from the ledger."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailQueued:
    """A mail was written into the outbox (or asked for again) and must be sent after the commit."""

    mail_id: int
