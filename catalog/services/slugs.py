"""Addresses made from names."""

from django.db.models import QuerySet

from gemkit.text import slug_from


def free_slug(rivals: QuerySet, field: str, name: str) -> str:
    """Return an address for ``name`` that none of ``rivals`` has, with a number at its end if need be."""
    longest = rivals.model._meta.get_field(field).max_length or 50
    base = slug_from(name)[: longest - 5].strip("-")
    if not base:
        return ""
    taken = set(rivals.filter(**{f"{field}__startswith": base}).values_list(field, flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
