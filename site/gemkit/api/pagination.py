"""Pages of a list: ``?page=`` and ``?page_size=`` (default 24, at most 100)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """A page past the end is 404, something that is not a number 400, too large a size is capped."""

    page_size = 24
    max_page_size = 100
    page_size_query_param = "page_size"

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        for name in ("page", "page_size"):
            value = request.query_params.get(name)
            if value is not None and not (
                value.isascii() and value.isdecimal() and int(value) > 0 and len(value) < 10
            ):
                raise exceptions.ValidationError({name: [_("A whole number from 1 is needed.")]})
        return super().paginate_queryset(queryset, request, view)
