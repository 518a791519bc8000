"""Mails as files, for machines without a mail server.

A mail's file is named by its Message-ID, so that sending it again overwrites it: the folder holds
each mail once. Every write is named in the log.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from email.utils import make_msgid
from pathlib import Path

import structlog
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

log = structlog.get_logger("mail")


class EmailBackend(BaseEmailBackend):
    """Writes each message to ``EMAIL_FILE_PATH`` as a complete ``.eml`` file, or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            log.info("mail written", file=str(self.write(message)), subject=message.subject)
        return len(email_messages)

    def write(self, message: EmailMessage) -> Path:
        content = message.message().as_bytes()
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / file_name(str(message.extra_headers.get("Message-ID") or make_msgid()))
        handle, part = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(part).replace(target)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        return target


def file_name(message_id: str) -> str:
    """Return a safe file name for a Message-ID, different for different ones."""
    name = message_id.strip("<>").partition("@")[0]
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", name)[:100].lstrip(".")
    if safe != name:
        safe = f"{safe}-{hashlib.sha256(message_id.encode()).hexdigest()[:8]}"
    return f"{safe}.eml"
