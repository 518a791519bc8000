"""A shop on the open internet, or the demo on one's own machine (plain http on loopback)."""

from gemkit.env import SettingsError, env_bool, env_int
from gemsite.settings.base import *  # noqa: F403
from gemsite.settings.base import ALLOWED_HOSTS, BASE_URL, DEBUG

if DEBUG:
    raise SettingsError(
        "DEBUG must be off with the production settings; use gemsite.settings.dev to develop."
    )

HTTPS = env_bool(
    "HTTPS", BASE_URL.startswith("https://"), help="cookies and redirects for https; follows BASE_URL"
)
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env_int(
        "HSTS_SECONDS", 31536000, minimum=0, help="how long browsers insist on https"
    )
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if "*" in ALLOWED_HOSTS:
        raise SettingsError("ALLOWED_HOSTS must name the hosts of the shop, not *.")
