"""The translator's form, made for what is to be translated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from home.enums import TextState
from home.translating.domain import Text, changes
from home.translating.services import Outcome
from home.translating.subjects import PageSubject, RowSubject

TEXT, SEEN, KEEP = "text-", "seen-", "keep"


@dataclass(frozen=True, slots=True)
class Row:
    """A text with its field, as the template shows it."""

    text: Text
    field: Any
    seen: str
    changes: list[tuple[str, str]]
    other: str = ""  # what somebody else wrote meanwhile
    is_kept: bool = False

    @property
    def is_stale(self) -> bool:
        return self.text.state == TextState.STALE


class TextsForm(forms.Form):
    """English for each text. Limits are checked by the service, so that one slip keeps nothing else back."""

    def __init__(self, subject: RowSubject | PageSubject, texts: Iterable[Text], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.texts = list(texts)
        for text in self.texts:
            field = subject.form_field(text)
            field.validators = []
            field.widget.attrs.update(
                {"lang": "en", "aria-label": _("English: %(label)s") % {"label": text.label}}
            )
            self.fields[TEXT + text.key] = field
            self.initial[TEXT + text.key] = text.target

    def values(self) -> dict[str, str]:
        """Return what was typed, by the texts' keys."""
        found = {}
        for text in self.texts:
            name = TEXT + text.key
            value = self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            if value is not None:
                found[text.key] = value
        return found

    def seen(self) -> dict[str, str]:
        return {text.key: self.data[SEEN + text.key] for text in self.texts if SEEN + text.key in self.data}

    def kept(self) -> list[str]:
        return list(cast(QueryDict, self.data).getlist(KEEP)) if self.is_bound else []

    def rows(self, outcome: Outcome | None = None) -> Iterator[Row]:
        """Yield the texts with their fields; after a conflict with what somebody else wrote."""
        kept = set(self.kept())
        for text in self.texts:
            conflict = outcome.conflicts.get(text.key) if outcome else None
            error = outcome.errors.get(text.key) if outcome else None
            if error:
                self.errors[TEXT + text.key] = self.error_class([error])
            yield Row(
                text=text,
                field=self[TEXT + text.key],
                seen=conflict.seen if conflict else text.seen,
                changes=changes(text.was, text.source) if text.was else [],
                other=conflict.target if conflict else "",
                is_kept=text.key in kept,
            )
