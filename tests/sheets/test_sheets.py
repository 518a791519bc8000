"""Out and in again: an untouched export changes nothing; changes are checked, taken over whole or row by row."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from catalog.models import ProductVariant
from commerce.inventory import services as inventory
from commerce.inventory.models import StockItem, StockMovement
from commerce.ledger.models import AuditEntry
from commerce.pricing import services as pricing
from commerce.pricing.models import VariantPrice
from commerce.sheets import selectors, services, tasks
from commerce.sheets.domain.files import csv_write, xlsx_write
from commerce.sheets.enums import SheetState
from commerce.sheets.models import Sheet
from commerce.sheets.services import checking
from gemsite.management.commands.check_invariants import faults
from tests.factories.commerce import make_sellable
from tests.factories.desk import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]
ALL = tuple(selectors.GROUPS)
WHO = "staff:olena@example.com"
D = Decimal


@pytest.fixture
def stones():
    found = [make_sellable(usd="100.00", stock=3), make_sellable(usd="200.00", uah="7999.00", stock=1)]
    pricing.price_set(
        variant_id=found[0].pk, currency="USD", amount=D("80.00"), was_amount=D("100.00"), actor="test"
    )
    return found


def stored():
    tables = (
        "pricing_variantprice",
        "inventory_stockitem",
        "inventory_stockmovement",
        "catalog_productvariant",
    )
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            found.append(cursor.fetchall())
    return found


def exported(stones, groups=ALL):
    return list(services.sheet_export(variant_ids=[one.pk for one in stones], groups=groups))


def changed(rows, *cells):
    """Return an export with (row, column, text) entered."""
    for number, column, text in cells:
        rows[number][rows[0].index(column)] = text
    return rows


def bring(rows, *, is_whole=True, groups=ALL, kind="csv"):
    content = (
        "".join(csv_write(rows)).encode()
        if kind == "csv"
        else xlsx_write(rows, numbers={"price_usd", "carat"})
    )
    sheet_id = services.sheet_start(
        name=f"goods.{kind}", content=content, is_whole=is_whole, reason="count", groups=groups, actor=WHO
    )
    return Sheet.objects.get(pk=sheet_id)


def wrong(sheet):
    return [(row.number, *fault) for row in sheet.rows.filter(state="wrong") for fault in row.faults]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_untouched_export_is_an_empty_diff(stones, kind):
    sheet = bring(exported(stones), kind=kind)

    assert (sheet.state, sheet.total, sheet.changed, sheet.wrong) == (SheetState.READY, 2, 0, 0)


def test_prices_stock_and_attributes_go_through_their_services(stones):
    one, two = stones
    rows = changed(
        exported(stones),
        (1, "price_usd", "90,50"), (1, "stock_change", "-1"), (1, "treatment", "none"),
        (2, "price_uah", ""), (2, "carat", "3.5"), (2, "stock_change", "+4"),
    )  # fmt: skip
    sheet = bring(rows)
    before = stored()
    assert (sheet.changed, sheet.wrong) == (2, 0)
    first, second = sheet.rows.order_by("number")
    assert (first.before, first.after) == (
        {"price_usd": "80.00", "treatment": "heated", "on_hand": "3"},
        {"price_usd": "90.50", "treatment": "none", "on_hand": "2", "stock_change": "-1"},
    )
    assert second.after == {"price_uah": "", "carat": "3.50", "on_hand": "5", "stock_change": "4"}
    assert stored() == before

    services.sheet_apply(sheet_id=sheet.pk, actor=WHO)

    price = VariantPrice.objects.get(variant=one, currency="USD")
    assert (price.amount, price.was_amount) == (D("90.50"), D("100.00"))
    assert not VariantPrice.objects.filter(variant=two, currency="UAH").exists()
    assert list(StockItem.objects.order_by("variant_id").values_list("on_hand", flat=True)) == [2, 5]
    assert list(
        StockMovement.objects.filter(kind="correction")
        .order_by("variant_id")
        .values_list("change", "actor", "reason")
    ) == [(-1, WHO, f"таблиця #{sheet.pk} count"), (4, WHO, f"таблиця #{sheet.pk} count")]
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.treatment, two.carat) == ("none", D("3.50"))
    assert AuditEntry.objects.filter(kind="price", actor=WHO).count() == 2
    assert AuditEntry.objects.get(kind="sheet").after == {"file": "goods.csv", "changed": 2, "refused": 0}
    assert list(faults()) == []
    assert bring(exported(stones)).changed == 0


def test_every_error_has_its_row_its_column_and_its_reason(stones):
    rows = exported(stones)
    rows += [[*rows[1]], ["NOPE-1", *rows[1][1:]], ["", *rows[1][1:]]]
    rows = [rows[0], rows[2], *rows[3:], ["S-TWICE", *rows[1][1:]], ["S-TWICE", *rows[1][1:]]]
    cells = [("price_usd", "cheap"), ("stock_change", "1.5"), ("shape", "blob"), ("carat", "-1"), ("is_active", "maybe"),
             ("report_lab", "GIA"), ("measured_at", "31.02.2026"), ("was_uah", "1.00")]  # fmt: skip
    sheet = bring(changed(rows, *((1, *cell) for cell in cells)))

    assert (sheet.changed, sheet.wrong) == (0, 5)
    assert sorted(wrong(sheet)) == sorted(
        [
            (2, "price_usd", "not_money", "cheap"),
            (2, "carat", "not_number", "-1"),
            (2, "is_active", "not_yes_no", "maybe"),
            (2, "measured_at", "not_date", "31.02.2026"),
            (2, "shape", "unknown_value", "blob"),
            (2, "report_number", "report_pair", ""),
            (2, "stock_change", "not_a_change", "1.5"),
            (4, "sku", "unknown_sku", "NOPE-1"),
            (5, "sku", "empty", ""),
            (6, "sku", "twice", "S-TWICE"),
            (7, "sku", "twice", "S-TWICE"),
        ]
    )


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ([("was_usd", "79.99")], ("was_usd", "was_not_higher", "79.99")),
        ([("price_usd", "")], ("was_usd", "was_alone", "100.00")),
        ([("stock_change", "-4")], ("stock_change", "below_reserved", "0")),
        ([("on_hand", "2"), ("stock_change", "1")], ("stock_change", "stock_moved", "3")),
        ([("setting_stones_uk", "x" * 300)], ("setting_stones_uk", "too_long", "x" * 40)),
        ([("setting_stones_uk", "x" * 500)], ("setting_stones_uk", "too_long", "x" * 40)),
        ([("is_active", "")], ("is_active", "empty", "")),
    ],
    ids=str,
)
def test_what_a_row_cannot_be(stones, cells, fault):
    sheet = bring(changed(exported(stones), *((1, *cell) for cell in cells)))

    assert wrong(sheet) == [(2, *fault)]


def test_a_seen_stock_without_a_change_only_informs(stones):
    sheet = bring(changed(exported(stones), (1, "on_hand", "99")))

    assert (sheet.changed, sheet.wrong) == (0, 0)


def test_a_formula_is_refused_in_its_cell(stones):
    rows = changed(exported(stones), (1, "price_usd", "90.00"))
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.active.cell(row=2, column=rows[0].index("price_usd") + 1).value = "=80+10"
    out = io.BytesIO()
    book.save(out)

    sheet_id = services.sheet_start(
        name="x.xlsx", content=out.getvalue(), is_whole=True, reason="r", groups=ALL, actor=WHO
    )

    assert wrong(Sheet.objects.get(pk=sheet_id)) == [(2, "price_usd", "formula", "")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"price_usd\n5\n", "no_sku"),
        (b"sku;sku\nA;B\n", "column_twice"),
        (b"sku;colour\nA;red\n", "column_unknown"),
        (b"sku;stock_change\nA;1\n", "column_forbidden"),
        (b"%PDF", "not_read"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_whole(content, reason):
    with pytest.raises(services.SheetRefused) as refusal:
        services.sheet_start(
            name="x", content=content, is_whole=True, reason="r", groups=("prices",), actor=WHO
        )

    assert refusal.value.extra["reason"] == reason
    assert not Sheet.objects.exists()


def test_all_or_nothing_is_not_taken_over_with_an_error(stones):
    sheet = bring(changed(exported(stones), (1, "price_usd", "90.00"), (2, "price_usd", "cheap")))
    before = stored()

    with pytest.raises(services.SheetHasErrors):
        services.sheet_apply(sheet_id=sheet.pk, actor=WHO)

    assert stored() == before


def test_all_or_nothing_is_undone_whole_when_a_row_moved(stones):
    sheet = bring(changed(exported(stones), (1, "price_usd", "90.00"), (2, "stock_change", "-1")))
    inventory.stock_correct(variant_id=stones[1].pk, change=-1, actor="x", reason="broken")
    before = stored()

    with pytest.raises(services.SheetMoved) as refusal:
        services.sheet_apply(sheet_id=sheet.pk, actor=WHO)

    assert refusal.value.extra["named"].startswith(f"3 ({stones[1].sku}, on_hand): ")
    assert stored() == before
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rows.filter(state="changed").count()) == (SheetState.READY, 2)


def test_row_by_row_leaves_out_what_is_wrong_or_moved(stones):
    third = make_sellable(usd="300.00")
    rows = changed(
        exported([*stones, third]), (1, "price_usd", "90.00"), (2, "price_usd", "cheap"), (3, "price_usd", "333.00")
    )  # fmt: skip
    sheet = bring(rows, is_whole=False)
    pricing.price_set(variant_id=third.pk, currency="USD", amount=D("1.00"), actor="x")

    services.sheet_apply(sheet_id=sheet.pk, actor=WHO)

    sheet.refresh_from_db()
    assert (sheet.state, sheet.refused) == (SheetState.APPLIED, 1)
    amounts = (
        VariantPrice.objects.filter(currency="USD").order_by("variant_id").values_list("amount", flat=True)
    )
    assert list(amounts) == [D("90.00"), D("200.00"), D("1.00")]
    assert sheet.rows.get(state="refused").faults == [["price_usd", "moved", ""]]


def test_a_rule_of_the_catalog_refuses_its_row_whole(stones):
    sheet = bring(
        changed(
            exported(stones), (1, "treatment", ""), (1, "price_usd", "90.00"), (2, "price_usd", "210.00")
        ),
        is_whole=False,
    )

    services.sheet_apply(sheet_id=sheet.pk, actor=WHO)

    assert sheet.rows.get(state="refused").faults == [["treatment", "DISCLOSURE_MISSING", ""]]
    amounts = (
        VariantPrice.objects.filter(currency="USD").order_by("variant_id").values_list("amount", flat=True)
    )
    assert list(amounts) == [D("80.00"), D("210.00")]


def test_a_sheet_is_taken_over_once(stones):
    sheet = bring(changed(exported(stones), (1, "stock_change", "5")))
    services.sheet_apply(sheet_id=sheet.pk, actor=WHO)

    with pytest.raises(services.SheetMovedOn):
        services.sheet_apply(sheet_id=sheet.pk, actor=WHO)

    assert StockItem.objects.get(variant=stones[0]).on_hand == 8


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_big_sheet_is_done_by_the_worker_and_twice_is_once(stones, monkeypatch, is_whole):
    monkeypatch.setattr(checking, "AT_ONCE", 1)
    rows = changed(exported(stones), (1, "stock_change", "5"), (2, "stock_change", "5"))
    sheet = bring(rows, is_whole=is_whole)
    assert sheet.state == SheetState.CHECKING
    tasks.sheet_run.func(sheet_id=sheet.pk)
    services.sheet_apply(sheet_id=sheet.pk, actor=WHO)

    for _time in range(2):
        tasks.sheet_run.func(sheet_id=sheet.pk)

    sheet.refresh_from_db()
    assert sheet.state == SheetState.APPLIED
    assert list(StockItem.objects.order_by("variant_id").values_list("on_hand", flat=True)) == [8, 6]


@pytest.mark.parametrize("size", [2, 10])
def test_a_batch_takes_a_fixed_number_of_queries(size):
    stones = [make_sellable(usd="100.00", stock=1) for _number in range(size)]
    groups = ("prices",)
    rows = exported(stones, groups)
    for row in rows[1:]:
        row[rows[0].index("price_usd")] = "111.00"

    with CaptureQueriesContext(connection) as out:
        exported(stones, groups)
    with CaptureQueriesContext(connection) as checked:
        sheet = bring(rows, groups=groups)
    with CaptureQueriesContext(connection) as applied:
        services.sheet_apply(sheet_id=sheet.pk, actor=WHO)

    assert (len(out), len(checked), len(applied)) == QUERIES


QUERIES = (7, 21, 32)


# --- The admin and the commands -----------------------------------------------------------------


@pytest.fixture
def staff(client):
    rights = ["run_sheet", "run_reprice", "change_stockitem", "change_productvariant"]
    client.force_login(make_staff(permissions=rights))
    return client


def test_out_and_in_by_the_admin_without_javascript(staff, stones):
    asked = {"skus": stones[0].sku, "groups": ["prices", "stock"], "format": "csv", "price_currency": "UAH"}
    answer = staff.post("/cms/sheets/export/", asked)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="variants-')
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0] == "sku;product;price_usd;was_usd;price_uah;was_uah;on_hand;stock_change"

    file = SimpleUploadedFile("goods.csv", text.replace("80.00", "85.00").encode())
    made = staff.post("/cms/sheets/import/", {"file": file, "policy": "whole", "reason": "spring"})
    sheet = Sheet.objects.get()
    assert made.url == f"/cms/sheets/{sheet.pk}/"
    page = staff.get(made.url).content.decode()
    assert "80.00 → <strong>85.00</strong>" in page
    staff.post(f"{made.url}apply/")

    assert VariantPrice.objects.get(variant=stones[0], currency="USD").amount == D("85.00")
    assert "spring" in staff.get(made.url).content.decode()
    assert "goods.csv" in staff.get("/cms/sheets/").content.decode()


def test_errors_are_told_in_the_language_of_the_admin(staff, stones):
    file = SimpleUploadedFile("x.csv", f"sku;price_usd\n{stones[0].sku};cheap\n".encode())
    made = staff.post("/cms/sheets/import/", {"file": file, "policy": "whole", "reason": "r"})

    page = staff.get(made.url).content.decode()

    assert "«cheap» — не сума, більша за нуль, щонайбільше з двома знаками після коми." in page
    assert "/apply/" not in page


def test_columns_ask_for_rights_of_their_own(client, stones):
    client.force_login(make_staff(permissions=["run_sheet", "change_productvariant"]))
    file = SimpleUploadedFile("x.csv", f"sku;price_usd\n{stones[0].sku};5\n".encode())

    answer = client.post("/cms/sheets/import/", {"file": file, "policy": "whole", "reason": "r"})
    export = client.post("/cms/sheets/export/", {"all": "on", "groups": ["prices"], "format": "csv"})

    assert answer.context["form"].errors["file"] == ["Ви не можете змінювати стовпець «price_usd»."]
    assert "groups" in export.context["form"].errors
    others = bring(changed(exported(stones), (1, "price_usd", "90.00")))
    client.post(f"/cms/sheets/{others.pk}/apply/")
    assert VariantPrice.objects.get(variant=stones[0], currency="USD").amount == D("80.00")


@pytest.mark.parametrize("address", ["", "export/", "import/", "1/"])
def test_others_are_refused(client, address):
    client.force_login(make_staff(permissions=["change_productvariant", "run_reprice"]))

    answer = client.get(f"/cms/sheets/{address}")

    assert (answer.status_code, answer.headers.get("Location")) == (302, "/cms/")


def test_the_commands_go_out_and_in(stones, tmp_path, capsys):
    file = tmp_path / "goods.xlsx"
    call_command("sheet_export", str(file), "--skus", f"{stones[0].sku},{stones[1].sku}", verbosity=0)
    call_command("sheet_import", str(file), verbosity=0)
    assert "0 changed" in capsys.readouterr().out

    text = tmp_path / "one.csv"
    text.write_text(f"sku;is_one_of_a_kind\n{stones[0].sku};1\n")
    call_command("sheet_import", str(text), "--apply", verbosity=0)
    assert ProductVariant.objects.get(pk=stones[0].pk).is_one_of_a_kind is True
    text.write_text(f"sku;carat\n{stones[0].sku};heavy\n")
    with pytest.raises(CommandError):
        call_command("sheet_import", str(text), "--apply", verbosity=0)
    assert "«heavy» — не число" in capsys.readouterr().err
