"""Choosers whose values know the id of what was chosen and load the rest only for who asks.

Wagtail loads every chosen page, product and picture when a page is opened, a query for each kind of block. Pages
need the ids alone: what is shown of them comes from `home.blocks.data`, for the whole page at once. A reference
also outlives what it names, so a preview can say that a product was deleted.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock


class Reference:
    """What was chosen: ``pk`` costs nothing, every other attribute loads the row once."""

    __slots__ = ("_found", "model", "pk")

    def __init__(self, model: type[Model], pk: int) -> None:
        self.model, self.pk = model, pk

    @property
    def id(self) -> int:
        return self.pk

    def resolve(self) -> Any:
        """Return the row; None when it was deleted."""
        if not hasattr(self, "_found"):
            self._found = self.model._default_manager.filter(pk=self.pk).first()
        return self._found

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # copying and pickling look for what is not there
            raise AttributeError(name)
        return getattr(self.resolve(), name)

    def __eq__(self, other: object) -> bool:
        pk = getattr(other, "pk", None)
        return pk is not None and pk == self.pk and isinstance(other, Reference | self.model)

    def __hash__(self) -> int:
        return hash(self.pk)

    def __repr__(self) -> str:
        return f"<{self.model.__name__} {self.pk}>"

    def __str__(self) -> str:
        return str(self.resolve() or "")


class ReferenceChooser(blocks.ChooserBlock):
    """A chooser whose values are references when they come from the database."""

    def to_python(self, value: Any) -> Reference | None:
        return None if value is None else Reference(self.model_class, value)

    def bulk_to_python(self, values: Any) -> list[Reference | None]:
        return [self.to_python(value) for value in values]

    def get_form_state(self, value: Any) -> Any:
        return super().get_form_state(_row(value))

    def clean(self, value: Any) -> Any:
        return super().clean(value.pk if isinstance(value, Reference) else value)

    def value_for_form(self, value: Any) -> Any:
        return super().value_for_form(_row(value))

    def render_basic(self, value: Any, context: Any = None) -> Any:
        return super().render_basic(_row(value), context)


def _row(value: Any) -> Any:
    return value.resolve() if isinstance(value, Reference) else value


def pk_of(value: Any) -> int | None:
    """Return the id of a row, of a reference to one, or an id itself."""
    return value if value is None or isinstance(value, int) else value.pk


def _data_of(context: Any) -> Any:
    return (context or {}).get("block_data")


class PictureBlock(ReferenceChooser, ImageChooserBlock):
    """A picture of the library; the API tells its copies and its text alternative."""

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any] | None:
        data = _data_of(context)
        view = data.picture(value) if data and value is not None else None
        return None if view is None else {"id": value.pk, **picture_answer(view)}


class ProductBlock(ReferenceChooser, SnippetChooserBlock):
    """A product; the API tells how to find it among the products. What is shown of it stands in the cards."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("catalog.Product", **kwargs)

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any] | None:
        data = _data_of(context)
        name = data.product_slugs.get(value.pk) if data and value is not None else None
        return None if value is None else {"id": value.pk, "slugs": name}


class PageBlock(ReferenceChooser, blocks.PageChooserBlock):
    """A page of the site; the API tells its address in the language that is asked for."""

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any] | None:
        data = _data_of(context)
        if value is None:
            return None
        return {"id": value.pk, "url": (data.page_urls.get(value.pk) if data else None) or None}


class FileBlock(ReferenceChooser, DocumentChooserBlock):
    """A file of the library."""

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any] | None:
        data = _data_of(context)
        file = data.files.get(value.pk) if data and value is not None else None
        return None if file is None else {"id": value.pk, "title": file.title, "url": file.url}


def picture_answer(view: Any) -> dict[str, Any]:
    """Return a picture as the API tells it: one copy to begin with, and all of them with their widths."""
    copies = [part.rsplit(" ", 1) for part in view.srcset.split(", ") if part]
    return {
        "url": view.url,
        "width": view.width,
        "height": view.height,
        "alt": view.alt,
        "srcset": view.srcset,
        "renditions": [{"url": url, "width": int(width.rstrip("w"))} for url, width in copies]
        or [{"url": view.url, "width": view.width}],
    }


def files(ids: set[int]) -> dict[int, Any]:
    """Return the documents with these ids, in one query."""
    return get_document_model().objects.in_bulk(ids) if ids else {}
