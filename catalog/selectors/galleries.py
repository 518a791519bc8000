"""The galleries of a product page with the copies of their pictures, in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import F, FilteredRelation, Q

from catalog.models import VariantMedia
from catalog.selectors.pictures import SPECS, Copy, picture_copies
from gemkit.prepared import Reading

Galleries = dict[int, list[VariantMedia]]
_ROWS = Reading(
    lambda ids: (
        VariantMedia.objects.filter(variant_id__in=ids)
        .annotate(
            scaled=FilteredRelation(
                "picture__renditions",
                condition=Q(
                    picture__renditions__filter_spec__in=SPECS, picture__renditions__focal_point_key=""
                ),
            )
        )
        .annotate(
            spec=F("scaled__filter_spec"),
            file=F("scaled__file"),
            wide=F("scaled__width"),
            high=F("scaled__height"),
        )
        .select_related("picture")
        .order_by("variant_id", "sort_order", "pk")
    )
)


def galleries_of(variant_ids: Collection[int]) -> tuple[Galleries, dict[int, list[Copy]]]:
    """Return the pictures of each variant in order, and the copies by picture id, narrowest first.

    Pictures that nobody has asked for yet are scaled now: that happens once in the life of a picture.
    """
    galleries: Galleries = defaultdict(list)
    found: dict[int, dict[str, Copy]] = defaultdict(dict)
    seen: set[int] = set()
    for media in _ROWS(ids=variant_ids):
        if media.pk not in seen:
            seen.add(media.pk)
            galleries[media.variant_id].append(media)
        if media.spec:
            found[media.picture_id][media.spec] = Copy(str(media.file), media.wide, media.high)
    copies = {pk: [mine[spec] for spec in SPECS if spec in mine] for pk, mine in found.items()}
    pictures = {media.picture_id: media.picture for gallery in galleries.values() for media in gallery}
    if bare := [picture for pk, picture in pictures.items() if len(copies.get(pk, [])) < len(SPECS)]:
        copies.update(picture_copies(bare))
    return galleries, copies
