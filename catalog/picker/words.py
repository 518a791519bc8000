"""What the picker asks with: palettes, signs with their stones and reasons; held in memory.

Few and rarely changed, they are read again whenever the catalog's words are (`catalog.index.words`): a change of
any of them is traced (`catalog.index.handlers`), so an edit shows at once in every process.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.index import selectors as index
from catalog.index.selectors import Words
from catalog.models import Palette, PaletteColor, ZodiacSign, ZodiacStoneRecommendation

Both = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tone:
    """A palette, or a single colour of the dictionary: the tone meant and the colours that belong to it."""

    code: str
    names: Both
    texts: Both
    hex: str
    colors: tuple[str, ...]
    picture_id: int | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """A stone that tradition gives to a sign, and why."""

    stone: str
    reasons: Both


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign with its days (month, day) and its stones in the order that editors gave them."""

    code: str
    names: Both
    starts: tuple[int, int]
    ends: tuple[int, int]
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True, slots=True)
class PickerWords:
    """Palettes and signs by code, each in order."""

    words: Words
    palettes: Mapping[str, Tone]
    signs: Mapping[str, Sign]
    _tones: dict[str, Tone | None] = field(default_factory=dict)

    def tone(self, code: str) -> Tone | None:
        """Return a palette, else a single colour, by its code."""
        if code not in self._tones:
            self._tones[code] = self.palettes.get(code) or self._color(code)
        return self._tones[code]

    def _color(self, code: str) -> Tone | None:
        word = self.words.by_code["color"].get(code)
        return None if word is None else Tone(code, word.names, word.texts, word.look, (code,))

    def advice(self, sign: str, stone: str) -> Advice | None:
        """Return why a stone is given to a sign."""
        known = self.signs.get(sign)
        return next((advice for advice in known.advice if advice.stone == stone), None) if known else None


_kept: PickerWords | None = None


def picker_words() -> PickerWords:
    """Return the words of the picker as they are now; four queries after a change, else none."""
    global _kept
    words = index.words()
    kept = _kept
    if kept is None or kept.words is not words:
        kept = _kept = PickerWords(words, _palettes(words), _signs(words))
    return kept


def _palettes(words: Words) -> dict[str, Tone]:
    members: dict[int, list[str]] = defaultdict(list)
    rows = PaletteColor.objects.order_by("palette", "sort_order", "pk")
    for palette_id, color_id in rows.values_list("palette", "color"):
        if color_id in words.by_id["color"]:
            members[palette_id].append(words.by_id["color"][color_id].code)
    columns = ("pk", "code", "name_uk", "name_en", "text_uk", "text_en", "hex", "picture_id")
    return {
        code: Tone(code, _both(name_uk, name_en), _both(text_uk, text_en), tone, tuple(members[pk]), picture)
        for pk, code, name_uk, name_en, text_uk, text_en, tone, picture in Palette.objects.order_by(
            "sort_order", "code"
        ).values_list(*columns)
    }


def _signs(words: Words) -> dict[str, Sign]:
    advice: dict[int, list[Advice]] = defaultdict(list)
    rows = ZodiacStoneRecommendation.objects.order_by("sign", "sort_order", "pk")
    for sign_id, type_id, uk, en in rows.values_list("sign", "stone_type", "reason_uk", "reason_en"):
        if type_id in words.by_id["stone"]:
            advice[sign_id].append(Advice(words.by_id["stone"][type_id].code, _both(uk, en)))
    columns = ("pk", "code", "name_uk", "name_en", "start_month", "start_day", "end_month", "end_day")
    return {
        code: Sign(code, _both(uk, en), (month, day), (last_month, last_day), tuple(advice[pk]))
        for pk, code, uk, en, month, day, last_month, last_day in ZodiacSign.objects.order_by(
            "sort_order", "code"
        ).values_list(*columns)
    }


def _both(uk: str | None, en: str | None) -> dict[str, str]:
    return {"uk": uk or "", "en": en or ""}
