"""Words in the wrong letters: another keyboard layout, Latin for Cyrillic, look-alike sounds."""

from __future__ import annotations

import re
from functools import lru_cache

# The same keys on a Ukrainian and on an American keyboard.
_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю'ґ"
_AMERICAN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`\\"
_TO_UKRAINIAN = str.maketrans(
    {
        **dict(zip(_AMERICAN, _UKRAINIAN, strict=True)),
        "{": "х",
        "}": "ї",
        ":": "ж",
        '"': "є",
        "<": "б",
        ">": "ю",
    }
)
_TO_AMERICAN = str.maketrans(dict(zip(_UKRAINIAN, _AMERICAN, strict=True)))

# Latin letters read as Ukrainian; KMU-55 and what people write instead of it.
_LATIN = (
    ("shch", "щ"), ("zgh", "зг"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("tz", "ц"), ("ch", "ч"), ("sh", "ш"),
    ("ph", "ф"), ("ya", "я"), ("ia", "я"), ("ja", "я"), ("yu", "ю"), ("iu", "ю"), ("ju", "ю"), ("ye", "є"),
    ("ie", "є"), ("je", "є"), ("ck", "к"), ("a", "а"), ("b", "б"), ("c", "ц"), ("d", "д"), ("e", "е"), ("f", "ф"),
    ("g", "г"), ("h", "г"), ("i", "і"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"),
    ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"), ("x", "кс"),
    ("y", "и"), ("z", "з"),
)  # fmt: skip
_FROM_LATIN = dict(_LATIN)
_LATIN_PART = re.compile("|".join(latin for latin, _ in _LATIN))
_Y_ENDING = re.compile(r"(?:yi|yy|yj|iy|ij|iі)$")

_SOUNDS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "д": "d", "е": "e", "є": "e", "ж": "zh", "з": "z", "и": "i", "і": "i",
    "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sh", "ь": "", "ю": "u", "я": "a",
}  # fmt: skip
_LATIN_SOUNDS = (
    ("shch", "sh"), ("sch", "sh"), ("kh", "h"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("ck", "k"), ("qu", "kv"),
    ("y", "i"), ("w", "v"), ("q", "k"), ("g", "h"), ("j", "i"), ("x", "ks"),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")


def other_layout(text: str) -> str:
    """Return lower-case ``text`` as the same keys give it on the other keyboard."""
    if any("Ѐ" <= char <= "ӿ" for char in text):
        return text.translate(_TO_AMERICAN)
    return text.translate(_TO_UKRAINIAN)


def to_cyrillic(word: str) -> str:
    """Return a Latin word as Ukrainian would be spelt; the spelling may be off where Latin is ambiguous."""
    word = _Y_ENDING.sub("yj", word)
    return _LATIN_PART.sub(lambda part: _FROM_LATIN[part.group()], word)


def to_latin(word: str) -> str:
    """Return a Cyrillic word in Latin letters, a letter for a letter: for numbers typed as they sound."""
    return "".join(_SOUNDS.get(char, char) for char in word)


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return what a word sounds like, the same for both scripts, so that и, і, ї, й and y are one.

    Words that differ only in what foreigners and hurried people mix up have the same sound.
    """
    if any(char >= "Ѐ" for char in word):
        latin = "".join(_SOUNDS.get(char, char) for char in word)
    else:
        latin = word
        for letters, heard in _LATIN_SOUNDS:
            latin = latin.replace(letters, heard)
    return _DOUBLE.sub(r"\1", latin)
