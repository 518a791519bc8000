"""The storefront's session on the API."""

from typing import Any

from rest_framework import authentication


class SessionAuthentication(authentication.SessionAuthentication):
    """A session with a CSRF token; a request without one is answered 401, not 403."""

    def authenticate_header(self, request: Any) -> str:
        return 'Session realm="api"'
