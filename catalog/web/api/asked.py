"""What a client searches for, read once for all routes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from catalog.search.selectors import LONGEST_QUERY

QUERY = OpenApiParameter(
    "q", str, required=True, description=f"What was typed so far, at most {LONGEST_QUERY} characters."
)
SEARCHED = OpenApiParameter(
    "q", str, description=f"Only what this finds, best first; at most {LONGEST_QUERY} characters."
)


def asked(request: Request, *, is_required: bool = True) -> str:
    """Return ``?q=``; raises ValidationError that names it when it is missing, too long or no text."""
    query = request.query_params.get("q", "")
    if "\x00" in query:
        raise ValidationError({"q": [_("This is not text.")]})
    if len(query) > LONGEST_QUERY:
        raise ValidationError({"q": [_("At most %(most)d characters.") % {"most": LONGEST_QUERY}]})
    if is_required and not query.strip():
        raise ValidationError({"q": [_("Give at least one word.")]}, code="required")
    return str(query)
