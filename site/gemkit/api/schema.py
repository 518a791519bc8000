"""OpenAPI of the shop's API."""

from typing import Any

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
