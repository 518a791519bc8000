"""The words that search knows, held in memory: what documents say, and the editors' synonyms.

Every process keeps them and asks before each query, in one small query, whether there are new ones. A word is
never taken back: one that no published document has any more finds nothing, and what finds nothing is not offered.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.models import SearchSynonym, SearchTerm
from catalog.search.documents import LANGUAGES, SENTENCE
from catalog.search.language.scripts import sound
from catalog.search.language.stems import stem
from catalog.search.language.words import words

_OVERLAP = 500
"""Numbers of words may be committed out of order: so many before the last are read again."""

_SYNONYM_LEVEL = SENTENCE
_MOST_MISTAKES = {4: 1, 5: 1, 6: 1, 7: 2}
_SHORTEST_SOUND = 3
Stems = tuple[str, ...]


@dataclass(slots=True)
class Vocabulary:
    """The words of one language. ``synonyms`` lead from what is typed to what is also looked for."""

    terms: dict[str, tuple[str, int]] = field(default_factory=dict)
    synonyms: dict[Stems, list[Stems]] = field(default_factory=dict)
    _sounds: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _sound_list: list[str] = field(default_factory=list)
    _sorted: list[tuple[str, str]] = field(default_factory=list)
    _sorted_sounds: list[tuple[str, str]] = field(default_factory=list)

    def add(self, rows: Iterable[tuple[str, str, int]]) -> None:
        """Take up terms as (stem, word, level)."""
        fresh = False
        for term, word, level in rows:
            if term not in self.terms:
                self._sounds[sound(term)].append(term)
                fresh = True
            self.terms[term] = (word, level)
        if fresh:
            self._sound_list = list(self._sounds)
            self._sorted = sorted(
                {(form, term) for term, seen in self.terms.items() for form in (seen[0], term)}
            )
            self._sorted_sounds = sorted((key, term) for key, terms in self._sounds.items() for term in terms)

    def level(self, term: str) -> int:
        return self.terms[term][1]

    def word(self, term: str) -> str:
        """Return a stem as people write it."""
        return self.terms[term][0] if term in self.terms else term

    def sounding(self, key: str) -> list[str]:
        """Return the terms that sound like ``key``; of a sound or two nothing can be said."""
        return self._sounds.get(key, []) if len(key) >= _SHORTEST_SOUND else []

    def beginning(self, prefix: str, *, limit: int) -> list[str]:
        """Return terms of words that begin with ``prefix``, or that sound as if they did; names first."""
        found = _between(self._sorted, prefix) or _between(self._sorted_sounds, sound(prefix))
        return sorted(found, key=lambda term: (self.level(term), len(term)))[:limit]

    def near(self, key: str) -> tuple[int, list[str]]:
        """Return how many mistakes (letters more, less, other or swapped) part a sound from known ones, and these.

        Short words may have none, words of four to six sounds one, longer ones two. Names win over the rest.
        """
        most = _MOST_MISTAKES.get(min(len(key), 7), 0)
        if not most:
            return 0, []
        hits = process.extract(key, self._sound_list, scorer=OSA.distance, score_cutoff=most, limit=24)
        if not hits:
            return 0, []
        ranked = sorted(
            (distance, min(map(self.level, self._sounds[near])), near[:1] != key[:1], near)
            for near, distance, _ in hits
        )
        best = ranked[0]
        return int(best[0]), [
            term for *rank, near in ranked if rank == list(best[:3]) for term in self._sounds[near]
        ]


def _between(pairs: list[tuple[str, str]], prefix: str) -> dict[str, None]:
    """Return the terms of sorted (form, term) whose form begins with ``prefix``."""
    found: dict[str, None] = {}
    at = bisect_left(pairs, (prefix, ""))
    while at < len(pairs) and pairs[at][0].startswith(prefix):
        found[pairs[at][1]] = None
        at += 1
    return found


class _State:
    """The vocabularies of this process and what they were read from."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.stamp: tuple[Any, ...] = (0, 0, None)
        self.known: dict[str, Vocabulary] = {code: Vocabulary() for code in LANGUAGES}

    def current(self, language: str) -> Vocabulary:
        with self.lock:
            stamp = _stamp()
            if stamp != self.stamp:
                self._read(stamp)
            return self.known[language]

    def _read(self, stamp: tuple[Any, ...]) -> None:
        last = self.stamp[0] or 0
        if (stamp[0] or 0) < last or stamp[1:] != self.stamp[1:]:
            self.forget()
            last = 0
        if (stamp[0] or 0) != last:
            rows = SearchTerm.objects.filter(pk__gt=last - _OVERLAP)
            fresh: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
            for language, term, word, level in rows.values_list("language", "term", "word", "level"):
                fresh[language].append((term, word, level))
            for language, vocabulary in self.known.items():
                vocabulary.add(fresh[language])
        if stamp[1:] != self.stamp[1:]:
            for synonym in SearchSynonym.objects.order_by("pk"):
                _take_synonym(self.known[synonym.language], synonym)
        self.stamp = stamp


def _take_synonym(vocabulary: Vocabulary, row: SearchSynonym) -> None:
    finds = [stems for phrase in row.finds.split(",") if (stems := _stems(phrase))]
    for phrase in row.typed.split(","):
        stems = _stems(phrase)
        if stems and finds:
            known = vocabulary.synonyms.setdefault(stems, [])
            known += [find for find in finds if find not in known]
            if len(stems) == 1 and stems[0] not in vocabulary.terms:
                vocabulary.add([(stems[0], words(phrase)[0], _SYNONYM_LEVEL)])


def _stems(phrase: str) -> Stems:
    return tuple(stem(word) for word in words(phrase))


_STAMP = """SELECT (SELECT max(id) FROM catalog_searchterm), (SELECT count(*) FROM catalog_searchsynonym),
    (SELECT max(updated_at) FROM catalog_searchsynonym)"""


def _stamp() -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        last, synonyms, changed = cursor.fetchone()
    return last or 0, synonyms, changed


_state = _State()


def vocabulary(language: str) -> Vocabulary:
    """Return the words of ``language`` as they are now; one small query when nothing changed."""
    return _state.current(language)


def forget() -> None:
    """Drop what this process knows; tests call it when they throw away the database's changes."""
    _state.forget()


def phrases(stems: Sequence[str], known: Vocabulary) -> list[tuple[int, int, list[Stems]]]:
    """Return the synonyms in a row of stems as (start, end, what is also looked for), longest first, none twice."""
    found = []
    at = 0
    while at < len(stems):
        for end in range(min(len(stems), at + 4), at, -1):
            finds = known.synonyms.get(tuple(stems[at:end]))
            if finds:
                found.append((at, end, finds))
                at = end - 1
                break
        at += 1
    return found
