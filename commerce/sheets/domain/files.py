"""From the bytes of a file to rows of text: CSV in its encodings and delimiters, and XLSX."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import EmptyCell

from commerce.sheets.domain.cells import guarded, unguarded

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 120 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
DELIMITERS = ";,\t"
CSV, XLSX = "csv", "xlsx"

TOO_LARGE, TOO_MANY_ROWS, NO_ROWS, NOT_READ, NO_SKU, COLUMN_TWICE, COLUMN_UNKNOWN, COLUMN_FORBIDDEN = (
    "file_too_large", "too_many_rows", "no_rows", "not_read", "no_sku", "column_twice", "column_unknown",
    "column_forbidden",
)  # fmt: skip


class FileRefused(Exception):
    """The file cannot be read as a sheet; ``code`` says why, ``value`` what it is about."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


@dataclass(slots=True)
class Line:
    """A row of the file with its number there, its cells by column, and the columns that hold formulas."""

    number: int
    cells: dict[str, str]
    formulas: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Content:
    """The columns of a file in order, and its rows."""

    columns: list[str]
    lines: list[Line]


def kind_of(name: str, content: bytes) -> str:
    """Return whether a file is CSV or XLSX, told by what it begins with; raises `FileRefused`."""
    if len(content) > MOST_BYTES:
        raise FileRefused(TOO_LARGE, str(MOST_BYTES // 1024 // 1024))
    if content[:4] == b"PK\x03\x04":
        return XLSX
    if content[:4] in {b"\xd0\xcf\x11\xe0", b"%PDF"} or b"\x00" in content[:2000]:
        raise FileRefused(NOT_READ, name[:80])
    return CSV


def read(name: str, content: bytes) -> Content:
    """Return the rows of a file; raises `FileRefused`."""
    rows = _xlsx_rows(content) if kind_of(name, content) == XLSX else _csv_rows(content)
    heading: list[str] | None = None
    lines: list[Line] = []
    for number, cells, formulas in rows:
        if not any(cells):
            continue
        if heading is None:
            heading = [cell.strip().lower() for cell in cells]
            while heading and not heading[-1]:
                heading.pop()
            continue
        if len(lines) >= MOST_ROWS:
            raise FileRefused(TOO_MANY_ROWS, str(MOST_ROWS))
        named = dict(zip(heading, cells, strict=False))
        wrong = [heading[place] for place in formulas if place < len(heading)]
        lines.append(Line(number, {column: named.get(column, "").strip() for column in heading}, wrong))
    if heading is None or not lines:
        raise FileRefused(NO_ROWS)
    return Content(heading, lines)


Row = tuple[int, list[str], list[int]]


def _csv_rows(content: bytes) -> Iterator[Row]:
    text = decoded(content)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [unguarded(cell) for cell in cells[:MOST_COLUMNS]], []
    except csv.Error as error:
        raise FileRefused(NOT_READ, str(reader.line_num)) from error


def decoded(content: bytes) -> str:
    """Return the text of a CSV file: UTF-8 with or without its mark, else Windows' Cyrillic (cp1251)."""
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(NOT_READ)


def _xlsx_rows(content: bytes) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise FileRefused(TOO_LARGE, str(MOST_BYTES // 1024 // 1024))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except FileRefused:
        raise
    except Exception as error:
        raise FileRefused(NOT_READ) from error
    try:
        yield from _book_rows(book)
    except FileRefused:
        raise
    except Exception as error:
        raise FileRefused(NOT_READ) from error
    finally:
        book.close()


def _book_rows(book: Any) -> Iterator[Row]:
    if not book.worksheets:
        raise FileRefused(NO_ROWS)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > MOST_ROWS * 2:
            raise FileRefused(TOO_MANY_ROWS, str(MOST_ROWS))
        texts = ["" if isinstance(cell, EmptyCell) else cell_text(cell.value) for cell in cells]
        formulas = [
            place
            for place, cell in enumerate(cells)
            if not isinstance(cell, EmptyCell) and cell.data_type == "f"
        ]
        yield number, texts, formulas


def cell_text(value: Any) -> str:
    """Return a cell's value as the same sheet in CSV would hold it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        # Numbers of XLSX are binary: 12.3 may come as 12.299999999999999. Fifteen digits are what it shows.
        number = Decimal(f"{value:.15g}")
        return f"{number:f}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return unguarded(str(value))


def csv_write(rows: Iterable[list[str]], *, delimiter: str = ";") -> Iterator[str]:
    """Yield a CSV file line by line; a mark at its start tells spreadsheet programs that it is UTF-8."""
    yield "\ufeff"
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def xlsx_write(rows: Iterable[list[str]], *, numbers: set[str]) -> bytes:
    """Return an XLSX file; the columns named in ``numbers`` hold numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("variants")
    heading: list[str] = []
    for row in rows:
        if not heading:
            heading = row
            sheet.append(row)
            continue
        sheet.append(
            [
                Decimal(cell) if cell and column in numbers else guarded(cell) or None
                for column, cell in zip(heading, row, strict=True)
            ]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
