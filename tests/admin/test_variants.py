"""Variants through the admin: saved at once, price and stock by their services."""

from decimal import Decimal

import pytest

from catalog.models import Product, ProductVariant, VariantCard
from commerce.inventory.models import StockItem, StockMovement
from commerce.ledger.models import AuditEntry
from commerce.pricing.models import VariantPrice
from tests.admin.conftest import url, variant_data
from tests.factories.catalog import MediaFactory, PictureFactory, ProductFactory, VariantFactory
from tests.factories.commerce import make_sellable
from tests.factories.desk import actor_of


def save(admin, variant, **changes):
    on_hand = StockItem.objects.filter(variant=variant).values_list("on_hand", flat=True).first() or 0
    data = variant_data(variant, **{"stock_seen": str(on_hand), **changes})
    return admin.post(url("productvariant", "edit", variant.pk), data)


def test_a_variant_is_added_to_its_product(admin, rates):
    product = ProductFactory()
    page = admin.get(url("productvariant", "add"), {"product": product.pk})
    assert page.context["form"]["product"].value() == product.pk

    data = variant_data(product=product, price_usd="250", stock_change="3", stock_kind="receipt")
    answer = admin.post(url("productvariant", "add"), data)
    variant = ProductVariant.objects.get()

    assert answer.url == f"{url('product', 'edit', product.pk)}#tab-variants"
    card = VariantCard.objects.get(variant=variant)
    assert (card.price_usd, card.price_uah, card.available) == (Decimal("250.00"), None, 3)
    movement = StockMovement.objects.get()
    assert (movement.kind, movement.change, movement.actor) == ("receipt", 3, actor_of("owner@example.com"))


def test_a_variant_without_price_and_stock_has_its_rows(admin):
    product = ProductFactory()
    admin.post(url("productvariant", "add"), variant_data(product=product))
    variant = ProductVariant.objects.get()

    assert VariantCard.objects.filter(variant=variant, price_usd=None, available=0).exists()
    assert StockItem.objects.filter(variant=variant, on_hand=0).exists()
    assert not StockMovement.objects.exists()


def test_a_taken_sku_is_refused(admin, product):
    data = variant_data(product=product, sku=product.variants.get().sku)
    answer = admin.post(url("productvariant", "add"), data)

    assert "sku" in answer.context["form"].errors
    assert ProductVariant.objects.count() == 1


def test_a_new_price_is_audited(admin, rates):
    variant = make_sellable(usd="100.00")
    save(admin, variant, price_usd="120.50", was_usd="150", price_reason="Новий звіт")

    price = VariantPrice.objects.get()
    assert (price.amount, price.was_amount) == (Decimal("120.50"), Decimal("150.00"))
    entry = AuditEntry.objects.filter(kind="price").latest("pk")
    assert entry.actor == actor_of("owner@example.com")
    assert entry.reason == "Новий звіт"
    assert (entry.before["amount"], entry.after["amount"]) == ("100.00", "120.50")
    page = admin.get(url("productvariant", "edit", variant.pk)).content.decode()
    assert "Новий звіт" in page


def test_saving_without_a_change_writes_no_history(admin, rates):
    variant = make_sellable(usd="100.00")
    before = AuditEntry.objects.count(), StockMovement.objects.count()
    save(admin, variant, price_usd="100.00")

    assert (AuditEntry.objects.count(), StockMovement.objects.count()) == before


def test_a_fixed_price_is_set_and_taken_back(admin, rates):
    variant = make_sellable(usd="100.00")
    save(admin, variant, price_usd="100", price_uah="4999")
    assert VariantCard.objects.get().price_uah == Decimal("4999.00")

    save(admin, variant, price_usd="100", price_uah="")
    assert VariantCard.objects.get().price_uah is None
    assert VariantPrice.objects.get().currency == "USD"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price_usd": "0"}, "price_usd"),
        ({"price_usd": "-5"}, "price_usd"),
        ({"price_usd": "1.005"}, "price_usd"),
        ({"price_usd": "abc"}, "price_usd"),
        ({"price_usd": "NaN"}, "price_usd"),
        ({"price_usd": "100", "was_usd": "90"}, "was_usd"),
        ({"price_usd": "", "was_usd": "90"}, "price_usd"),
        ({"sale_from": "2026-12-02 10:00", "sale_until": "2026-12-01 10:00"}, "sale_until"),
        ({"stock_change": "1.5"}, "stock_change"),
        ({"stock_change": "2"}, "stock_reason"),
        ({"stock_change": "-1", "stock_kind": "receipt", "stock_reason": "x"}, "stock_change"),
        ({"stock_change": "9999999999", "stock_reason": "x"}, "stock_change"),
        ({"stock_change": "-6", "stock_reason": "x"}, "stock_change"),
        ({"carat": "-1"}, "carat"),
        ({"report_lab": "GIA"}, "report_number"),
    ],
)
def test_nonsense_is_refused_beside_its_field(admin, rates, changes, field):
    variant = make_sellable(usd="100.00", stock=5)
    before = AuditEntry.objects.count()
    answer = save(admin, variant, **{"price_usd": "100", **changes})

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert AuditEntry.objects.count() == before
    assert StockItem.objects.get().on_hand == 5


def test_stock_is_corrected_with_a_reason(admin, rates):
    variant = make_sellable(stock=5)
    save(admin, variant, price_usd="100", stock_change="-2", stock_reason="Перелік")

    assert StockItem.objects.get().on_hand == 3
    movement = StockMovement.objects.first()
    assert (movement.kind, movement.change, movement.reason) == ("correction", -2, "Перелік")
    assert VariantCard.objects.get().available == 3


def test_the_same_change_sent_twice_counts_once(admin, rates):
    variant = make_sellable(stock=5)
    change = {"price_usd": "100", "stock_change": "2", "stock_reason": "Перелік", "stock_seen": "5"}
    save(admin, variant, **change)
    answer = save(admin, variant, **change)

    assert "stock_change" in answer.context["form"].errors
    assert StockItem.objects.get().on_hand == 7


def test_a_refused_stock_change_keeps_the_price_too(admin, rates):
    variant = make_sellable(usd="100.00", stock=1)
    save(admin, variant, price_usd="50", stock_change="-3", stock_reason="Перелік")

    assert VariantPrice.objects.get().amount == Decimal("100.00")


def test_the_gallery_keeps_its_order(admin, product):
    variant = product.variants.get()
    first = MediaFactory(variant=variant, sort_order=0)
    second = PictureFactory()
    rows = [
        {"id": str(first.pk), "picture": str(first.picture_id), "ORDER": "2"},
        {"picture": str(second.pk), "view": "side", "alt_uk": "Збоку", "ORDER": "1"},
    ]
    save(admin, variant, media=rows)

    gallery = list(variant.media.order_by("sort_order").values_list("picture_id", "view", "alt_uk"))
    assert gallery == [(second.pk, "side", "Збоку"), (first.picture_id, "face", None)]


def test_a_picture_leaves_the_gallery(admin, product):
    variant = product.variants.get()
    media = MediaFactory(variant=variant)
    save(admin, variant, media=[{"id": str(media.pk), "picture": str(media.picture_id), "DELETE": "1"}])

    assert not ProductVariant.objects.get().media.exists()


@pytest.mark.parametrize("field", ["treatment", "origin"])
def test_a_published_product_keeps_its_promise(admin, rates, field):
    variant = make_sellable()
    answer = save(admin, variant, price_usd="100", **{field: ""})

    assert field in answer.context["form"].errors
    variant.refresh_from_db()
    assert getattr(variant, field)


def test_the_last_variant_of_a_published_product_stays_on_sale(admin, rates):
    variant = make_sellable()
    answer = save(admin, variant, price_usd="100", is_active="")
    assert "is_active" in answer.context["form"].errors

    VariantFactory(product=variant.product)
    save(admin, variant, price_usd="100", is_active="")
    variant.refresh_from_db()
    assert not variant.is_active


def test_a_variant_stays_with_its_product(admin, product):
    variant = product.variants.get()
    other = ProductFactory()
    save(admin, variant, product=other)

    variant.refresh_from_db()
    assert variant.product == product


def test_who_may_not_change_prices_and_stock_does_not_see_them(client, staff, rates):
    variant = make_sellable(usd="100.00", stock=1)
    client.force_login(staff("catalog.change_productvariant"))
    form = client.get(url("productvariant", "edit", variant.pk)).context["form"]
    assert not {"price_usd", "stock_change"} & set(form.fields)

    save(client, variant, price_usd="1", stock_change="50", stock_reason="x", carat="3.00")
    variant.refresh_from_db()
    assert variant.carat == Decimal("3.00")
    assert VariantPrice.objects.get().amount == Decimal("100.00")
    assert StockItem.objects.get().on_hand == 1


def test_who_may_change_prices_does(client, staff, rates):
    variant = make_sellable(usd="100.00")
    client.force_login(staff("catalog.change_productvariant", "pricing.change_variantprice"))
    save(client, variant, price_usd="130")

    assert VariantPrice.objects.get().amount == Decimal("130.00")


def test_the_product_screen_lists_its_variants(admin, rates):
    variant = make_sellable(usd="100.00", stock=2)
    VariantFactory(product=variant.product, sku="OFF-1", is_active=False)
    page = admin.get(url("product", "edit", variant.product_id)).content.decode()

    assert url("productvariant", "edit", variant.pk) in page
    assert f"{url('productvariant', 'add')}?product={variant.product_id}" in page
    assert "OFF-1" in page
    assert "4\xa0216\xa0₴" in page
    assert Product.objects.get().live


def test_a_variant_entered_by_mistake_is_deleted(admin):
    product = ProductFactory()
    admin.post(url("productvariant", "add"), variant_data(product=product, price_usd="5"))
    variant = ProductVariant.objects.get()
    assert admin.get(url("productvariant", "delete", variant.pk)).context["usages"] == []
    admin.post(url("productvariant", "delete", variant.pk))

    assert not ProductVariant.objects.exists()
    assert not StockItem.objects.exists()


def test_a_variant_with_a_history_is_kept(admin, rates):
    variant = make_sellable(VariantFactory(), stock=1)
    answer = admin.post(url("productvariant", "delete", variant.pk))

    assert answer.status_code == 200
    assert answer.context["usages"]
    variant.refresh_from_db()


def test_the_last_variant_of_a_published_product_is_not_deleted(admin):
    variant = VariantFactory(published=True)
    answer = admin.post(url("productvariant", "delete", variant.pk))

    assert answer.status_code == 302
    variant.refresh_from_db()
