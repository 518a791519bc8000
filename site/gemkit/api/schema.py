"""OpenAPI of the shop's API."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

LANG = OpenApiParameter(
    "lang", str, enum=["uk", "en"], description="Language; else Accept-Language, else uk."
)


class ShopSchema(AutoSchema):
    """Adds ``lang`` and the one error shape to every route, and tags it by its first path segment."""

    def get_override_parameters(self) -> list[Any]:
        return [LANG, *super().get_override_parameters()]

    def get_tags(self) -> list[str]:
        parts = self.path.removeprefix("/api/v1/").split("/")
        return [parts[0] or "root"]


class SessionScheme(OpenApiAuthenticationExtension):
    """The staff's session, as the document names it."""

    target_class = "gemkit.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


def only_ours(endpoints: list[Any], **kwargs: Any) -> list[Any]:
    """Keep /api/v1/ in the document: the admin's and Wagtail's own routes have their own words."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
