"""WSGI entry point."""

import os
import sys
from pathlib import Path

sys.path[:0] = [
    path
    for path in (str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2]))
    if path not in sys.path
]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemsite.settings.production")

from django.core.wsgi import get_wsgi_application  # noqa: E402

from gemkit.env import SettingsError  # noqa: E402

try:
    application = get_wsgi_application()
except SettingsError as error:
    sys.exit(f"Settings: {error}")
