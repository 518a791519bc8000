"""Work of the catalog beside requests."""

from __future__ import annotations

from django_tasks import task

from catalog.services import renditions


@task(backend="shop")
def picture_copies_make(picture_id: int) -> None:
    """Scale a new picture to what pages show, so that no visitor waits for it. Harmless when repeated."""
    renditions.picture_copies_make(picture_id)
