"""Choices of the ledger."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class MailStatus(TextChoices):
    """What became of a mail."""

    QUEUED = "queued", pgettext_lazy("mail", "queued")
    SENT = "sent", pgettext_lazy("mail", "sent")
    FAILED = "failed", pgettext_lazy("mail", "failed")
