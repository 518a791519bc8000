"""The example of docs/howto/staff-api.md, run against a live shop."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.models import Product, ProductVariant
from commerce.customers.models import User
from commerce.inventory.models import StockMovement
from commerce.pricing.models import VariantPrice
from tests.factories.catalog import ColorFactory, ReturnRuleFactory, ShapeFactory, SubCategoryFactory
from tests.factories.commerce import set_rates

HOWTO = Path(__file__).resolve().parents[2] / "docs/howto"


@pytest.fixture
def shop(live_server):
    User.objects.create_superuser(email="owner@example.com", password="a long password")
    set_rates()
    SubCategoryFactory(code="aquamarine-oval-pear")
    ReturnRuleFactory(code="loose_stone")
    ShapeFactory(code="oval")
    ColorFactory(code="sky-blue")
    return live_server.url


def run(shop, file, *options, password="a long password"):
    return subprocess.run(
        [sys.executable, HOWTO / "staff_import.py", shop, "owner@example.com", file, *options],
        env={**os.environ, "SHOP_PASSWORD": password},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
def test_a_file_comes_in_and_can_come_again(shop, client, tmp_path):
    first = run(shop, HOWTO / "stones.csv", "--publish")
    again = tmp_path / "again.csv"
    again.write_text(
        (HOWTO / "stones.csv").read_text().replace("310.00", "300.00").replace("A-1002", "A-1003")
    )
    second = run(shop, again)

    assert first.stderr == ""
    assert first.stdout.splitlines() == [
        "A-1001 added",
        "A-1002 added",
        "Mountain meadow aquamarine published",
    ]
    assert second.stdout.splitlines() == ["A-1001 changed", "A-1003 added"]
    product = Product.objects.get()
    assert (product.live, product.name_uk) == (True, "Аквамарин «Полонина»")
    assert set(ProductVariant.objects.values_list("sku", flat=True)) == {"A-1001", "A-1002", "A-1003"}
    assert str(VariantPrice.objects.get(variant__sku="A-1001").amount) == "300.00"
    assert StockMovement.objects.filter(variant__sku="A-1001").count() == 1
    assert client.get(f"/en/p/{product.slug_en}/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_bad_row_is_named_and_the_others_go_on(shop, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text((HOWTO / "stones.csv").read_text().replace(",oval,", ",triangle,", 1))

    answer = run(shop, bad)

    assert answer.returncode == 1
    assert "A-1001 refused: shape: Object with code=triangle does not exist." in answer.stderr
    assert answer.stdout.splitlines() == ["A-1002 added"]


@pytest.mark.django_db(transaction=True)
def test_a_wrong_password_writes_nothing(shop):
    answer = run(shop, HOWTO / "stones.csv", password="wrong")

    assert answer.returncode == 1
    assert "wrong address or password" in answer.stderr
    assert not Product.objects.exists()
