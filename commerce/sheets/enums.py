"""Choices of sheets, and what is wrong with one in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commerce.sheets.domain import cells, files


class SheetState(TextChoices):
    """How far an import is."""

    CHECKING = "checking", pgettext_lazy("sheet", "being checked")
    READY = "ready", pgettext_lazy("sheet", "checked")
    APPLYING = "applying", pgettext_lazy("sheet", "being taken over")
    APPLIED = "applied", pgettext_lazy("sheet", "taken over")


class SheetRowState(TextChoices):
    """What becomes of one row."""

    SAME = "same", pgettext_lazy("sheet row", "as it is")
    CHANGED = "changed", pgettext_lazy("sheet row", "will change")
    WRONG = "wrong", pgettext_lazy("sheet row", "has an error")
    APPLIED = "applied", pgettext_lazy("sheet row", "changed")
    REFUSED = "refused", pgettext_lazy("sheet row", "refused")


FAULTS = {
    cells.EMPTY: _("A value is needed here."),
    cells.UNKNOWN_SKU: _("There is no variant with the SKU “%(value)s”."),
    cells.TWICE: _("The SKU “%(value)s” stands in the sheet twice."),
    cells.FORMULA: _("A formula is not taken over: put its value here."),
    cells.TOO_LONG: _("The text is too long."),
    cells.NOT_TEXT: _("There are characters here that cannot be stored."),
    cells.NOT_MONEY: _("“%(value)s” is not a sum above zero with at most two decimals."),
    cells.WAS_NOT_HIGHER: _("The price before the reduction must be higher than the price."),
    cells.WAS_ALONE: _("A price before the reduction needs a price beside it."),
    cells.NOT_A_CHANGE: _("“%(value)s” is not a whole number of pieces, such as 5 or -1."),
    cells.BELOW_RESERVED: _("%(value)s pieces are promised to orders: stock cannot fall below that."),
    cells.STOCK_MOVED: _("The stock changed since the export: %(value)s on hand now. Enter the change anew."),
    cells.MOVED: _("It was changed by somebody else after the check."),
    "not_number": _("“%(value)s” is not a number above zero with at most two decimals."),
    "not_yes_no": _("“%(value)s” is neither 1 nor 0."),
    "not_date": _("“%(value)s” is not a date such as 2026-11-21."),
    "unknown_value": _("There is no value “%(value)s” in this column."),
    "report_pair": _("A report has a laboratory and a number, or neither."),
    "LAST_VARIANT": _(
        "This is the last variant on sale of a published product: unpublish the product first."
    ),
    "DISCLOSURE_MISSING": _(
        "The product is published: buyers must be told this about every variant on sale."
    ),
}
REFUSALS = {
    files.TOO_LARGE: _("The file is too large: %(value)s MB at most."),
    files.TOO_MANY_ROWS: _("The file has too many rows: %(value)s at most."),
    files.NO_ROWS: _("The file has no rows below its heading."),
    files.NOT_READ: _("This is not a CSV or XLSX file that can be read. %(value)s"),
    files.NO_SKU: _("The first row must name the columns, and one of them is “sku”."),
    files.COLUMN_TWICE: _("The column “%(value)s” stands in the file twice."),
    files.COLUMN_UNKNOWN: _("There is no column called “%(value)s”."),
    files.COLUMN_FORBIDDEN: _("You may not change the column “%(value)s”."),
}


def fault_text(code: str, value: str) -> str:
    """Return what is wrong, in the active language."""
    text = FAULTS.get(code)
    return code if text is None else str(text) % {"value": value}
