"""Addresses made from names."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.domain import LANGUAGES
from catalog.services.slugs import free_slug


class SlugsFromNamesMixin:
    """Fills empty ``slug_uk`` and ``slug_en`` from the names; Ukrainian letters follow KMU-55.

    Addresses are unique among the rows of ``slug_scope``, a field that names the parent.
    """

    slug_scope: str = ""
    slugs_are_required = False

    fields: dict[str, Any]
    cleaned_data: dict[str, Any]
    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            if field := self.fields.get(f"slug_{language}"):
                field.required = False
                field.help_text = _("Leave empty to have it made from the name.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        rivals = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        if self.slug_scope:
            rivals = rivals.filter(**{self.slug_scope: cleaned.get(self.slug_scope)})
        for language in LANGUAGES:
            field, name = f"slug_{language}", cleaned.get(f"name_{language}")
            if field not in cleaned or cleaned[field]:
                continue
            cleaned[field] = (free_slug(rivals, field, name) if name else "") or None
            if name and not cleaned[field] and self.slugs_are_required:
                self.add_error(field, _("No address can be made from this name: type one."))  # type: ignore[attr-defined]
        return cleaned
