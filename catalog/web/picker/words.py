"""What the picker says: answers by name, reasons, which condition gave way."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalog.enums import Lab
from catalog.picker.color import distance
from catalog.picker.domain import BUDGET, COLOR, CUT, SHAPE, ZODIAC, Answers, Budget, Facts, Relaxed
from catalog.picker.selectors import Found
from catalog.picker.words import PickerWords, Tone
from gemkit import formats
from gemkit.money import Money


def small(text: str) -> str:
    """Return a name as it stands inside a sentence."""
    return text[:1].lower() + text[1:]


def budget_text(budget: Budget) -> str:
    """Return ``up to 12 000 ₴``."""
    return _("up to %(amount)s") % {"amount": formats.money(Money(budget.amount, budget.currency))}


@dataclass(frozen=True, slots=True)
class Speech:
    """The picker's words in one language, for the answers ``asked``."""

    words: PickerWords
    language: str
    asked: Answers
    arrival: str = ""

    def name(self, criterion: str, code: str) -> str:
        """Return an answer's name."""
        if criterion == ZODIAC:
            return self.words.signs[code].names[self.language]
        if criterion == COLOR:
            tone = self.words.tone(code)
            return tone.names[self.language] if tone else code
        return self.words.words.by_code[criterion][code].names[self.language]

    def names(self, answers: Answers, criterion: str) -> list[str]:
        """Return the names of all answers to a question."""
        value = getattr(answers, criterion)
        if criterion == BUDGET:
            return [budget_text(value)] if value else []
        codes = (value,) if isinstance(value, str) else value
        return [self.name(criterion, code) for code in codes if code]

    def listed(self, criterion: str, answers: Answers | None = None) -> str:
        """Return the answers to a question in one phrase: ``Oval or Pear``."""
        names = self.names(answers or self.asked, criterion)
        if len(names) < 2:
            return "".join(names)
        return _("%(first)s or %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}

    # --- Reasons --------------------------------------------------------------------------------

    def reason(self, code: str, stone: Facts, answers: Answers) -> str:
        """Return a true reason as a phrase; ``answers`` are those in force."""
        if code in {COLOR, "closest"}:
            return self._color(code, stone)
        if code == ZODIAC:
            return self._sign(stone, answers)
        simple = {
            SHAPE: lambda: (
                pgettext("picker", "%(shape)s, as asked") % {"shape": small(self.name(SHAPE, stone.shape))}
            ),
            CUT: lambda: (
                pgettext("picker", "cut: %(cut)s, as asked") % {"cut": small(self.name(CUT, stone.cut))}
            ),
            BUDGET: lambda: self._budget(answers),
            "largest": lambda: self._largest(stone),
            "report": lambda: _("laboratory report: %(lab)s") % {"lab": str(Lab(stone.lab).label)},
            "untreated": lambda: _("untreated: only cut and polished"),
            "hard": lambda: self._hard(stone),
            "natural": lambda: _("natural, not grown in a laboratory"),
            "in_stock": lambda: self._in_stock(stone),
            "disclosed": lambda: _("treatment and origin are stated"),
        }
        return simple[code]()

    def _sign(self, stone: Facts, answers: Answers) -> str:
        advice = self.words.advice(answers.zodiac, stone.stone)
        sign = self.name(ZODIAC, answers.zodiac)
        return _("A stone of the sign %(sign)s. %(why)s") % {
            "sign": sign,
            "why": advice.reasons[self.language] if advice else "",
        }

    def _color(self, code: str, stone: Facts) -> str:
        color = self.words.words.by_code["color"][stone.color]
        tone = self._tone_for(stone.color, color.look, of_members=code == COLOR)
        named = {"tone": tone.names[self.language], "color": small(color.names[self.language])}
        if tone.code == stone.color:
            return _("%(color)s, as asked") % named
        if code == "closest":
            return _("the closest to the palette “%(tone)s”: %(color)s") % named
        return _("in the palette “%(tone)s”: %(color)s") % named

    def _tone_for(self, color: str, look: str, *, of_members: bool) -> Tone:
        """Return the chosen palette that a colour belongs to or is closest to."""
        tones = [tone for code in self.asked.color if (tone := self.words.tone(code)) is not None]
        fitting = [tone for tone in tones if color in tone.colors] if of_members else tones
        return min(fitting, key=lambda tone: distance(tone.hex, look))

    @staticmethod
    def _budget(answers: Answers) -> str:
        budget = answers.budget
        amount = formats.money(Money(budget.amount, budget.currency)) if budget else ""
        return _("within %(amount)s") % {"amount": amount}

    def _largest(self, stone: Facts) -> str:
        carat = formats.carat(stone.carat, language=self.language) if stone.carat is not None else ""
        return _("the heaviest of all that fit: %(carat)s") % {"carat": carat}

    def _hard(self, stone: Facts) -> str:
        number = formats.number(stone.mohs, language=self.language) if stone.mohs is not None else ""
        return _("hardness %(number)s: fit for a ring of every day") % {"number": number}

    def _in_stock(self, stone: Facts) -> str:
        if stone.available == 1:
            return _("in stock, the last one; at a branch on %(day)s") % {"day": self.arrival}
        return _("in stock; at a branch on %(day)s") % {"day": self.arrival}

    # --- What gave way --------------------------------------------------------------------------

    def relaxed_title(self, found: Found) -> str:
        number = len(found.relaxed)
        return ngettext(
            "We widened one condition.", "We widened %(count)d conditions.", number
        ) % {"count": number}  # fmt: skip

    def relaxed(self, condition: Relaxed) -> str:
        """Return which condition gave way, why and to what."""
        named = {"asked": self.listed(condition.name)}
        if condition.name == BUDGET:
            if condition.now is None:
                return _("Nothing like this is %(asked)s now, so any price is shown.") % named
            raised = {**named, "now": budget_text(condition.now)}
            return _("Nothing like this is %(asked)s now: shown %(now)s.") % raised
        texts = {
            CUT: _("Nothing like this has the cut “%(asked)s” now, so other cuts are shown."),
            SHAPE: _("Nothing like this has the shape “%(asked)s” now, so other shapes are shown."),
            COLOR: _(
                "Nothing like this is in the palette “%(asked)s” now, so other colours are shown, the closest first."
            ),
            ZODIAC: _(
                "Nothing like this is among the stones of the sign %(asked)s now, so other stones are shown."
            ),
        }
        return texts[condition.name] % named

    def instead(self, found: Found) -> str:
        """Return the words of the other way out: keep what was widened, leave out another condition."""
        return _("Keep “%(kept)s”, leave out “%(left)s”") % {
            "kept": self.listed(found.relaxed[0].name),
            "left": self.listed(found.instead),
        }
