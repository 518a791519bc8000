"""The passport of a stone and the making of its price, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from catalog.domain import report_url
from catalog.enums import Clarity, Lab, Metal, Nature, Origin, Treatment, label_text
from catalog.index.selectors import BranchWord
from catalog.models import ProductVariant
from catalog.selectors.facts import sizes_of, translated
from commerce.pricing.domain import PriceView
from commerce.pricing.enums import RateSource
from gemkit import formats
from gemkit.money import Money

GRAMS_IN_CARAT = Decimal("0.2")
_CARE = {
    Treatment.NONE: gettext_lazy("Nothing was done to it but cutting and polishing."),
    Treatment.HEATED: gettext_lazy(
        "Heated to improve the color. It stays for ever and needs no special care."
    ),
    Treatment.IRRADIATED: gettext_lazy("Irradiated to change the color. Keep it away from strong heat."),
    Treatment.HEATED_IRRADIATED: gettext_lazy(
        "Irradiated and then heated to change the color. Keep it away from strong heat."
    ),
    Treatment.OILED: gettext_lazy(
        "Fine cracks are filled with colorless oil. No ultrasound, no steam; the oil can be renewed."
    ),
    Treatment.FILLED: gettext_lazy("Cracks are filled. No ultrasound, no steam, no acids."),
    Treatment.DIFFUSION: gettext_lazy(
        "The color was brought in from outside by heat. Re-polishing may change it."
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the passport. ``note`` explains, ``links`` lead to proof."""

    label: str
    value: str
    note: str = ""
    links: list[Link] = field(default_factory=list)


def passport(variant: ProductVariant, stone: BranchWord | None, *, language: str, jewelry: bool) -> list[Row]:
    """Return what is known of a variant; what is not known is said to be so."""
    unknown, unstated = _("Not determined"), _("Not stated")
    nature = variant.product.nature
    rows = []
    if not jewelry and stone is not None:
        what = ", ".join(part for part in (translated(stone, "name", language), stone.latin_name) if part)
        rows.append(Row(pgettext("passport", "What it is"), what, _nature_note(nature)))
    if jewelry:
        rows.append(
            Row(_("Metal"), _capital(label_text(Metal(variant.metal))) if variant.metal else unstated)
        )
        stones = translated(variant, "setting_stones", language)
        rows.append(Row(_("Stones"), _capital(stones) if stones else unstated, _nature_note(nature)))
        if variant.ring_size is not None:
            size = formats.number(variant.ring_size, language=language)
            rows.append(Row(_("Ring size"), size, _("Inner diameter in millimetres.")))
    rows.append(
        Row(
            pgettext("passport", "Treatment"),
            _capital(label_text(Treatment(variant.treatment))) if variant.treatment else unknown,
            str(_CARE[Treatment(variant.treatment)]) if variant.treatment else "",
        )
    )
    rows.append(
        Row(pgettext("passport", "Origin"), label_text(Origin(variant.origin)) if variant.origin else unknown)
    )
    rows.append(report_row(variant, language))
    rows.append(Row(_("Measured"), _measured(variant, language) or unstated))
    rows += _measures(variant, stone, language, jewelry=jewelry)
    return rows


def _measures(
    variant: ProductVariant, stone: BranchWord | None, language: str, *, jewelry: bool
) -> list[Row]:
    unstated = _("Not stated")
    rows = []
    if variant.carat is not None:
        grams = formats.grams(variant.carat * GRAMS_IN_CARAT, language=language)
        rows.append(Row(_("Weight"), formats.carat(variant.carat, language=language), grams))
    elif not jewelry:
        rows.append(Row(_("Weight"), unstated))
    if sizes := sizes_of(variant):
        rows.append(Row(_("Size"), formats.millimetres(sizes, places=2, language=language)))
    elif not jewelry:
        rows.append(Row(_("Size"), unstated))
    for label, entry in ((_("Shape"), variant.shape), (_("Cut"), variant.cut), (_("Color"), variant.color)):
        if entry is not None or not jewelry:
            rows.append(Row(label, translated(entry, "name", language) if entry else unstated))
    if not jewelry:
        rows.append(Row(_("Clarity"), label_text(Clarity(variant.clarity)) if variant.clarity else unstated))
        if stone is not None and stone.mohs is not None:
            hardness = formats.number(stone.mohs, language=language)
            rows.append(Row(_("Hardness"), _("%(number)s on the Mohs scale") % {"number": hardness}))
    return rows


def _capital(text: object) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]


def _nature_note(nature: str) -> str:
    if nature == Nature.NATURAL:
        return _("Natural, not grown in a laboratory")
    if nature == Nature.LAB_GROWN:
        return _("Grown in a laboratory: the same mineral, made by people")
    return _("Natural or laboratory-grown: not determined")


def report_row(variant: ProductVariant, language: str) -> Row:
    """Return which laboratory says so, with links to the report and to its check."""
    label = pgettext("passport", "Report")
    if not variant.report_lab:
        return Row(label, _("There is no laboratory report."))
    text = _("%(lab)s, No. %(number)s") % {
        "lab": Lab(variant.report_lab).label,
        "number": variant.report_number,
    }
    if variant.report_date is not None:
        text = _("%(report)s of %(date)s") % {"report": text, "date": formats.date_short(variant.report_date)}
    links = []
    file = variant.report_file
    if file is not None:
        size = f", {formats.file_size(file.file_size, language=language)}" if file.file_size else ""
        links.append(Link(f"{file.file_extension.upper()}{size}", file.url))
    if page := report_url(variant.report_lab, variant.report_number):
        links.append(Link(_("Check with the laboratory"), page))
    return Row(label, text, links=links)


def _measured(variant: ProductVariant, language: str) -> str:
    date = formats.date_short(variant.measured_at) if variant.measured_at else ""
    return ", ".join(part for part in (date, translated(variant, "measured_by", language)) if part)


@dataclass(frozen=True, slots=True)
class PriceStep:
    """A line of the calculation; the last one is the sum to pay."""

    label: str
    value: str
    is_total: bool = False


def rate_words(price: PriceView) -> str:
    """Return whose rate it is and of which day."""
    if price.rate_date is None:
        return ""
    date = formats.date_short(price.rate_date)
    if price.rate_source == RateSource.DEMO:
        return _("Demo rate of %(date)s") % {"date": date}
    if price.rate_source == RateSource.MANUAL:
        return _("Rate of the shop of %(date)s") % {"date": date}
    return _("National Bank rate of %(date)s") % {"date": date}


def price_steps(price: PriceView) -> list[PriceStep]:
    """Return how the price was made, from the base to the sum that is charged."""
    steps = []
    if price.base is not None and price.rate is not None and not price.is_override:
        exact = price.base.amount * price.rate
        steps = [
            PriceStep(_("Base price"), formats.money(price.base, places=2)),
            PriceStep(rate_words(price), f"{formats.TIMES} {formats.number(price.rate, places=4)}"),
            PriceStep(_("Together"), formats.money(Money(exact, "UAH"), places=2)),
        ]
        rounded = price.charged.amount - exact.quantize(Decimal("0.01"))
        step = formats.money(Money(price.rounding, "UAH"))
        steps.append(
            PriceStep(
                _("Rounded to %(step)s") % {"step": step}, formats.money(Money(rounded, "UAH"), places=2)
            )
        )
    else:
        steps.append(PriceStep(_("Price fixed in hryvnias"), formats.money(price.charged, places=2)))
    if price.was is not None:
        steps.append(PriceStep(_("Price before the reduction"), formats.money(price.was)))
    return [*steps, PriceStep(_("To pay"), formats.money(price.charged), is_total=True)]
