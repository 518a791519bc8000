"""The routes of /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.renderers import TemplateHTMLRenderer

api_patterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path(
        "docs/",
        SpectacularSwaggerView.as_view(url_name="schema", renderer_classes=[TemplateHTMLRenderer]),
        name="api-docs",
    ),
    path("catalog/", include("catalog.web.api.urls")),
    path("inventory/", include("catalog.web.api.inventory_urls")),
    path("staff/", include("catalog.web.api.staff.urls")),
    path("", include("catalog.web.api.lists_urls")),
    path("pricing/", include("commerce.pricing.api.urls")),
    path("pricing/", include("commerce.promotions.api.urls")),
    path("carts/", include("commerce.cart.api.urls")),
    path("checkout/", include("commerce.checkout.api.urls")),
    path("delivery/", include("commerce.delivery.api.urls")),
    path("orders/", include("commerce.orders.api.urls")),
]
