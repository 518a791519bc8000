"""Cookies of the shop: for one visitor's browser only."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase


def keep_cookie(
    request: HttpRequest, response: HttpResponseBase, name: str, value: str, *, days: int
) -> None:
    """Have the browser keep a cookie that no script reads and no other site's form sends."""
    response.set_cookie(
        name, value, max_age=days * 86400, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def drop_cookie(response: HttpResponseBase, name: str) -> None:
    """Have the browser forget a cookie that `keep_cookie` set."""
    response.delete_cookie(name, samesite="Lax")
