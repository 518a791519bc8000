"""When a text counts as translated: pure rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import blake2b
from typing import TypedDict

from home.enums import TextState

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_MARKUP = re.compile(r"<[^>]*>|&nbsp;|\s+")
ALIKE = 0.35  # how much of an old text must remain for it to be the same text, changed


class Record(TypedDict, total=False):
    """What is remembered of one text: digests of both languages when the translation was made."""

    uk: str
    en: str
    was: str  # the Ukrainian text it was made from, kept once that has changed


@dataclass(frozen=True, slots=True)
class Text:
    """One text to be translated, as translators see it."""

    key: str
    label: str
    source: str
    target: str
    state: TextState
    was: str = ""  # of a stale text: the Ukrainian its translation was made from
    error: str = ""
    place: str = ""  # what a PO file calls it
    is_html: bool = False
    is_long: bool = False

    @property
    def seen(self) -> str:
        """What the form sends back, so that nobody overwrites what he has not seen."""
        return digest(self.target)


@dataclass(slots=True)
class Tally:
    """How many texts there are, and how they stand."""

    total: int = 0
    missing: int = 0
    stale: int = 0

    @property
    def translated(self) -> int:
        return self.total - self.missing - self.stale

    @property
    def percent(self) -> int:
        """Whole percents; 100 only when nothing is left."""
        return 100 * self.translated // self.total if self.total else 100

    def add(self, state: TextState) -> None:
        self.total += 1
        self.missing += state == TextState.MISSING
        self.stale += state == TextState.STALE

    def __iadd__(self, other: Tally) -> Tally:
        self.total += other.total
        self.missing += other.missing
        self.stale += other.stale
        return self


@dataclass(slots=True)
class Verdict:
    """How the texts of one row stand, and what to remember of them."""

    tally: Tally = field(default_factory=Tally)
    records: dict[str, Record] = field(default_factory=dict)


def visible(text: str | None) -> str:
    """Return ``text`` without markup and with single spaces: an empty paragraph says nothing."""
    return _MARKUP.sub(" ", text or "").strip()


def digest(text: str | None) -> str:
    """Return a short fingerprint of a text; spaces at its ends and line breaks do not matter."""
    plain = " ".join((text or "").split())
    return blake2b(plain.encode(), digest_size=8).hexdigest() if visible(plain) else ""


def is_untranslated(source: str, target: str) -> bool:
    """Whether ``target`` is none: empty, or the Ukrainian text copied."""
    return not visible(target) or (visible(source) == visible(target) and bool(_CYRILLIC.search(target)))


def is_foreign(text: str, ours: Collection[str]) -> bool:
    """Whether an English text is Ukrainian: one of ``ours`` copied, or mostly Cyrillic letters."""
    seen = visible(text)
    cyrillic = len(_CYRILLIC.findall(seen))
    return bool(cyrillic) and (seen in ours or cyrillic * 2 > sum(map(str.isalpha, seen)))


def judge(source: str, target: str, record: Record | None) -> tuple[TextState, Record]:
    """Return the state of a translation, and what to remember of it.

    A new or changed English text counts as made from the Ukrainian of that moment. English that stays
    while the Ukrainian changes is stale, until either is changed back or somebody confirms it.
    """
    if is_untranslated(source, target):
        return TextState.MISSING, {}
    now: Record = {"uk": digest(source), "en": digest(target)}
    if not record or record.get("en") != now["en"] or record.get("uk") == now["uk"]:
        return TextState.TRANSLATED, now
    return TextState.STALE, record


def judge_all(
    texts: Mapping[str, tuple[str, str]],
    records: Mapping[str, Record],
    before: Mapping[str, str] | None = None,
) -> Verdict:
    """Judge the texts of a row: ``texts`` is name → (Ukrainian, English).

    ``before`` are the Ukrainian texts as they were; a text that turns stale keeps its own, to compare.
    A text without Ukrainian is no work for a translator and is not counted.
    """
    verdict = Verdict()
    for name, (source, target) in texts.items():
        if not visible(source):
            continue
        state, record = judge(source, target, records.get(name))
        verdict.tally.add(state)
        if state == TextState.STALE and "was" not in record:
            was = (before or {}).get(name, "")
            record = {**record, "was": was} if was and digest(was) == record.get("uk") else record
        if record:
            verdict.records[name] = record
    return verdict


def closest(text: str, candidates: Mapping[int, str]) -> int | None:
    """Return the key of the candidate that ``text`` was made of by editing, if any."""
    ratios = {key: SequenceMatcher(None, text, old).ratio() for key, old in candidates.items()}
    best = max(ratios, key=lambda key: ratios[key], default=None)
    return best if best is not None and (ratios[best] >= ALIKE or len(candidates) == 1) else None


def changes(old: str, new: str) -> list[tuple[str, str]]:
    """Return what became of a text, word by word: pairs of “same”, “gone” or “new” and the words."""
    before, after = visible(old).split(), visible(new).split()
    found = []
    for what, left, right, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", " ".join(before[left:right])))
        if what in {"replace", "delete"}:
            found.append(("gone", " ".join(before[left:right])))
        if what in {"replace", "insert"}:
            found.append(("new", " ".join(after[start:end])))
    return found
