"""What a document is: its number, and its lemmas with how much each says.

A token is a lemma behind two letters. The first names the language of the document and whether it is a product, so
that one index serves all without any seeing the other. The second is the best place the lemma stands in: `a` a name, `s` the stone
a piece is made around, `b` a property, `c` a sentence about it, `d` long text and the other language, `k` a number
(SKU, report). Both databases index
tokens as they are, know nothing of languages, and so answer alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from catalog.search.language import codes as numbers
from catalog.search.language.stems import stem
from catalog.search.language.words import STOP_WORDS, words

LANGUAGES = ("uk", "en")
LEVELS = "asbcd"
NAME, PROPERTY, SENTENCE = 0, 2, 3
CODE = "k"
PRODUCTS = {"uk": "u", "en": "e"}
OTHERS = {"uk": "v", "en": "f"}


class DocKind(IntEnum):
    """What a document stands for; the values are part of stored numbers."""

    PRODUCT = 0
    PAGE = 1
    COLLECTION = 2
    STONE = 3
    CATEGORY = 4
    SUBCATEGORY = 5
    SHAPE = 6
    CUT = 7
    COLOR = 8
    ZODIAC = 9
    TAG = 10


PLACES = tuple(kind for kind in DocKind if kind > DocKind.PAGE)
_KINDS = 32


def document_id(kind: DocKind, object_id: int, language: str) -> int:
    """Return the number of a document."""
    return (object_id * _KINDS + kind) * len(LANGUAGES) + LANGUAGES.index(language)


def kind_of(number: int) -> DocKind:
    return DocKind(number // len(LANGUAGES) % _KINDS)


def object_of(number: int) -> int:
    """Return the key of what a document stands for."""
    return number // (_KINDS * len(LANGUAGES))


def kinds_of(numbers: np.ndarray) -> np.ndarray:
    return numbers // len(LANGUAGES) % _KINDS


def objects_of(numbers: np.ndarray) -> list[int]:
    keys: list[int] = (numbers // (_KINDS * len(LANGUAGES))).tolist()
    return keys


@dataclass(frozen=True, slots=True)
class Draft:
    """A document to be written. ``levels`` are texts by how much they say, `LEVELS` in order."""

    kind: DocKind
    object_id: int
    language: str
    levels: tuple[Sequence[str], Sequence[str], Sequence[str], Sequence[str], Sequence[str]]
    codes: Sequence[str] = ()
    title: str = ""
    url: str = ""
    text: str = ""

    @property
    def id(self) -> int:
        return document_id(self.kind, self.object_id, self.language)


@dataclass(slots=True)
class Analysed:
    """The tokens of a document, and its terms as stem → (word, level)."""

    tokens: str
    terms: dict[str, tuple[str, int]] = field(default_factory=dict)


def analysed(draft: Draft) -> Analysed:
    """Return the tokens of ``draft``, each lemma once, at its best place."""
    terms: dict[str, tuple[str, int]] = {}
    stop = STOP_WORDS[draft.language]
    for level, texts in enumerate(draft.levels):
        for word in _words(texts):
            if level >= SENTENCE and word in stop:
                continue
            term = stem(word)
            seen = terms.get(term)
            if seen is None or (seen[1] == level and len(word) < len(seen[0])):
                terms[term] = (word, level)
    letter = (PRODUCTS if draft.kind == DocKind.PRODUCT else OTHERS)[draft.language]
    tokens = {f"{letter}{LEVELS[level]}{term}" for term, (_, level) in terms.items()}
    tokens |= {f"{letter}{CODE}{part}" for code in draft.codes for part in numbers.parts_of(code)}
    return Analysed(" ".join(sorted(tokens)), terms)


def _words(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        if text:
            yield from words(text)
