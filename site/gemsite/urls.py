"""All addresses of the shop. Pages live under a language; the rest never redirects to one."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from gemsite import health, views
from gemsite.api import api_patterns
from gemsite.block_sheet import block_sheet
from gemsite.content_api import content_api
from home.editing.web import shared_preview
from home.web import JournalFeed, page_serve

handler404 = "gemsite.views.not_found"
handler500 = "gemsite.views.server_error"

urlpatterns = [
    path("", RedirectView.as_view(url=f"/{settings.LANGUAGE_CODE}/", permanent=False)),
    path("health/", health.live),
    path("ready/", health.ready),
    path("currency/", views.set_currency, name="set_currency"),
    path("robots.txt", views.robots),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    re_path(r"^sitemap-(?P<name>[a-z]+)-(?P<number>[0-9]{1,6})\.xml$", views.sitemap_part),
    re_path(r"^feeds/google-(?P<language>uk|en)\.xml$", views.google_feed, name="google_feed"),
    path("api/content/v2/", content_api.urls),
    path("api/v1/", include(api_patterns)),
    re_path(r"^api/", views.api_not_found),
    path("documents/", include(wagtaildocs_urls)),
    path("cms/", include(wagtailadmin_urls)),
]
if settings.SERVE_MEDIA:
    urlpatterns.append(re_path(r"^media/(?P<path>.+)$", views.media))
if settings.STYLEGUIDE:
    urlpatterns.append(path("styleguide/", views.styleguide, name="styleguide"))
    urlpatterns.append(path("styleguide/blocks/<str:language>/", block_sheet, name="block_sheet"))
if settings.DEBUG:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += debug_toolbar_urls()

urlpatterns += i18n_patterns(
    path("journal/feed/", JournalFeed(), name="journal_feed"),
    path("", include("catalog.web.urls")),
    path("preview/<str:token>/", shared_preview, name="shared_preview"),
    path("cart/", include("commerce.checkout.web.cart_urls")),
    path("checkout/", include("commerce.checkout.web.urls")),
    path("account/", include("commerce.accounts.web.urls")),
    path("order/", include("commerce.orders.web.urls")),
    path("waiting/", include("commerce.waiting.web.urls")),
    re_path(wagtail_urls.serve_pattern, page_serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
