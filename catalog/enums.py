"""Choices of the catalog. Values are stored and public; labels are for people."""

from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


def label_text(choice: TextChoices) -> str:
    """Return the label of a choice in the active language; pages ask for the same few all the time."""
    return _label_text(type(choice), choice.value, get_language())


@lru_cache(maxsize=1000)
def _label_text(choices: type[TextChoices], value: str, language: str | None) -> str:
    # Members of two enumerations are equal where their values are, so the key names the enumeration.
    return str(choices(value).label)


class Kind(TextChoices):
    """What a branch of the hierarchy holds."""

    STONE = "stone", _("Stones")
    JEWELRY = "jewelry", _("Jewelry")


class Nature(TextChoices):
    """Where the stone grew."""

    NATURAL = "natural", _("Natural")
    LAB_GROWN = "lab_grown", _("Laboratory-grown")


class Treatment(TextChoices):
    """What was done to the stone after it was found (CIBJO and FTC 16 CFR 23.22 terms)."""

    NONE = "none", pgettext_lazy("treatment", "untreated")
    HEATED = "heated", pgettext_lazy("treatment", "heated")
    IRRADIATED = "irradiated", pgettext_lazy("treatment", "irradiated")
    HEATED_IRRADIATED = "heated_irradiated", pgettext_lazy("treatment", "irradiated and heated")
    OILED = "oiled", pgettext_lazy("treatment", "oiled")
    FILLED = "filled", pgettext_lazy("treatment", "fracture-filled")
    DIFFUSION = "diffusion", pgettext_lazy("treatment", "diffusion-treated")


class Origin(TextChoices):
    """Country of origin (ISO 3166-1 alpha-2), a laboratory, or honestly unknown."""

    AFGHANISTAN = "AF", _("Afghanistan")
    AUSTRALIA = "AU", _("Australia")
    BOTSWANA = "BW", _("Botswana")
    BRAZIL = "BR", _("Brazil")
    CANADA = "CA", _("Canada")
    CHINA = "CN", _("China")
    COLOMBIA = "CO", _("Colombia")
    ETHIOPIA = "ET", _("Ethiopia")
    INDIA = "IN", _("India")
    CAMBODIA = "KH", _("Cambodia")
    KENYA = "KE", _("Kenya")
    SRI_LANKA = "LK", _("Sri Lanka")
    MADAGASCAR = "MG", _("Madagascar")
    MYANMAR = "MM", _("Myanmar")
    MOZAMBIQUE = "MZ", _("Mozambique")
    NIGERIA = "NG", _("Nigeria")
    PAKISTAN = "PK", _("Pakistan")
    SOUTH_AFRICA = "ZA", _("South Africa")
    TANZANIA = "TZ", _("Tanzania")
    THAILAND = "TH", _("Thailand")
    UKRAINE = "UA", _("Ukraine")
    UNITED_STATES = "US", _("United States")
    VIETNAM = "VN", _("Vietnam")
    ZAMBIA = "ZM", _("Zambia")
    LABORATORY = "lab", _("Grown in a laboratory")
    NOT_DETERMINED = "not_determined", _("Not determined")


class Clarity(TextChoices):
    """Clarity under a 10x loupe."""

    IF = "IF", _("IF, loupe-clean")
    VVS = "VVS", _("VVS, very hard to see at 10×")
    VS = "VS", _("VS, seen at 10×")
    SI = "SI", _("SI, easily seen at 10×")
    I = "I", _("I, seen with the naked eye")  # noqa: E741 - the trade's own grade
    OPAQUE = "opaque", _("Opaque")


class Lab(TextChoices):
    """Laboratories whose reports we know how to check."""

    GIA = "GIA", "GIA"
    SSEF = "SSEF", "SSEF"
    GUBELIN = "GUBELIN", "Gübelin"
    GRS = "GRS", "GRS"
    GIT = "GIT", "GIT"
    IGI = "IGI", "IGI"
    KGL = "KGL", _("Kyiv Gem Laboratory")


class Metal(TextChoices):
    """Metal and its fineness in parts per thousand."""

    YELLOW_GOLD_585 = "yellow_gold_585", _("yellow gold 585")
    YELLOW_GOLD_750 = "yellow_gold_750", _("yellow gold 750")
    WHITE_GOLD_585 = "white_gold_585", _("white gold 585")
    WHITE_GOLD_750 = "white_gold_750", _("white gold 750")
    ROSE_GOLD_585 = "rose_gold_585", _("rose gold 585")
    ROSE_GOLD_750 = "rose_gold_750", _("rose gold 750")
    PLATINUM_950 = "platinum_950", _("platinum 950")
    SILVER_925 = "silver_925", _("silver 925")


class MediaView(TextChoices):
    """From where a picture was taken."""

    FACE = "face", pgettext_lazy("view", "From above")
    TILT = "tilt", pgettext_lazy("view", "Tilted")
    SIDE = "side", pgettext_lazy("view", "From the side")
    WORN = "worn", pgettext_lazy("view", "On the hand")
    OTHER = "other", pgettext_lazy("view", "Detail")
