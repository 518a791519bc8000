"""The test suite: the real database, nothing leaves the process."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "test-only-secret-key-that-is-never-used-anywhere-else")
os.environ.setdefault("ORDER_LINK_KEY", "test-only-order-link-key-never-used-anywhere-else")
os.environ.setdefault("THROTTLE_SCALE", "10000")  # races come from one address; tests of limits set their own
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_FOLDER = Path(tempfile.gettempdir()) / f"lapidary-test-{os.getuid()}" / _WORKER
_FOLDER.mkdir(parents=True, exist_ok=True)
(_FOLDER / "static").mkdir(exist_ok=True)  # the static files' middleware looks for it
os.environ["DATA_DIR"] = str(_FOLDER)

from gemsite.settings.base import *  # noqa: E402, F403
from gemsite.settings.base import DATABASES, REST_FRAMEWORK, STORAGES  # noqa: E402

DEBUG = False
STYLEGUIDE = True
ALLOWED_HOSTS = ["*"]
SERVE_MEDIA = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
NBU_ENABLED = True
NBU_URL = "http://127.0.0.1:1/not-set-by-the-test"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PAGE_CACHE_MB = 0  # tests of pages see what the page does; those of the cache turn it on
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    # A file, not memory: threads and browsers need a second connection, and WAL needs a file.
    DATABASES["default"]["TEST"] = {"NAME": str(_FOLDER / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"]["OPTIONS"],
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON",
    }
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-renditions"},
    "limits": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-limits"},
    "fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-fragments"},
}
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
