"""The gallery of a product page and the pictures that machines are told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import override

from catalog.domain import PictureView
from catalog.enums import MediaView, label_text
from catalog.models import ProductVariant, VariantMedia
from catalog.selectors.facts import alt_text, kind_text, translated
from catalog.selectors.pictures import STAGE_SIZES, THUMBNAIL_SIZES, Copy, large_copy, picture_view
from catalog.web.seo import absolute


@dataclass(frozen=True, slots=True)
class GalleryPicture:
    """A picture in its three sizes: on the stage, as a thumbnail, at full size."""

    stage: PictureView
    thumbnail: PictureView
    full: str
    label: str
    is_face: bool
    large: PictureView


def gallery_of(
    variant: ProductVariant,
    media: Sequence[VariantMedia],
    copies: dict[int, list[Copy]],
    *,
    language: str,
    jewelry: bool,
) -> list[GalleryPicture]:
    """Return the pictures of a variant in order; one whose file is gone is left out."""
    name = translated(variant.product, "name", language)
    kind = kind_text(variant, language=language, is_jewelry=jewelry)
    gallery = []
    for item in media:
        mine = copies.get(item.picture_id, [])
        large = large_copy(item.picture) if mine else None
        if large is None:
            continue
        alt = alt_text(item, name=name, kind=kind, language=language)
        stage = picture_view([*mine, large], alt=alt, sizes=STAGE_SIZES)
        thumbnail = picture_view(mine[:1], alt="", sizes=THUMBNAIL_SIZES)
        if stage is None or thumbnail is None:
            continue
        with override(language):
            label = label_text(MediaView(item.view))
        whole = PictureView(url=large.url, width=large.width, height=large.height, alt=alt)
        gallery.append(GalleryPicture(stage, thumbnail, large.url, label, item.view == MediaView.FACE, whole))
    return gallery


def image_urls(
    variants: Sequence[ProductVariant],
    galleries: dict[int, list[VariantMedia]],
    copies: dict[int, list[Copy]],
) -> dict[int, list[str]]:
    """Return the widest copies of each variant's pictures, for machines."""
    return {
        variant.pk: [
            absolute(copies[media.picture_id][-1].url)
            for media in galleries.get(variant.pk, [])
            if copies.get(media.picture_id)
        ]
        for variant in variants
    }
