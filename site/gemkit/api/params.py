"""Language and currency of a request: the query wins, then what the visitor chose, then the default."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

CURRENCY_COOKIE = "currency"


def request_language(request: Any) -> str:
    """Return the language of an API request: ``?lang=``, else Accept-Language, else Ukrainian.

    Raises ValidationError (400) for a language the shop does not speak.
    """
    known = [code for code, _name in settings.LANGUAGES]
    asked = request.query_params.get("lang")
    if asked is not None:
        if asked not in known:
            raise exceptions.ValidationError({"lang": [_("Unknown language.")]})
        return str(asked)
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200]
    for part in header.split(","):
        code = part.split(";")[0].strip().lower().split("-")[0]
        if code in known:
            return code
    return settings.LANGUAGE_CODE


def request_currency(request: Any) -> str:
    """Return the display currency of an API request: ``?currency=``, else the cookie, else UAH.

    Raises ValidationError (400) for a currency the shop does not show.
    """
    asked = request.query_params.get("currency")
    if asked is not None:
        if asked not in settings.SHOP_CURRENCIES:
            raise exceptions.ValidationError({"currency": [_("Unknown currency.")]})
        return str(asked)
    chosen = request.COOKIES.get(CURRENCY_COOKIE, "UAH")
    return chosen if chosen in settings.SHOP_CURRENCIES else "UAH"


class LocalizedMixin:
    """An API view that answers in the request's language (``self.language``)."""

    language: str

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        self.language = settings.LANGUAGE_CODE
        self.language = request_language(request)
        translation.activate(self.language)
        super().initial(request, *args, **kwargs)  # type: ignore[misc]

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        response.headers["Content-Language"] = getattr(self, "language", settings.LANGUAGE_CODE)
        return response
