"""The settings of worker processes that tests start: the test's own database and mail folder."""

import os
from pathlib import Path

from gemsite.settings.test import *  # noqa: F403
from gemsite.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
EMAIL_FILE_PATH = Path(os.environ["TEST_MAIL"])
EMAIL_BACKEND = "tests.ledger.hanging_mail.EmailBackend"
NBU_ENABLED = False
LOGGING["root"]["level"] = "INFO"  # noqa: F405
