"""The styleguide's sheet of blocks: every block's preview on one page, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from home.blocks import data as page_data
from home.blocks.bodies import ArticleBody, SectionBody


@dataclass(frozen=True, slots=True)
class Specimen:
    """A block as editors choose it, and its preview."""

    name: str
    label: Any
    group: Any
    description: Any
    html: str
    is_inside_text: bool


def specimens(request: HttpRequest) -> list[Specimen]:
    """Return every block once, in the active language; what all of them show is loaded at once."""
    known = {**ArticleBody().child_blocks, **SectionBody().child_blocks}
    inside_text = ArticleBody().child_blocks.keys() - {
        "tray",
        "collection",
        "comparison",
        "calculator",
        "dictionary",
    }
    values = {name: block.get_preview_value() for name, block in known.items()}
    data = page_data.load(values.values(), request=request, is_preview=True)
    context = {"request": request, "block_data": data}
    found = []
    for name, block in known.items():
        layout = "article" if name in inside_text else "section"
        html = block.render(values[name], {**context, "layout": layout})
        meta = block.meta
        found.append(Specimen(name, block.label, meta.group, meta.description, html, name in inside_text))
    return sorted(found, key=lambda specimen: str(specimen.group))


@require_safe
def block_sheet(request: HttpRequest, language: str) -> HttpResponse:
    """Every block in its preview (developers' machines only)."""
    if not settings.STYLEGUIDE or language not in dict(settings.LANGUAGES):
        raise Http404
    with override(language):
        return render(request, "styleguide/blocks.html", {"specimens": specimens(request)})
