"""From bytes to rows: encodings, delimiters, formulas, caps; and what the text of a cell means."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from commerce.sheets.domain import cells, files
from commerce.sheets.domain.files import FileRefused


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "sku;setting_stones_uk\nS-1;рубін їжак\n".encode(),
        "\ufeffsku;setting_stones_uk\r\nS-1;рубін їжак\r\n".encode(),
        "sku,setting_stones_uk\nS-1,рубін їжак\n".encode("cp1251"),
        "SKU\tsetting_stones_uk\n\nS-1\t рубін їжак \n".encode(),
        'sku;"setting_stones_uk"\n"S-1";"рубін їжак"'.encode(),
        xlsx(["sku", "setting_stones_uk"], ["S-1", "рубін їжак"], [None, None]),
    ],
    ids=["utf-8", "mark", "cp1251, commas", "tabs, empty line", "quotes", "xlsx"],
)
def test_a_file_is_read_whatever_it_comes_in(content):
    found = files.read("x", content)

    assert found.columns == ["sku", "setting_stones_uk"]
    assert [line.cells for line in found.lines] == [{"sku": "S-1", "setting_stones_uk": "рубін їжак"}]
    assert found.lines[0].formulas == []


def test_rows_keep_their_numbers_in_the_file():
    assert [line.number for line in files.read("x", b"sku\nA\n\nB\n").lines] == [2, 4]
    assert [line.number for line in files.read("x", xlsx(["sku"], ["A"], [None], ["B"])).lines] == [2, 4]


def test_values_of_xlsx_are_read_as_a_person_sees_them():
    content = xlsx(
        ["sku", "price_usd", "is_active", "measured_at", "carat"],
        ["S-1", 12.3, True, dt.date(2026, 11, 21), 4],
    )

    assert files.read("x", content).lines[0].cells == {
        "sku": "S-1", "price_usd": "12.3", "is_active": "1", "measured_at": "2026-11-21", "carat": "4",
    }  # fmt: skip


def test_formulas_of_xlsx_are_named():
    content = xlsx(["sku", "price_usd", "carat"], ["S-1", "=1+1", 2])

    assert files.read("x", content).lines[0].formulas == ["price_usd"]


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (files.MOST_UNPACKED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", files.NO_ROWS),
        (b"sku\n", files.NO_ROWS),
        (b"x" * (files.MOST_BYTES + 1), files.TOO_LARGE),
        (b"sku\n" + b"A\n" * (files.MOST_ROWS + 1), files.TOO_MANY_ROWS),
        (b"%PDF-1.7", files.NOT_READ),
        (b"\xd0\xcf\x11\xe0 old Excel", files.NOT_READ),
        (b"sku\nA\x00B\n", files.NOT_READ),
        (b"PK\x03\x04 no archive", files.NOT_READ),
        (b'sku;x\n"A;1\n', files.NOT_READ),
    ],
    ids=["nothing", "heading", "large", "rows", "pdf", "xls", "nul", "broken zip", "open quote"],
)
def test_what_is_no_sheet_is_refused(content, code):
    with pytest.raises(FileRefused) as refusal:
        files.read("x", content)

    assert refusal.value.code == code


def test_an_archive_that_would_unpack_to_too_much_is_refused():
    with pytest.raises(FileRefused) as refusal:
        files.read("x", bomb())

    assert refusal.value.code == files.TOO_LARGE


@pytest.mark.parametrize("text", ["=1+1", "+38", "-5", "@x", "\tx", "=cmd|' /C calc'!A0"])
def test_an_export_holds_no_formula_and_comes_back_as_it_was(text):
    rows = [["sku", "setting_stones_uk"], ["S-1", text]]

    plain = "".join(files.csv_write(rows))
    book = load_workbook(io.BytesIO(files.xlsx_write(rows, numbers=set())))

    assert f"'{text.strip(chr(9))}"[:2] in plain.partition("S-1")[2] or f"'{text}" in plain
    assert book.active["B2"].data_type == "s"
    assert book.active["B2"].value.startswith("'")
    for content in (plain.encode(), files.xlsx_write(rows, numbers=set())):
        assert files.read("x", content).lines[0].cells["setting_stones_uk"] == text.strip()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
def test_any_text_survives_the_way_out_and_in(text):
    content = "".join(files.csv_write([["sku", "x"], ["S-1", text]])).encode()

    assert files.read("x", content).lines[0].cells["x"] == text.strip()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("100", "100.00"),
        ("4 216,50", "4216.50"),
        ("4\u00a0216.5", "4216.50"),
        ("12.500", "12.50"),
        ("0", None),
        ("-1", None),
        ("1.005", None),
        ("1e5", None),
        ("٣", None),
        ("12,345,678.00", None),
        ("99999999999", None),
        ("NaN", None),
    ],
)
def test_a_sum_is_read_as_a_person_means_it(text, amount):
    assert cells.money_read(text) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("text", "change"),
    [("5", 5), ("+5", 5), ("-1", -1), ("−1", -1), ("2.0", 2), ("1.5", None), ("x", None), ("1000001", None)],
)
def test_a_change_of_stock_is_a_whole_number(text, change):
    assert cells.change_read(text) == change
