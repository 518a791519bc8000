"""Mails as files; in the worker that is to be killed, the process hangs after writing one."""

import os
import time
from pathlib import Path

from commerce.notifications.gateways import eml


class EmailBackend(eml.EmailBackend):
    def send_messages(self, email_messages):
        count = super().send_messages(email_messages)
        if os.environ.get("TEST_HANG"):
            (Path(os.environ["TEST_MAIL"]) / "was-here").touch()
            time.sleep(120)
        return count
