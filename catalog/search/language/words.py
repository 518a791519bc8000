"""Words of a text as search compares them."""

from __future__ import annotations

import re
import unicodedata

LONGEST_WORD = 40
_WORD = re.compile(r"[0-9a-zа-яіїєґ]+")
_ACCENTED = re.compile(r"[^\x00-\x7fЀ-ӿ]")
_TAG = re.compile(r"<[^>]*>")
_APOSTROPHES = re.compile("['’ʼ‘`´]")
# Ukrainian ґ is often typed г. The rest are letters of Russian, which Ukrainian words are often typed with.
_LETTERS = str.maketrans({"ґ": "г", "ё": "е", "ы": "и", "э": "е", "ъ": ""})

STOP_WORDS = {
    "uk": frozenset(
        [
            "а",
            "або",
            "але",
            "без",
            "би",
            "в",
            "від",
            "для",
            "до",
            "є",
            "з",
            "за",
            "зі",
            "і",
            "із",
            "й",
            "на",
            "над",
            "не",
            "о",
            "об",
            "по",
            "при",
            "про",
            "та",
            "те",
            "ти",
            "то",
            "у",
            "у",
            "у",
            "усі",
            "усе",
            "це",
            "цей",
            "ця",
            "ці",
            "що",
            "як",
            "який",
            "яка",
            "яке",
            "які",
            "чи",
            "ми",
            "ви",
            "ви",
            "вам",
            "нас",
            "наш",
        ]
    ),
    "en": frozenset(
        [
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "be",
            "by",
            "for",
            "from",
            "how",
            "i",
            "in",
            "into",
            "is",
            "it",
            "its",
            "my",
            "of",
            "on",
            "or",
            "our",
            "that",
            "the",
            "their",
            "this",
            "to",
            "us",
            "was",
            "we",
            "what",
            "which",
            "with",
            "you",
            "your",
        ]
    ),
}


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents on Latin letters, apostrophes joined to their words.

    й and ї are letters of their own and stay.
    """
    lowered = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).lower())
    if lowered.isascii():
        return lowered
    if not _ACCENTED.search(lowered):
        return lowered.translate(_LETTERS)
    return "".join(_plain(char) for char in unicodedata.normalize("NFC", lowered)).translate(_LETTERS)


def _plain(char: str) -> str:
    if char < "\x80" or "Ѐ" <= char <= "ӿ":
        return char
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else char if not unicodedata.combining(char) else ""


def words(text: str) -> list[str]:
    """Return the folded words of ``text`` in order; anything but letters and digits parts them."""
    return [word for word in _WORD.findall(fold(text)) if len(word) <= LONGEST_WORD]


def plain(html: str) -> str:
    """Return the text of rich text, its tags turned into spaces."""
    return _TAG.sub(" ", html)


def is_cyrillic(word: str) -> bool:
    """Tell Cyrillic words from Latin ones and numbers; a word of both counts as Cyrillic."""
    return any(char >= "Ѐ" for char in word)
