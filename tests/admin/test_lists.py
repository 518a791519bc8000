"""Lists: what they show, find, export, and how many queries they take."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Category, Picture, Shape
from catalog.viewsets.export import without_formula
from tests.admin.conftest import url
from tests.factories.catalog import (
    CategoryFactory,
    MediaFactory,
    PictureFactory,
    ProductFactory,
    ShapeFactory,
    StoneTypeFactory,
    TagFactory,
    VariantFactory,
)
from tests.factories.commerce import make_sellable


def names(answer):
    return {item.name_uk for item in answer.context["object_list"]}


def rows(answer):
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_products_are_found_by_name_and_sku(admin):
    wanted = VariantFactory(product__name_uk="Рубін із Могока", sku="R-0007-A").product
    VariantFactory(product__name_uk="Смарагд із Мусо", sku="E-0001")
    for query in ("рубін", "РУБІН", "могока рубін", "r-0007"):
        assert names(admin.get(url("product", "list"), {"q": query})) == {wanted.name_uk}, query
    assert names(admin.get(url("product", "list"), {"q": "рубін мусо"})) == set()


def test_products_are_filtered(admin, rates):
    live = make_sellable(stock=1).product
    draft = ProductFactory(nature="lab_grown")

    def found(**chosen):
        return names(admin.get(url("product", "list"), chosen))

    assert found(live="yes") == {live.name_uk}
    assert found(live="no") == {draft.name_uk}
    assert found(in_stock="yes") == {live.name_uk}
    assert found(in_stock="no") == {draft.name_uk}
    assert found(nature="lab_grown") == {draft.name_uk}
    assert found(subcategory=live.subcategory_id) == {live.name_uk}
    assert found(stone_type=draft.subcategory.category.stone_type_id) == {draft.name_uk}
    assert found(stone_type="nonsense", live="maybe") == {live.name_uk, draft.name_uk}


def test_variants_are_filtered_by_stock(admin, rates):
    low = make_sellable(VariantFactory(lot=True), stock=2)
    one = make_sellable(VariantFactory(), stock=1)
    none = VariantFactory()

    def found(stock):
        answer = admin.get(url("productvariant", "list"), {"stock": stock})
        return {variant.sku for variant in answer.context["object_list"]}

    assert found("in") == {low.sku, one.sku}
    assert found("low") == {low.sku}
    assert found("out") == {none.sku}


def test_a_product_row_tells_price_range_and_stock(admin, rates):
    cheap = make_sellable(usd="100.00", stock=2)
    make_sellable(VariantFactory(product=cheap.product), usd="200.00", stock=1)
    make_sellable(VariantFactory(product=cheap.product, is_active=False), usd="1.00", stock=9)
    (product,) = admin.get(url("product", "list")).context["object_list"]

    assert product.row.price_text == "4\xa0216\xa0₴ – 8\xa0432\xa0₴"
    assert (product.row.on_sale, product.row.available) == (2, 3)


@pytest.mark.parametrize("model", ["product", "productvariant"])
def test_lists_take_the_same_queries_at_two_sizes(admin, rates, model):
    def count():
        with CaptureQueriesContext(connection) as queries:
            admin.get(url(model, "list"))
        # Where numbers of a sequence are missing the index reads the last changes once more.
        return sum('"catalog_cardchange"' not in query["sql"] for query in queries)

    def add(number):
        for _ in range(number):
            MediaFactory(variant=make_sellable())

    add(2)
    admin.get(url(model, "list"))  # makes the scaled pictures, fills the caches of content types
    small = count()
    add(10)
    admin.get(url(model, "list"))

    assert count() == small
    assert small <= 24


def test_the_product_screen_takes_the_same_queries_at_two_sizes(admin, rates):
    variant = make_sellable()
    path = url("product", "edit", variant.product_id)

    def count():
        admin.get(path)
        with CaptureQueriesContext(connection) as queries:
            admin.get(path)
        return len(queries)

    small = count()
    for _ in range(6):
        MediaFactory(variant=make_sellable(VariantFactory(product=variant.product)))

    assert count() <= small + 1  # the scaled pictures, once there are any


def test_products_are_exported(admin, rates):
    variant = make_sellable(usd="100.00", stock=2)
    product = variant.product
    product.name_uk = '=HYPERLINK("http://example.com")'
    product.save()
    heading, row = rows(admin.get(url("product", "list"), {"export": "csv"}))
    told = dict(zip(heading, row, strict=True))

    assert row[1] == '\'=HYPERLINK("http://example.com")'
    assert variant.sku in row
    assert "4216.00" in row
    assert len(told) == len(heading)


def test_variants_are_exported_to_excel(admin, rates):
    variant = make_sellable(VariantFactory(sku="@S-1"), usd="100.00", stock=2)
    answer = admin.get(url("productvariant", "list"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    values = [cell.value for cell in sheet[2]]

    assert values[0] == "'@S-1"
    assert variant.product.name_uk in values
    assert 2 in values


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_quoted(start):
    assert without_formula(f"{start}1+1") == f"'{start}1+1"
    assert without_formula("1=1") == "1=1"
    assert without_formula(-5) == -5


@pytest.mark.parametrize("model", ["shape", "color", "category", "subcategory", "stonetype", "zodiacsign"])
def test_every_list_can_be_exported(admin, model):
    VariantFactory()
    for file_format in ("csv", "xlsx"):
        answer = admin.get(url(model, "list"), {"export": file_format})
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)


def test_a_used_value_is_not_deleted_and_its_uses_are_named(admin):
    variant = VariantFactory()
    for item in (variant.shape, variant.color):
        path = url(item._meta.model_name, "delete", item.pk)
        for answer in (admin.get(path), admin.post(path)):
            page = answer.content.decode()
            assert url("productvariant", "edit", variant.pk) in page
            assert "<form action" not in page
        item.refresh_from_db()


def test_a_used_tag_is_not_deleted(admin):
    product, tag = ProductFactory(), TagFactory()
    product.tags.add(tag)
    product.save()
    admin.post(url("tag", "delete", tag.pk))

    assert list(product.tags.all()) == [tag]


@pytest.mark.parametrize("level", ["stonetype", "category", "subcategory"])
def test_a_branch_with_something_on_it_is_not_deleted(admin, level):
    subcategory = ProductFactory().subcategory
    branch = {
        "subcategory": subcategory,
        "category": subcategory.category,
        "stonetype": subcategory.category.stone_type,
    }[level]
    answer = admin.post(url(level, "delete", branch.pk))

    assert answer.status_code == 200
    assert answer.context["usages"][0].count == 1
    branch.refresh_from_db()


def test_a_product_with_variants_is_not_deleted(admin, product):
    admin.post(url("product", "delete", product.pk))

    product.refresh_from_db()


def test_a_picture_of_a_gallery_is_not_deleted(admin):
    media = MediaFactory()
    path = reverse("wagtailimages:delete", args=[media.picture_id])
    for answer in (admin.get(path), admin.post(path)):
        assert answer.status_code == 200
        assert answer.context["usages"][0].count == 1

    media.refresh_from_db()


def test_an_unused_picture_is_deleted(admin):
    picture = PictureFactory()
    path = reverse("wagtailimages:delete", args=[picture.pk])
    assert admin.get(path).status_code == 200
    admin.post(path)

    assert not Picture.objects.exists()


def test_an_unused_value_is_deleted(admin):
    shape = ShapeFactory()
    answer = admin.post(url("shape", "delete", shape.pk))

    assert answer.status_code == 302
    assert not Shape.objects.exists()


def test_many_at_once_are_not_deleted_when_one_is_used(admin):
    used, free = VariantFactory().shape, ShapeFactory()
    answer = admin.post(f"/cms/bulk/catalog/shape/delete/?id={used.pk}&id={free.pk}")

    assert answer.status_code == 302
    assert Shape.objects.count() == 2


def test_values_are_sorted_by_dragging(admin):
    first, second, third = ShapeFactory.create_batch(3)  # all of them numbered 0
    assert admin.get(url("shape", "list"), {"ordering": "sort_order"}).status_code == 200
    admin.post(f"{url('shape', 'reorder', third.pk)}?position=0")

    assert list(Shape.objects.order_by("sort_order")) == [third, first, second]


@pytest.mark.parametrize("position", ["", "-1", "999", "x"])
def test_a_strange_position_is_the_last(admin, position):
    first, second = ShapeFactory.create_batch(2)
    admin.post(f"{url('shape', 'reorder', first.pk)}?position={position}")

    assert list(Shape.objects.order_by("sort_order")) == [second, first]


def test_a_new_value_stands_last(admin):
    ShapeFactory(sort_order=7)
    data = {"code": "kite", "name_uk": "Змій", "name_en": "Kite", "text_uk": "", "text_en": "", "drawing": ""}
    admin.post(url("shape", "add"), data)

    assert Shape.objects.get(code="kite").sort_order == 8


def test_an_unsafe_drawing_is_refused(admin):
    data = {"code": "kite", "name_uk": "Змій", "name_en": "Kite", "text_uk": "", "text_en": ""}
    answer = admin.post(url("shape", "add"), {**data, "drawing": "<svg><script>alert(1)</script></svg>"})

    assert "drawing" in answer.context["form"].errors
    assert not Shape.objects.exists()


def test_branches_of_different_parents_may_share_an_address(admin):
    there = CategoryFactory(slug_uk="oval", slug_en="oval")
    data = {
        "name_uk": "Овал",
        "name_en": "Oval",
        "slug_uk": "",
        "slug_en": "",
        "intro_uk": "",
        "intro_en": "",
        "code": "oval-2",
        "picture": "",
    }
    admin.post(url("category", "add"), {**data, "stone_type": StoneTypeFactory().pk})
    admin.post(url("category", "add"), {**data, "code": "oval-3", "stone_type": there.stone_type_id})

    assert Category.objects.get(code="oval-2").slug_en == "oval"
    assert Category.objects.get(code="oval-3").slug_en == "oval-2"
