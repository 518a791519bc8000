"""Parts of the demo's pages that are rows of their own: fields of forms, tags, related products, editions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from home.models import NewsTag, PolicyVersion, RelatedProduct, TaggedNews

if TYPE_CHECKING:
    from home.demo.build import Maker

SPACE = uuid.UUID("0c1f8a52-6f0e-4a83-9d0c-5e1b77f0a9d1")

# code: names in both languages.
TAGS = {
    "treatment": ("Обробка", "Treatment"),
    "minerals": ("Мінерали", "Minerals"),
    "measures": ("Міри", "Measures"),
    "advice": ("Поради", "Advice"),
}


def form_fields(page: Any, rows: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Return the fields of a page's form; a field and its translation share their key."""
    model = page.form_fields.model
    known = {field.clean_name: field.pk for field in model.objects.filter(page=page.pk)}
    return [
        model(
            pk=known.get(row["name"]),
            sort_order=order,
            locale=page.locale,
            translation_key=uuid.uuid5(SPACE, f"{page.translation_key}/{row['name']}"),
            clean_name=row["name"],
            label=row["label"],
            field_type=row["type"],
            required=row["required"],
            choices=row.get("choices", ""),
            help_text=row.get("help_text", ""),
        )
        for order, row in enumerate(rows)
    ]


def tagged(codes: Iterable[str]) -> list[TaggedNews]:
    """Return the tags of an article in order."""
    tags = {tag.code: tag for tag in NewsTag.objects.all()}
    return [TaggedNews(tag=tags[code], sort_order=order) for order, code in enumerate(codes)]


def related(codes: Iterable[str], products: Mapping[str, Any]) -> list[RelatedProduct]:
    """Return the related products of an article in order."""
    return [RelatedProduct(product=products[code], sort_order=order) for order, code in enumerate(codes)]


def former_editions(page: Any, former: Mapping[str, Any], maker: Maker) -> None:
    """Write the edition that was in force before; publishing the page makes the next one."""
    field: Any = PolicyVersion._meta.get_field("body")
    PolicyVersion.objects.update_or_create(
        page=page,
        effective_date=former["effective_date"],
        defaults={
            "number": 1,
            "title": former["title"],
            "lead": former["lead"],
            "body": field.to_python(maker.stream(field.stream_block, former["body"])),
        },
    )
