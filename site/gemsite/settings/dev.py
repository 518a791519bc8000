"""A developer's machine: stack traces, reloading, the styleguide."""

from gemsite.settings.base import *  # noqa: F403
from gemsite.settings.base import INSTALLED_APPS, MIDDLEWARE

DEBUG = True
STYLEGUIDE = True
ALLOWED_HOSTS = ["*"]
INTERNAL_IPS = ["127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar"]
MIDDLEWARE = [*MIDDLEWARE, "debug_toolbar.middleware.DebugToolbarMiddleware"]
DEBUG_TOOLBAR_CONFIG = {"SHOW_TOOLBAR_CALLBACK": "gemsite.middleware.show_toolbar"}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
