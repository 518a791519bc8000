"""Pages of the catalog."""

from django.http import Http404, HttpRequest, HttpResponse

from catalog.enums import Kind


def listing(request: HttpRequest, kind: Kind, **slugs: str) -> HttpResponse:
    raise Http404


def product(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404
