"""Writes of translations: what a translator saves, and what a PO file brings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from gemkit.db import write_transaction
from home.enums import TextState
from home.translating.domain import Text, digest, visible
from home.translating.po import Entry
from home.translating.subjects import PageSubject, RowSubject

AnySubject = RowSubject | PageSubject


@dataclass(slots=True)
class Outcome:
    """What became of an attempt to save."""

    saved: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unknown: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, Text] = field(default_factory=dict)  # key → the text as somebody else left it

    @property
    def is_clean(self) -> bool:
        return not self.errors and not self.conflicts


@write_transaction
def texts_save(
    subject: AnySubject,
    *,
    values: Mapping[str, str],
    seen: Mapping[str, str],
    keep: Collection[str] = (),
    user: Any,
) -> Outcome:
    """Save English texts: ``values`` is key → text, ``seen`` key → fingerprint of what the form showed.

    A text that somebody else changed meanwhile is not overwritten but told as a conflict; the others are
    saved. ``keep`` names stale texts that are still right.
    """
    subject.lock()
    outcome, changes = Outcome(), {}
    texts = {text.key: text for text in subject.texts()}
    for key, value in values.items():
        text = texts.get(key)
        if text is None:
            outcome.unknown += 1
            continue
        if digest(value) == text.seen or (not visible(value) and not visible(text.target)):
            continue
        if key in seen and seen[key] != text.seen:
            outcome.conflicts[key] = text
            continue
        try:
            changes[key] = subject.check(text, value)
        except ValidationError as error:
            outcome.errors[key] = " ".join(error.messages)
    keep_now = [
        key for key in keep if key in texts and key not in changes and texts[key].state == TextState.STALE
    ]
    if keep_now:
        subject.keep(keep_now, user=user)
        outcome.kept = keep_now
    if changes:
        subject.write(changes, user=user)
        outcome.saved = list(changes)
    if changes or keep_now:
        subject.recount()
    return outcome


def po_import(subject: AnySubject, entries: list[Entry], *, user: Any) -> Outcome:
    """Save what a PO file says of ``subject``; entries whose Ukrainian has changed since are unknown.

    An entry without translation takes nothing away.
    """
    by_place = {(text.place, text.source): text for text in subject.texts()}
    values, keep, unknown = {}, [], 0
    for entry in entries:
        text = by_place.get((entry.context, entry.source))
        if text is None:
            unknown += 1
        elif digest(entry.target) == text.seen:
            keep.append(text.key)  # no longer marked as fuzzy: somebody looked and let it stand
        elif entry.target:
            values[text.key] = entry.target
    outcome = texts_save(subject, values=values, seen={}, keep=keep, user=user)
    outcome.unknown += unknown
    return outcome
