"""What buyers must be told of a variant, in pairs of words for machines: structured data and feeds."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.enums import Lab, Nature, Origin, Treatment, label_text
from catalog.models import ProductVariant


def disclosed(variant: ProductVariant) -> list[tuple[str, str]]:
    """Return (what, value) in the active language: nature, treatment, origin, report, as far as known."""
    nature, report = variant.product.nature, ""
    if variant.report_lab:
        report = _("%(lab)s, No. %(number)s") % {
            "lab": Lab(variant.report_lab).label,
            "number": variant.report_number,
        }
    known = [
        (_("Natural or laboratory-grown"), label_text(Nature(nature)) if nature else ""),
        (
            pgettext("passport", "Treatment"),
            label_text(Treatment(variant.treatment)) if variant.treatment else "",
        ),
        (pgettext("passport", "Origin"), label_text(Origin(variant.origin)) if variant.origin else ""),
        (pgettext("passport", "Report"), report),
    ]
    return [(what, value) for what, value in known if value]
