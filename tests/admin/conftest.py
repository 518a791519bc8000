"""The catalog's admin is tested through real requests."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from commerce.customers.models import User
from tests.factories.catalog import ProductFactory, ReturnRuleFactory, SubCategoryFactory, VariantFactory

PRODUCT = "wagtailsnippets_catalog_product"
VARIANT = "wagtailsnippets_catalog_productvariant"
DICTIONARIES = ("shape", "cut", "color", "tag", "returnrule", "zodiacsign")
HIERARCHY = ("stonetype", "category", "subcategory")


def url(model, view, *args):
    return reverse(f"wagtailsnippets_catalog_{model}:{view}", args=args)


@pytest.fixture
def owner(db):
    return User.objects.create_superuser(email="owner@example.com", password="x")


@pytest.fixture
def admin(client, owner):
    """A client signed in as the owner."""
    client.force_login(owner)
    return client


@pytest.fixture
def staff(db):
    """Make a member of staff with the named permissions, beside entering the admin."""

    def make(*names):
        user = User.objects.create_user(email=f"staff{User.objects.count()}@example.com", is_staff=True)
        group = Group.objects.create(name=user.email)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for name in names:
            app_label, codename = name.split(".")
            group.permissions.add(
                Permission.objects.get(content_type__app_label=app_label, codename=codename)
            )
        user.groups.add(group)
        return user

    return make


@pytest.fixture
def product(db):
    """A draft with one complete variant."""
    product = ProductFactory()
    VariantFactory(product=product)
    return product


def product_data(product=None, **changes):
    """Return what the product form sends."""
    values = {
        "name_uk": "Сапфір овальний",
        "name_en": "Oval sapphire",
        "slug_uk": "",
        "slug_en": "",
        "lead_uk": "",
        "lead_en": "",
        "description_uk": "null",
        "description_en": "null",
        "seo_title_uk": "",
        "seo_title_en": "",
        "seo_description_uk": "",
        "seo_description_en": "",
        "nature": "natural",
        "go_live_at": "",
        "expire_at": "",
    }
    if product is None:
        values |= {"subcategory": SubCategoryFactory().pk, "return_rule": ReturnRuleFactory().pk}
    else:
        values |= {
            "name_uk": product.name_uk,
            "name_en": product.name_en,
            "slug_uk": product.slug_uk,
            "slug_en": product.slug_en,
            "nature": product.nature,
            "subcategory": product.subcategory_id,
            "return_rule": product.return_rule_id,
        }
    return {**values, **changes}


def variant_data(variant=None, *, product=None, media=(), **changes):
    """Return what the variant form sends; ``media`` are the gallery's rows."""
    values = {
        "product": (product or variant.product).pk,
        "sku": variant.sku if variant else "NEW-1",
        "sort_order": "0",
        "is_active": "on",
        "is_one_of_a_kind": "on",
        "shape": "",
        "cut": "",
        "color": "",
        "carat": "2.14",
        "length_mm": "",
        "width_mm": "",
        "depth_mm": "",
        "clarity": "",
        "treatment": "heated",
        "origin": "LK",
        "report_lab": "",
        "report_number": "",
        "report_date": "",
        "report_file": "",
        "measured_at": "",
        "measured_by_uk": "",
        "measured_by_en": "",
        "metal": "",
        "ring_size": "",
        "setting_stones_uk": "",
        "setting_stones_en": "",
        "price_usd": "",
        "was_usd": "",
        "price_uah": "",
        "was_uah": "",
        "sale_from": "",
        "sale_until": "",
        "price_reason": "",
        "stock_change": "",
        "stock_kind": "correction",
        "stock_reason": "",
        "stock_seen": "0",
        "media-TOTAL_FORMS": str(len(media)),
        "media-INITIAL_FORMS": str(sum(1 for row in media if row.get("id"))),
        "media-MIN_NUM_FORMS": "0",
        "media-MAX_NUM_FORMS": "1000",
    }
    for place, item in enumerate(media):
        filled = {"id": "", "view": "face", "alt_uk": "", "alt_en": "", "ORDER": str(place + 1), "DELETE": ""}
        values |= {f"media-{place}-{name}": value for name, value in {**filled, **item}.items()}
    return {**values, **changes}
