"""A panel of the admin that shows how search engines will show what is being edited, while it is typed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

TITLE, DESCRIPTION = 60, 160
"""What search engines show of a title and a description, in characters."""


class SearchResultPanel(Panel):
    """The result as a title, an address and a description.

    ``titles`` and ``descriptions`` are names of fields of the form, the first that is filled in counts; ``slug`` is
    the field that ends the address and ``path`` what stands before it.
    """

    def __init__(
        self,
        *,
        titles: tuple[str, ...],
        descriptions: tuple[str, ...],
        slug: str = "slug",
        path: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(**{"heading": _("In a search engine"), **kwargs})
        self.titles, self.descriptions, self.slug, self.path = titles, descriptions, slug, path

    def clone_kwargs(self) -> dict[str, Any]:
        return {
            **super().clone_kwargs(),
            "titles": self.titles,
            "descriptions": self.descriptions,
            "slug": self.slug,
            "path": self.path,
        }

    class BoundPanel(Panel.BoundPanel):
        template_name = "catalog_admin/panels/search_result.html"

        @property
        def media(self) -> forms.Media:
            return super().media + forms.Media(
                css={"all": ["cms/search-result.css"]}, js=["cms/search-result.js"]
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            panel: Any = self.panel
            title, description = self._first(panel.titles), self._first(panel.descriptions)
            address = f"{urlsplit(settings.BASE_URL).netloc}{self._path()}"
            return {
                **super().get_context_data(parent_context),
                "titles": self._ids(panel.titles),
                "descriptions": self._ids(panel.descriptions),
                "slug": self._ids((panel.slug,)),
                "title": Truncator(title).chars(TITLE),
                "description": Truncator(description).chars(DESCRIPTION),
                "address": address,
                "slug_text": self._first((panel.slug,)),
                "title_limit": TITLE,
                "description_limit": DESCRIPTION,
                "title_length": len(title),
                "description_length": len(description),
            }

        def _path(self) -> str:
            """Return the address up to the slug."""
            panel: Any = self.panel
            if panel.path:
                return str(panel.path)
            found = getattr(self.instance, "get_url", None)
            url = (found() if found and self.instance.pk else "") or ""
            return f"{urlsplit(url).path.rstrip('/').rpartition('/')[0]}/"

        def _ids(self, names: tuple[str, ...]) -> str:
            return " ".join(self.form[name].id_for_label for name in names if name in self.form.fields)

        def _first(self, names: tuple[str, ...]) -> str:
            values = (self.form[name].value() for name in names if name in self.form.fields)
            return str(next(filter(None, values), ""))
