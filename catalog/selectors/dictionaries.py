"""Reads of the dictionaries."""

from collections.abc import Iterator

from django.db.models import CharField, F, Value

from catalog.models import Color, Cut, Shape


def dictionary_rows(language: str) -> Iterator[tuple[str, str, str, str, str]]:
    """Return (kind, code, name, text, look) of all shapes, cuts and colours, in order; one query.

    ``look`` is the drawing of a shape or cut and the swatch of a colour.
    """
    parts = [
        model.objects.order_by()
        .annotate(
            kind=Value(kind, output_field=CharField()),
            shown=F(f"name_{language}"),
            words=F(f"text_{language}"),
            look=F("hex" if kind == "color" else "drawing"),
        )
        .values_list("kind", "code", "shown", "words", "look", "sort_order")
        for kind, model in (("shape", Shape), ("cut", Cut), ("color", Color))
    ]
    rows = parts[0].union(*parts[1:], all=True).order_by("sort_order", "code")
    return ((kind, code, shown or "", words or "", look) for kind, code, shown, words, look, _ in rows)
