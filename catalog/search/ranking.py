"""The order of what was found, worked out here and not in the database, so that all databases agree.

A document scores, for every word of the query, by the place the word stands in (a name 10, the stone
of a piece 8, a property 5, a sentence 2, long text 1), more for rare words than for frequent ones. All words must be there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from catalog.search.documents import CODE, LEVELS, OTHERS, PRODUCTS
from catalog.search.engine import NOTHING, Expression, Ids, lookup
from catalog.search.understanding import Plan, Slot

WEIGHTS = (10.0, 8.0, 5.0, 2.0, 1.0)


@dataclass(frozen=True, slots=True)
class Hits:
    """Numbers of documents with their scores, in no order; ``share`` is which part of the query they have."""

    ids: Ids
    scores: np.ndarray
    share: float = 1.0

    def __len__(self) -> int:
        return len(self.ids)


_NONE = Hits(NOTHING, np.empty(0))


def rank(plan: Plan, *, language: str, newest: int = 0) -> tuple[Hits, Hits]:
    """Return what has all words of the query, and what has most of them when nothing has all.

    With ``newest`` a query of one word is answered from so many products a level, the newest: enough for those on
    top, where the newest come first among equals.
    """
    letters = (PRODUCTS[language], OTHERS[language])
    groups = [_groups(slot) for slot in plan.slots]
    asked = [
        (level, terms)
        for slot in groups
        for _, alternatives in slot
        for terms in alternatives
        for level in LEVELS
    ]
    codes: list[Expression] = [[f"{letters[0]}{CODE}{code}"] for code in plan.codes]
    if newest and len(groups) == 1 and not codes:
        parts = [
            lookup([_tokens(letter, *one) for one in asked], newest=most)
            for letter, most in zip(letters, (newest, 0), strict=True)
        ]
        answers = [np.concatenate(both) for both in zip(*parts, strict=True)]
    else:
        whole = [[token for letter in letters for token in _tokens(letter, *one)] for one in asked]
        answers = lookup([*whole, *codes])
    taken = iter(answers)
    slots = [_slot_hits(slot, taken) for slot in groups]
    numbered = _numbered(list(taken))
    if len(numbered):
        return numbered, _NONE
    return _all_of(slots), _most_of(slots)


def _tokens(letter: str, level: str, terms: list[str]) -> list[str]:
    return [f"{letter}{level}{term}" for term in terms]


def _groups(slot: Slot) -> list[tuple[float, list[list[str]]]]:
    """Return alternatives as (weight, stems in conjunction, each a list of stems in disjunction).

    Single stems of one weight are asked for together.
    """
    single: dict[float, list[str]] = {}
    phrases: list[tuple[float, list[list[str]]]] = []
    for alternative in slot.alternatives:
        if len(alternative.stems) == 1:
            single.setdefault(alternative.weight, []).append(alternative.stems[0])
        else:
            phrases.append((alternative.weight, [[term] for term in alternative.stems]))
    return [(weight, [terms]) for weight, terms in single.items()] + phrases


def _slot_hits(groups: Sequence[tuple[float, list[list[str]]]], answers: Iterator[Ids]) -> Hits:
    """Return the documents of one word: the best of its alternatives."""
    ids, scores = [], []
    for weight, conjunction in groups:
        found: Hits | None = None
        for terms in conjunction:
            one = _best_level([next(answers) for _ in LEVELS], is_single=len(terms) == 1)
            found = one if found is None else _both(found, one, least=True)
        if found is not None:
            ids.append(found.ids)
            scores.append(found.scores * weight)
    return _best(ids, scores) if ids else _NONE


def _best_level(levels: Sequence[Ids], *, is_single: bool) -> Hits:
    """Return every document with the weight of its best level; a single lemma stands on one level only."""
    filled = [(ids, weight) for ids, weight in zip(levels, WEIGHTS, strict=True) if len(ids)]
    if not filled:
        return _NONE
    ids, scores = [ids for ids, _ in filled], [np.full(len(ids), weight) for ids, weight in filled]
    return Hits(np.concatenate(ids), np.concatenate(scores)) if is_single else _best(ids, scores)


def _best(ids: list[Ids], scores: list[np.ndarray]) -> Hits:
    """Return every document once, with its best score."""
    if len(ids) == 1:
        return Hits(ids[0], scores[0])
    whole, score = np.concatenate(ids), np.concatenate(scores)
    order = np.lexsort((-score, whole))
    whole, score = whole[order], score[order]
    first = np.ones(len(whole), dtype=bool)
    first[1:] = whole[1:] != whole[:-1]
    return Hits(whole[first], score[first])


def _both(one: Hits, other: Hits, *, least: bool = False) -> Hits:
    shared, left, right = np.intersect1d(one.ids, other.ids, assume_unique=True, return_indices=True)
    scores = one.scores[left], other.scores[right]
    return Hits(shared, np.minimum(*scores) if least else scores[0] + scores[1])


def _all_of(slots: list[Hits]) -> Hits:
    if not slots or any(len(slot) == 0 for slot in slots):
        return _NONE
    found: Hits | None = None
    for slot in sorted(slots, key=len):
        weighed = Hits(slot.ids, slot.scores * _rarity(len(slot)))
        found = weighed if found is None else _both(found, weighed)
    return found or _NONE


def _most_of(slots: list[Hits]) -> Hits:
    """Return the documents that have the most words, for when none has all."""
    filled = [slot for slot in slots if len(slot)]
    if not filled:
        return _NONE
    whole = np.concatenate([slot.ids for slot in filled])
    score = np.concatenate([slot.scores * _rarity(len(slot)) for slot in filled])
    ids, inverse, counts = np.unique(whole, return_inverse=True, return_counts=True)
    most = int(counts.max())
    keep = counts == most
    return Hits(ids[keep], np.bincount(inverse, weights=score)[keep], share=most / len(slots))


def _rarity(documents: int) -> float:
    return 1 / math.log(10 + documents)


def _numbered(answers: list[Ids]) -> Hits:
    """Return what the longest number found stands on."""
    ids = next((ids for ids in answers if len(ids)), NOTHING)
    return Hits(ids, np.ones(len(ids)))


def ordered(hits: Hits, mask: np.ndarray) -> Ids:
    """Return the numbers under ``mask``, best first, the newest first among equals."""
    ids, scores = hits.ids[mask], hits.scores[mask]
    # One whole number to sort by: the score in steps of 1/4096 above the number, which is less than 2⁴⁰.
    keys = (np.rint(scores * 4096).astype(np.int64) << 40) + ids
    return ids[np.argsort(-keys)]
