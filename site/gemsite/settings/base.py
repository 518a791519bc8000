"""What every environment shares. Safe for production: nothing here weakens a guard."""

import logging
from decimal import Decimal
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE

from gemkit.embeds import frame_hosts
from gemkit.env import (
    SettingsError,
    env_bool,
    env_decimal,
    env_int,
    env_list,
    env_origins,
    env_path,
    env_secret,
    env_str,
    env_url,
    load_dotenv,
)

ROOT = Path(__file__).resolve().parents[3]
PROJECT = ROOT / "site" / "gemsite"
load_dotenv(ROOT / ".env")

VAR = env_path("DATA_DIR", ROOT / "var", help="folder for the SQLite file, media, mail and static files")

# --- Who we are -----------------------------------------------------------------------------

DEBUG = env_bool("DEBUG", False, help="developer pages with stack traces; never in production")
SECRET_KEY = env_secret("SECRET_KEY", min_length=32, help="signs sessions and forms; 50 random characters")
ORDER_LINK_KEY = env_secret(
    "ORDER_LINK_KEY",
    min_length=32,
    help="signs the guests' links to their orders; changing it voids all links",
)
BASE_URL = env_url(
    "BASE_URL",
    "http://127.0.0.1:8000",
    schemes=("http", "https"),
    help="the shop's address in mails and feeds",
).rstrip("/")
ALLOWED_HOSTS = env_list(
    "ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"], help="host names the shop answers to"
)
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [], help="further origins that may post forms")
CORS_ALLOWED_ORIGINS = env_origins(
    "CORS_ALLOWED_ORIGINS", [], help="origins whose scripts may use the API, each exact: https://app.example"
)
HTTP_USER_AGENT = env_str(
    "HTTP_USER_AGENT", "Lapidary/1.0", help="how the shop names itself to other services"
)

INSTALLED_APPS = [
    "gemsite",
    "home",
    "modeltranslation",  # before the apps it translates
    "catalog",
    "commerce.accounts",  # its templates before allauth's
    "commerce.desk",
    "commerce.notifications",
    "commerce.checkout",
    "commerce.payments",
    "commerce.delivery",
    "commerce.waiting",
    "commerce.cart",
    "commerce.orders",
    "commerce.sheets",
    "commerce.promotions",
    "commerce.inventory",
    "commerce.pricing",
    "commerce.customers",
    "commerce.ledger",
    "django_tasks",
    "django_tasks_db",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.frontend_cache",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "drf_standardized_errors",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "phonenumber_field",
    "csp",
    "allauth",
    "allauth.account",
    "corsheaders",
    "django_structlog",
    "django.contrib.admin",  # wagtail's user forms use its templates; its URLs are not mounted
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "gemsite.staticfiles.StaticFilesConfig",
]

MIDDLEWARE = [
    "gemsite.middleware.SecurityHeadersMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gemsite.middleware.MaintenanceMiddleware",
    "gemsite.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gemsite.middleware.PrefixedLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "gemsite.middleware.OriginGuardMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gemsite.middleware.CurrencyMiddleware",
    "gemsite.middleware.ListsMiddleware",
    "csp.middleware.CSPMiddleware",
    "gemsite.middleware.AnalyticsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "gemsite.middleware.MovedMiddleware",
    "home.translating.views.refused.HeldBackMiddleware",
]

ROOT_URLCONF = "gemsite.urls"
WSGI_APPLICATION = "gemsite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "customers.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
ACCOUNT_ADAPTER = "commerce.accounts.web.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "commerce.accounts.forms.LoginForm",
    "signup": "commerce.accounts.forms.SignupForm",
    "reset_password": "commerce.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "commerce.accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None  # a name may be set by staff; nobody signs up with one
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that signed up
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a letter to an address we do not know would be spam
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.partition(":")[0]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gemsite.context_processors.shop",
            ],
        },
    }
]

# --- Where things are kept ------------------------------------------------------------------

DATABASE_URL = env_str("DATABASE_URL", "", help="postgres://user:password@host:port/name; empty means SQLite")


def database(url: str, *, sqlite_file: Path) -> dict:
    """Return Django's settings for the database at ``url``, or for the SQLite file."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(sqlite_file),
            "CONN_MAX_AGE": 60,  # opening the file costs more than a page from the cache
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
            },
        }
    try:
        found = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except (ValueError, dj_database_url.ParseError) as error:
        raise SettingsError(
            "DATABASE_URL must be an address such as postgres://user@host:5432/name."
        ) from error
    if not found["ENGINE"].endswith("postgresql"):
        raise SettingsError("DATABASE_URL must name a PostgreSQL database; leave it empty for SQLite.")
    return dict(found)


DATABASES = {"default": database(DATABASE_URL, sqlite_file=VAR / "lapidary.sqlite3")}

REDIS_URL = env_url(
    "REDIS_URL", "", schemes=("redis", "rediss", "unix"), help="shared cache; empty means none"
)
SEARCH_URL = env_url(
    "SEARCH_URL", "", schemes=("http", "https"), help="OpenSearch for search; empty means the database"
)
_LOCAL: dict[str, Any] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "lapidary"}
_TABLE: dict[str, Any] = {
    "BACKEND": "gemkit.cache.UpsertCache",
    "LOCATION": "cache_limits",
    "TIMEOUT": 3600,
}
_REDIS: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "lapidary",
}
CACHES: dict[str, Any] = {
    "default": _REDIS if REDIS_URL else _LOCAL,
    "renditions": _REDIS
    if REDIS_URL
    else {**_LOCAL, "LOCATION": "renditions", "OPTIONS": {"MAX_ENTRIES": 20000}},
    # Finished parts of pages; always in the process, for a part costs less than the way to another machine.
    "fragments": {**_LOCAL, "LOCATION": "fragments", "OPTIONS": {"MAX_ENTRIES": 1000}},
    # Throttles count in one place for all processes, with or without Redis.
    "limits": _REDIS if REDIS_URL else _TABLE,
}

PAGE_CACHE_MB = env_int(
    "PAGE_CACHE_MB",
    32,
    minimum=0,
    help="memory of each web process for finished pages; 0: every page is made anew",
)

SESSION_ENGINE = (
    "django.contrib.sessions.backends.cached_db" if REDIS_URL else "django.contrib.sessions.backends.db"
)
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
PRIVATE_ROOT = VAR / "private"
STATIC_ROOT = VAR / "static"
STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "gemsite.stylesheets.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STYLESHEET_ROOT = VAR / "stylesheet"  # css/shop.css is joined here from static/css
S3_BUCKET = env_str("S3_BUCKET", "", help="bucket for public media (S3 or R2); empty means files on disk")
S3_PRIVATE_BUCKET = env_str("S3_PRIVATE_BUCKET", "", help="bucket for private files; needed with S3_BUCKET")
S3_ENDPOINT_URL = env_url(
    "S3_ENDPOINT_URL", "", schemes=("http", "https"), help="endpoint of an S3-compatible store"
)
S3_REGION = env_str("S3_REGION", "auto", help="region of the buckets")
S3_ACCESS_KEY_ID = env_secret("S3_ACCESS_KEY_ID", "", help="key of the S3 account")
S3_SECRET_ACCESS_KEY = env_secret("S3_SECRET_ACCESS_KEY", "", help="secret of the S3 account")
S3_PUBLIC_DOMAIN = env_str("S3_PUBLIC_DOMAIN", "", help="host name of the CDN before the public bucket")


def storages() -> dict:
    """Return the storages: public media and private files are two aliases from day one."""
    static = {"BACKEND": "gemsite.staticfiles.StaticFilesStorage"}
    if not S3_BUCKET:
        local = "django.core.files.storage.FileSystemStorage"
        return {
            "default": {"BACKEND": local, "OPTIONS": {"location": str(MEDIA_ROOT), "base_url": MEDIA_URL}},
            "private": {"BACKEND": local, "OPTIONS": {"location": str(PRIVATE_ROOT), "base_url": None}},
            "staticfiles": static,
        }
    if not S3_PRIVATE_BUCKET:
        raise SettingsError("S3_PRIVATE_BUCKET is not set; private files need a bucket of their own.")
    shared = {
        "endpoint_url": S3_ENDPOINT_URL or None,
        "region_name": S3_REGION,
        "access_key": S3_ACCESS_KEY_ID or None,
        "secret_key": S3_SECRET_ACCESS_KEY or None,
        "file_overwrite": False,
        "default_acl": None,
    }
    s3 = "storages.backends.s3.S3Storage"
    public = {**shared, "bucket_name": S3_BUCKET, "querystring_auth": False}
    if S3_PUBLIC_DOMAIN:
        public["custom_domain"] = S3_PUBLIC_DOMAIN
    private = {
        **shared,
        "bucket_name": S3_PRIVATE_BUCKET,
        "querystring_auth": True,
        "querystring_expire": 300,
    }
    return {
        "default": {"BACKEND": s3, "OPTIONS": public},
        "private": {"BACKEND": s3, "OPTIONS": private},
        "staticfiles": static,
    }


STORAGES = storages()
SERVE_MEDIA = not S3_BUCKET

# --- Languages and time ---------------------------------------------------------------------

LANGUAGE_CODE = "uk"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("uk", "Українська"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Europe/Kyiv"
MODELTRANSLATION_DEFAULT_LANGUAGE = "uk"
MODELTRANSLATION_ENABLE_FALLBACKS = False  # an English page never shows Ukrainian silently

# --- Wagtail --------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Lapidary"
WAGTAILADMIN_BASE_URL = BASE_URL
PREVIEW_LINK_DAYS = env_int(
    "PREVIEW_LINK_DAYS", 7, minimum=1, help="days for which a link to a draft works without an account"
)
FORM_MESSAGE_DAYS = env_int(
    "FORM_MESSAGE_DAYS", 365, minimum=30, help="days for which messages of forms are kept"
)
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES  # what staff may choose: what is translated
WAGTAILIMAGES_IMAGE_MODEL = "catalog.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "catalog.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_MODEL = "catalog.File"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "webp", "webp": "webp", "jpeg": "webp", "png": "webp"}
WAGTAILIMAGES_WEBP_QUALITY = 80
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = True
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]},
    }
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # addresses are Latin; titles are transliterated while they are typed
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # translations are published by a person
WAGTAIL_FINISH_WORKFLOW_ACTION = "home.translating.finishing.workflow_publish"
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILAPI_SEARCH_ENABLED = True
WAGTAILAPI_BASE_URL = BASE_URL
TAGGIT_CASE_INSENSITIVE = True

# --- API ------------------------------------------------------------------------------------

THROTTLE_SCALE = env_int(
    "THROTTLE_SCALE", 1, minimum=1, help="multiplies every rate limit; for benchmarks and races"
)


def _rate(number: int, period: str) -> str:
    return f"{number * THROTTLE_SCALE}/{period}"


REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["gemkit.api.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["gemkit.api.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],  # deny by default
    "DEFAULT_PAGINATION_CLASS": "gemkit.api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "gemkit.api.schema.ShopSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_THROTTLE_CLASSES": ["gemkit.api.throttling.AnonThrottle", "gemkit.api.throttling.UserThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "anon": _rate(100, "min"),
        "user": _rate(1000, "min"),
        "checkout": _rate(20, "min"),
        "cart": _rate(60, "min"),
        "coupon": _rate(20, "min"),  # promo codes must not be guessed
        "lists": _rate(120, "min"),
        "directory": _rate(120, "min"),
        "search": _rate(120, "min"),
        "order": _rate(30, "min"),
        "waiting": _rate(10, "min"),
        "account": _rate(10, "min"),
        "content": _rate(600, "min"),
        "form": _rate(10, "min"),
    },
    "NUM_PROXIES": env_int(
        "NUM_PROXIES", 0, minimum=0, help="trusted proxies before the shop, for client addresses"
    ),
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
ALLAUTH_TRUSTED_PROXY_COUNT = REST_FRAMEWORK["NUM_PROXIES"]  # else all customers are one address
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "gemkit.api.errors.ShopExceptionHandler",
    "EXCEPTION_FORMATTER_CLASS": "gemkit.api.errors.ShopExceptionFormatter",
    "ENABLE_IN_DEBUG_FOR_UNHANDLED_EXCEPTIONS": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Lapidary API",
    "DESCRIPTION": "Catalog, prices, carts, checkout and orders of a gemstone and jewelry shop.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "PREPROCESSING_HOOKS": ["gemkit.api.schema.only_ours"],
    "ENUM_NAME_OVERRIDES": {
        "OrderStatusEnum": "commerce.orders.enums.OrderStatus",
        "RepriceStateEnum": "commerce.pricing.enums.RepriceState",
        "RepriceRowStateEnum": "commerce.pricing.enums.RepriceRowState",
        "RateSourceEnum": ["nbu", "manual", "demo"],
        "DiscountKindEnum": ["percent", "amount", "free_delivery"],
    },
}
# Other origins read and write by tokens and secrets in the request, never by our cookies.
CORS_URLS_REGEX = r"^/api/(v1|content/v2)/"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = (
    "accept", "accept-language", "authorization", "content-type", "idempotency-key", "if-none-match", "x-preview-token",
)  # fmt: skip
CORS_EXPOSE_HEADERS = ("etag", "retry-after")
CORS_PREFLIGHT_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Work in the background -----------------------------------------------------------------

TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},  # Wagtail's own work
    "shop": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}
WORKER_LEASE_SECONDS = env_int(
    "WORKER_LEASE_SECONDS",
    15,
    minimum=2,
    help="a task whose worker is silent for so long goes to another worker",
)
WORKER_BEAT_SECONDS = env_int(
    "WORKER_BEAT_SECONDS",
    5,
    minimum=1,
    help="how often a worker says that its task is alive; below the lease",
)
if WORKER_BEAT_SECONDS >= WORKER_LEASE_SECONDS:
    raise SettingsError("WORKER_BEAT_SECONDS must be smaller than WORKER_LEASE_SECONDS.")
TASK_ATTEMPTS = env_int(
    "TASK_ATTEMPTS", 30, minimum=1, help="tries of a failing task, over about a day, before it is given up"
)

# --- Mail -----------------------------------------------------------------------------------

EMAIL_URL = env_url(
    "EMAIL_URL", "", schemes=("smtp", "smtps"), help="smtp://user:password@host:587; empty: .eml files"
)
DEFAULT_FROM_EMAIL = env_str(
    "DEFAULT_FROM_EMAIL", "Самоцвіт <kamin@samotsvit.example>", help="sender of the mails"
)
STAFF_EMAIL = env_str("STAFF_EMAIL", "", help="where notices for the staff go; empty means none")
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 10
if EMAIL_URL:
    from dj_email_url import parse as _parse_mail

    _mail = _parse_mail(EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
else:
    EMAIL_BACKEND = "commerce.notifications.gateways.eml.EmailBackend"

# --- Commerce -------------------------------------------------------------------------------

SHOP_CURRENCIES = ("UAH", "USD", "EUR")
NBU_URL = env_url(
    "NBU_URL",
    "https://bank.gov.ua/NBUStatService/v1/statdirectory/exchange",
    schemes=("http", "https"),
    help="the National Bank's list of rates",
)
NBU_ENABLED = env_bool(
    "NBU_ENABLED", True, help="fetch rates by schedule; off in the demo, which has its own rates"
)
NBU_WINDOW_MINUTES = env_int(
    "NBU_WINDOW_MINUTES", 50, minimum=0, help="the bank is asked at most once in so many minutes"
)
RATE_MAX_AGE_DAYS = env_int("RATE_MAX_AGE_DAYS", 30, minimum=1, help="older rates stop the checkout")
RATE_DISPLAY_AGE_DAYS = env_int(
    "RATE_DISPLAY_AGE_DAYS", 7, minimum=1, help="older rates hide prices in USD and EUR"
)
RATE_MAX_MOVE_PERCENT = env_decimal(
    "RATE_MAX_MOVE_PERCENT", Decimal(10), help="a larger daily move needs a person"
)
COD_LIMIT_UAH = env_decimal("COD_LIMIT_UAH", Decimal(50000), help="largest order payable on delivery")
BANK_TRANSFER_DAYS = env_int("BANK_TRANSFER_DAYS", 3, minimum=1, help="days a bank transfer may take")
LOW_STOCK_AT = env_int(
    "LOW_STOCK_AT", 2, minimum=0, help="staff are told when so few pieces of a variant are free; 0: never"
)
QUOTE_MINUTES = env_int("QUOTE_MINUTES", 30, minimum=1, help="minutes a quoted price is promised")
DELIVERY_WAREHOUSE_UAH = env_decimal(
    "DELIVERY_WAREHOUSE_UAH", Decimal(120), help="price of delivery to a branch"
)
DELIVERY_LOCKER_UAH = env_decimal(
    "DELIVERY_LOCKER_UAH", Decimal(100), help="price of delivery to a parcel locker"
)
DELIVERY_COURIER_UAH = env_decimal("DELIVERY_COURIER_UAH", Decimal(165), help="price of delivery by courier")
DELIVERY_FREE_FROM_UAH = env_decimal(
    "DELIVERY_FREE_FROM_UAH", Decimal(50000), help="goods worth this much travel free to branches and lockers"
)
DELIVERY_LOCKER_LIMIT_UAH = env_decimal(
    "DELIVERY_LOCKER_LIMIT_UAH", Decimal(10000), help="largest declared value a parcel locker takes"
)
CART_DAYS = env_int("CART_DAYS", 60, minimum=30, help="days an untouched cart is kept")
CART_LEFT_HOURS = env_int(
    "CART_LEFT_HOURS", 24, minimum=1, help="hours after which a filled, untouched cart counts as left"
)

# --- Safety ---------------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"  # the editors' preview shows pages in a frame
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
MAINTENANCE_FILE = VAR / "maintenance"
_MEDIA_HOSTS = [f"https://{S3_PUBLIC_DOMAIN}"] if S3_PUBLIC_DOMAIN else []
EMBED_PROVIDERS = env_list(
    "EMBED_PROVIDERS",
    ["youtube", "vimeo", "openstreetmap"],
    help="whose films and maps editors may embed; nothing of them is loaded before a visitor asks",
)
ANALYTICS_SCRIPT_URL = env_url(
    "ANALYTICS_SCRIPT_URL",
    "",
    schemes=("https",),
    help="script that counts visits without cookies; used once staff switch it on in the shop's settings",
)
ANALYTICS_SITE = env_str("ANALYTICS_SITE", "", help="the shop's name at that service (its data-domain)")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_MEDIA_HOSTS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, *_MEDIA_HOSTS],
        "frame-src": [SELF, *frame_hosts(EMBED_PROVIDERS)],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
    "EXCLUDE_URL_PREFIXES": ("/cms/", "/api/v1/docs/"),  # gemsite.middleware gives these a wider policy
}
ADMIN_CSP = "; ".join(
    [
        "default-src 'self'",
        f"script-src 'self' {UNSAFE_INLINE}",
        f"style-src 'self' {UNSAFE_INLINE}",
        " ".join(["img-src 'self' data: blob:", *_MEDIA_HOSTS]),
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
STYLEGUIDE = DEBUG

PHONENUMBER_DEFAULT_REGION = "UA"
PHONENUMBER_DB_FORMAT = "E164"

# --- Logs -----------------------------------------------------------------------------------

LOG_LEVEL = env_str(
    "LOG_LEVEL", "INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR"), help="how much is logged"
)
LOG_JSON = env_bool("LOG_JSON", False, help="one JSON object a line instead of text")

from gemkit.logging import configure as _configure_logs  # noqa: E402

DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO  # a refusal is an answer, not an event

LOGGING = _configure_logs(level=LOG_LEVEL, as_json=LOG_JSON)
