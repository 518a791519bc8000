"""Text helpers: transliteration, safe single lines, masking."""

import re
import unicodedata

from django.utils.text import slugify

# Resolution 55 of the Cabinet of Ministers of Ukraine, 27 January 2010 (KMU-55).
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ь": "", "ю": "iu", "я": "ia", "'": "", "’": "", "ʼ": "",
}  # fmt: skip
_AT_WORD_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def transliterate(text: str) -> str:
    """Return Ukrainian ``text`` in Latin letters by KMU-55; other characters stay.

    The resolution writes "зг" as "zgh", and є, ї, й, ю, я differently at the start of a word.
    """
    out: list[str] = []
    previous = ""
    for char in unicodedata.normalize("NFC", text):
        low = char.lower()
        if low == "г" and previous == "з":
            latin = "gh"
        elif low in _AT_WORD_START and not (previous.isalpha() or previous in {"'", "’", "ʼ"}):
            latin = _AT_WORD_START[low]
        else:
            latin = _LETTERS.get(low, char)
        out.append(latin.capitalize() if char != low and latin else latin)
        previous = low
    return "".join(out)


def slug_from(text: str) -> str:
    """Return a URL slug for Ukrainian or English ``text``."""
    return slugify(transliterate(text))


def one_line(text: str) -> str:
    """Return ``text`` without control characters, runs of white space folded to one space."""
    kept = "".join(
        " " if unicodedata.category(char).startswith("Z") or char in "\r\n\t" else char for char in text
    )
    kept = "".join(char for char in kept if unicodedata.category(char) not in {"Cc", "Cs"})
    return re.sub(r" +", " ", kept).strip()


_INNER_QUOTES = str.maketrans({"«": "„", "»": "“", "“": "‘", "”": "’"})


def inner_quotes(name: str) -> str:
    """Return ``name`` fit to stand in quotation marks: its own become the inner kind, «Цитрин „Сонце“»."""
    return name.translate(_INNER_QUOTES)


def mask_email(email: str) -> str:
    """Return ``email`` fit for a log: first letter and domain."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}***@{domain}"


def mask_phone(phone: str) -> str:
    """Return ``phone`` fit for a log: the last two digits."""
    return f"***{phone[-2:]}"
