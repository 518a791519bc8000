"""Small pictures of the hierarchy for menus."""

from catalog.models import StoneType
from catalog.selectors.pictures import picture_copies


def type_thumbnails() -> dict[str, str]:
    """Return the address of the smallest copy of each stone type's picture, by code; two queries."""
    types = StoneType.objects.filter(picture__isnull=False).select_related("picture").order_by()
    pictures = {found.code: found.picture for found in types if found.picture is not None}
    copies = picture_copies(pictures.values())
    return {code: copies[p.pk][0].url for code, p in pictures.items() if copies.get(p.pk)}
