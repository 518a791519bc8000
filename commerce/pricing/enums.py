"""Choices of pricing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commerce.pricing.domain import reprice

BASE = "USD"
CHARGED = "UAH"


class RateSource(TextChoices):
    """Who says what the rate is."""

    NBU = "nbu", _("National Bank of Ukraine")
    MANUAL = "manual", _("entered by hand")
    DEMO = "demo", _("demo rate")


class RepriceState(TextChoices):
    """How far a change of many prices is: a dry run, then applied once, then perhaps undone."""

    COUNTING = "counting", pgettext_lazy("reprice", "dry run under way")
    READY = "ready", pgettext_lazy("reprice", "dry run")
    APPLYING = "applying", pgettext_lazy("reprice", "being applied")
    APPLIED = "applied", pgettext_lazy("reprice", "applied")
    UNDOING = "undoing", pgettext_lazy("reprice", "being undone")
    UNDONE = "undone", pgettext_lazy("reprice", "undone")


class RepriceRowState(TextChoices):
    """What became of one price."""

    PLANNED = "planned", pgettext_lazy("reprice row", "will change")
    LEFT = "left", pgettext_lazy("reprice row", "stays")
    APPLIED = "applied", pgettext_lazy("reprice row", "changed")
    MOVED = "moved", pgettext_lazy("reprice row", "stayed: it was changed after the dry run")
    UNDONE = "undone", pgettext_lazy("reprice row", "restored")
    KEPT = "kept", pgettext_lazy("reprice row", "not restored: it was changed since")


class RepriceChange(TextChoices):
    """What a rule does with a price."""

    PERCENT = reprice.PERCENT, _("By per cent")
    AMOUNT = reprice.AMOUNT, _("By a sum")
    SET = reprice.SET, _("One price for all")


class RepriceRounding(TextChoices):
    """What new prices end with."""

    CENT = "cent", _("to 0.01")
    ONE = "1", _("to 1")
    FIVE = "5", _("to 5")
    TEN = "10", _("to 10")
    FIFTY = "50", _("to 50")
    HUNDRED = "100", _("to 100")
    ENDS_CENTS = "0.99", _("ending with .99")
    ENDS_9 = "9", _("ending with 9")
    ENDS_99 = "99", _("ending with 99")


class RepriceProblem(TextChoices):
    """Why a price stays as it is."""

    NO_PRICE = reprice.NO_PRICE, _("It has no price in this currency.")
    NOT_POSITIVE = reprice.NOT_POSITIVE, _("The new price would not be above zero.")
    TOO_LARGE = reprice.TOO_LARGE, _("The new price would be too large.")
    UNCHANGED = reprice.UNCHANGED, _("The price is that already.")


class RepriceWarning(TextChoices):
    """What does not stop a change but should be seen."""

    BIG_MOVE = reprice.BIG_MOVE, _("It moves by more than 30 %.")
    STRUCK_GONE = reprice.STRUCK_GONE, _("The price struck out would not be higher any more: it goes.")
    HIDDEN = reprice.HIDDEN, _("A planned price with an end is in force; the new one is seen after it.")
    OVERRIDDEN = reprice.OVERRIDDEN, _("A fixed price in hryvnias is charged whatever this one is.")
    REPLACES_DATED = reprice.REPLACES_DATED, _("It takes the place of a planned price that is in force.")
