"""Lemmas that are good enough to search by: one stem for all forms of a word.

English is Snowball's. Ukrainian has no stemmer under a licence that fits, so this is a light one of our own: it
takes off the endings of nouns and adjectives and levels the sounds that change before them. It need not be right
about grammar, only give one stem to all forms of a word and different stems to different words:

1. The longest known ending goes, if at least three letters stay.
2. A double consonant at the end becomes single: шпінеллю, шпінел.
3. A fleeting o or e between consonants goes: сережок, сережк; перстень, перстн.
4. Sounds that change: каблучці has ц for к; приватності has о for і.
5. A few common words that no rule holds for are listed.
"""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer

from catalog.search.language.words import is_cyrillic

_ENDINGS = sorted(
    [
        "а",
        "я",
        "о",
        "е",
        "є",
        "у",
        "ю",
        "и",
        "і",
        "ї",
        "ь",
        "й",
        "ам",
        "ям",
        "ом",
        "ем",
        "єм",
        "ах",
        "ях",
        "ою",
        "ею",
        "єю",
        "ів",
        "їв",
        "ий",
        "ій",
        "их",
        "іх",
        "им",
        "ім",
        "ої",
        "ую",
        "юю",
        "ая",
        "яя",
        "ого",
        "ому",
        "ими",
        "іми",
        "ами",
        "ями",
        "ього",
        "ьому",
        "ьою",
        "ього",
        "ьої",
        "ьо",
    ],
    key=len,
    reverse=True,
)
_BY_LENGTH = {size: frozenset(ending for ending in _ENDINGS if len(ending) == size) for size in (4, 3, 2, 1)}
_VOWELS = frozenset("аеєиіїоуюя")
_SHORTEST = 3
_IRREGULAR = {
    "камін": "камн", "колір": "кольор", "персн": "перстн", "палк": "пальц", "овен": "овн", "телк": "тельц",
    "стрілк": "стрільц", "сердк": "серк", "кілк": "кільц",
}  # fmt: skip
_english = snowballstemmer.stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a folded word; its letters say which language it is of."""
    if word.isdigit():
        return word
    if is_cyrillic(word):
        return _ukrainian(word)
    return str(_english.stemWord(word))


def _ukrainian(word: str) -> str:
    base = _levelled(_without_ending(word))
    return _IRREGULAR.get(base, base)


def _without_ending(word: str) -> str:
    for size, endings in _BY_LENGTH.items():
        if len(word) - size >= _SHORTEST and word[-size:] in endings and _VOWELS.intersection(word[:-size]):
            return word[:-size]
    return word


def _levelled(base: str) -> str:
    base = _single(base)
    if (
        len(base) > _SHORTEST + 1
        and base[-2] in "ое"
        and not _VOWELS & {base[-1], base[-3]}
        and base[-1] in "кнц"
    ):
        base = _single(base[:-2] + base[-1])
    if base.endswith("ц") and len(base) > _SHORTEST and base[-2] not in _VOWELS and base[-2] != "ь":
        base = base[:-1] + "к"
    if base.endswith("іст") and len(base) > _SHORTEST + 2:
        base = base[:-3] + "ост"
    return base


def _single(base: str) -> str:
    """Return ``base`` with a double consonant at its end made single."""
    return base[:-1] if len(base) > _SHORTEST and base[-1] == base[-2] and base[-1] not in _VOWELS else base
