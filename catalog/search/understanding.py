"""What a query means: words that are known, or what they were probably meant to be.

Each reading (as typed, or as the same keys give it on the other keyboard) is taken apart into words, and each word
gets alternatives with a price: known 0, known by its sound (и for і, Latin for Cyrillic) 0.3, the beginning of a
word 0.5, mistyped 0.6 and 0.3 a mistake, unknown 2. The cheapest reading wins; the other keyboard costs 0.4 more,
so that it needs a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from catalog.search.documents import NAME, PROPERTY
from catalog.search.language import codes as numbers
from catalog.search.language.scripts import other_layout, sound, to_cyrillic, to_latin
from catalog.search.language.stems import stem
from catalog.search.language.words import STOP_WORDS, fold, is_cyrillic, words
from catalog.search.vocabulary import Stems, Vocabulary, phrases

LONGEST_QUERY = 200
MOST_WORDS = 12
SHORTEST_BEGINNING = 3
_BEGINNINGS, _BEGINNINGS_TYPED = 12, 24
_OTHER_LAYOUT = 0.4
_UNKNOWN = 2.0
_LONG = 6


@dataclass(frozen=True, slots=True)
class Alternative:
    """Stems that must all be there, and how much that says beside the word as typed (1)."""

    stems: Stems
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of the query, or several that are one phrase: any alternative will do."""

    typed: str
    alternatives: tuple[Alternative, ...]
    cost: float = 0.0
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look for. ``corrected`` is empty when words are taken as they were typed."""

    slots: tuple[Slot, ...] = ()
    codes: tuple[str, ...] = ()
    corrected: str = ""
    stems: frozenset[str] = field(default_factory=frozenset)


def understand(
    query: str, *, language: str, known: Vocabulary, typing: bool = False, doubting: bool = False
) -> Plan:
    """Return what ``query`` means; with ``typing`` its last word may be only begun.

    ``doubting`` takes a word that is no name for a name mistyped, where there is one near:
    for when the words as they are found nothing.
    """
    text = fold(query[:LONGEST_QUERY])
    readings = [_reading(text, language, known, typing=typing)]
    if doubting:
        readings = [[_doubted(slot, known) for slot in readings[0]]]
    if _cost(readings[0]) > 0 and (other := fold(other_layout(query[:LONGEST_QUERY].lower()))) != text:
        readings.append(_reading(other, language, known, typing=typing))
    prices = [_cost(slots) + _OTHER_LAYOUT * at for at, slots in enumerate(readings)]
    best = prices.index(min(prices))
    slots = readings[best]
    changed = best > 0 or any(slot.changed for slot in slots)
    corrected = (
        " ".join(slot.changed or slot.typed for slot in slots) if changed and _cost(slots) < _UNKNOWN else ""
    )
    return Plan(
        slots=tuple(_with_synonyms(slots, known)),
        codes=tuple(_codes(text)),
        corrected=corrected,
        stems=frozenset(
            term for slot in slots for alternative in slot.alternatives for term in alternative.stems
        ),
    )


def _cost(slots: list[Slot]) -> float:
    return sum(slot.cost for slot in slots) / len(slots) if slots else _UNKNOWN + 1


def _codes(text: str) -> list[str]:
    """Return what may be a number: as typed, on the other keyboard, or in letters that sound alike."""
    if not any(char.isdigit() for char in text):
        return []
    readings = (text, other_layout(text), to_latin(text)) if is_cyrillic(text) else (text,)
    found = dict.fromkeys(code for reading in readings for code in numbers.asked_in(reading))
    return sorted(found, key=len, reverse=True)[: numbers.MOST]


def _reading(text: str, language: str, known: Vocabulary, *, typing: bool) -> list[Slot]:
    typed = words(text)[:MOST_WORDS]
    stop = STOP_WORDS[language]
    telling = [word for word in typed if word not in stop] or typed
    return [
        _slot(word, known, is_begun=typing and word is telling[-1] and text.rstrip().endswith(word))
        for word in telling
    ]


def _slot(word: str, known: Vocabulary, *, is_begun: bool) -> Slot:
    term = stem(word)
    if term in known.terms:
        own = Alternative((term,))
        begun = _beginnings(word, known, _BEGINNINGS_TYPED, is_begun=True) if is_begun else []
        others = tuple(Alternative((other,), 0.8) for other in begun if other != term)
        return Slot(word, (own, *others))
    if word.isdigit():
        return Slot(word, (Alternative((term,)),), cost=0.2)
    forms = [term] if is_cyrillic(word) else [term, stem(to_cyrillic(word))]
    if heard := _first([known.sounding(sound(form)) for form in forms]):
        return _corrected(word, heard, known, cost=0.3)
    if begun := _beginnings(word, known, _BEGINNINGS_TYPED if is_begun else _BEGINNINGS, is_begun=is_begun):
        return Slot(word, tuple(Alternative((other,), 0.8) for other in begun), cost=0.5)
    near = [found for form in _worth_mending(forms) if (found := known.near(sound(form)))[1]]
    if near:
        mistakes, terms = min(near, key=lambda found: found[0])
        return _corrected(word, terms, known, cost=0.6 + 0.3 * mistakes)
    return Slot(word, (), cost=_UNKNOWN)


def _worth_mending(forms: list[str]) -> list[str]:
    """A short word is not taken for one of the other script and mistyped as well."""
    return [form for at, form in enumerate(forms) if at == 0 or len(form) >= _LONG]


def _doubted(slot: Slot, known: Vocabulary) -> Slot:
    """Return a slot of a name that is near to what was typed, if that is no name itself."""
    if slot.cost or any(known.level(term) == NAME for term in _terms(slot) if term in known.terms):
        return slot
    mistakes, terms = known.near(sound(slot.typed))
    terms = [term for term in terms if known.level(term) <= PROPERTY]
    return _corrected(slot.typed, terms, known, cost=0.6 + 0.3 * mistakes) if terms else slot


def _terms(slot: Slot) -> list[str]:
    return [term for alternative in slot.alternatives for term in alternative.stems]


def _first(found: list[list[str]]) -> list[str]:
    """Return all that were found, each once."""
    return list(dict.fromkeys(term for terms in found for term in terms))


def _beginnings(word: str, known: Vocabulary, limit: int, *, is_begun: bool = False) -> list[str]:
    return known.beginning(word, limit=limit) if len(word) >= SHORTEST_BEGINNING - is_begun else []


def _corrected(word: str, terms: list[str], known: Vocabulary, *, cost: float) -> Slot:
    best = min(terms, key=lambda term: (known.level(term), is_cyrillic(term) != is_cyrillic(word)))
    return Slot(word, tuple(Alternative((term,), 0.9) for term in terms), cost=cost, changed=known.word(best))


def _with_synonyms(slots: list[Slot], known: Vocabulary) -> list[Slot]:
    """Add what editors say is also looked for; words of a phrase become one."""
    stems = [slot.alternatives[0].stems[0] if slot.alternatives else stem(slot.typed) for slot in slots]
    whole: list[Slot] = []
    at = 0
    for start, end, finds in phrases(stems, known):
        whole += slots[at:start]
        also = tuple(Alternative(find, 0.9) for find in finds)
        own = slots[start].alternatives if end - start == 1 else (Alternative(tuple(stems[start:end])),)
        typed = " ".join(slot.typed for slot in slots[start:end])
        whole.append(replace(slots[start], typed=typed, alternatives=(*own, *also)))
        at = end
    return [*whole, *slots[at:]]
