"""Every view of the catalog's admin answers, and answers only those who may see it."""

import pytest
from wagtail.users.models import UserProfile

from catalog.viewsets import CatalogGroup
from tests.admin.conftest import DICTIONARIES, HIERARCHY, product_data, url
from tests.factories.catalog import (
    CategoryFactory,
    ColorFactory,
    CutFactory,
    ProductFactory,
    RecommendationFactory,
    ReturnRuleFactory,
    ShapeFactory,
    StoneTypeFactory,
    SubCategoryFactory,
    TagFactory,
    VariantFactory,
)
from tests.factories.commerce import make_sellable

FACTORIES = {
    "shape": ShapeFactory,
    "cut": CutFactory,
    "color": ColorFactory,
    "tag": TagFactory,
    "returnrule": ReturnRuleFactory,
    "zodiacsign": lambda: RecommendationFactory().sign,
    "stonetype": StoneTypeFactory,
    "category": CategoryFactory,
    "subcategory": SubCategoryFactory,
    "product": ProductFactory,
    "productvariant": VariantFactory,
}


@pytest.mark.parametrize("model", FACTORIES)
def test_every_view_answers(admin, rates, model):
    item = FACTORIES[model]()
    for view, args in (
        ("list", ()),
        ("list_results", ()),
        ("add", ()),
        ("edit", (item.pk,)),
        ("delete", (item.pk,)),
        ("usage", (item.pk,)),
        ("history", (item.pk,)),
        ("history_results", (item.pk,)),
    ):
        assert admin.get(url(model, view, *args)).status_code == 200, view


@pytest.mark.parametrize("model", FACTORIES)
def test_search_answers_in_both_languages(admin, model):
    FACTORIES[model]()
    for query in ("сапфір", "NAME", "S-", "немає такого", "=", "%"):
        assert admin.get(url(model, "list"), {"q": query}).status_code == 200


def test_choosers_answer(admin, rates):
    variant = make_sellable()
    product = variant.product
    for view in ("choose", "choose_results"):
        path = f"/cms/snippets/choose/catalog/product/{'' if view == 'choose' else 'results/'}"
        assert variant.sku in admin.get(path, {"q": variant.sku}).content.decode()
    chosen = admin.get(f"/cms/snippets/choose/catalog/product/chosen/{product.pk}/")

    assert chosen.json()["result"]["string"] == f"{product.name_uk} ({variant.sku})"


@pytest.mark.parametrize("model", [*DICTIONARIES, *HIERARCHY])
def test_values_are_chosen_by_name(admin, model):
    wanted = FACTORIES[model]()
    path = f"/cms/snippets/choose/catalog/{model}/results/"
    page = admin.get(path, {"q": wanted.name_uk.upper()}).content.decode()

    assert wanted.name_uk in page
    assert wanted.name_uk not in admin.get(path, {"q": "немає такого"}).content.decode()


@pytest.mark.parametrize("model", FACTORIES)
def test_strangers_are_sent_to_the_login(client, db, model):
    for view in ("list", "add"):
        answer = client.get(url(model, view))
        assert answer.status_code == 302
        assert "/login/" in answer.url


@pytest.mark.parametrize("model", FACTORIES)
def test_staff_without_the_permission_are_refused(client, staff, model):
    item = FACTORIES[model]()
    client.force_login(staff("catalog.view_picture"))
    for view, args in (("list", ()), ("add", ()), ("edit", (item.pk,)), ("delete", (item.pk,))):
        answer = client.get(url(model, view, *args), headers={"x-requested-with": "XMLHttpRequest"})
        assert answer.status_code in (302, 403), view
        if answer.status_code == 302:
            assert answer.url == "/cms/"


def test_staff_without_the_permission_change_nothing(client, staff, product):
    client.force_login(staff("catalog.view_product"))
    answer = client.post(url("product", "edit", product.pk), product_data(product, name_uk="Інше"))

    assert answer.status_code == 302
    product.refresh_from_db()
    assert product.name_uk != "Інше"


def test_editors_who_may_not_publish_only_save_drafts(client, staff, product):
    client.force_login(staff("catalog.change_product"))
    data = product_data(product, **{"action-publish": "1"})
    client.post(url("product", "edit", product.pk), data)

    product.refresh_from_db()
    assert not product.live


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_admin_speaks_the_users_language(admin, owner, language):
    UserProfile.objects.create(user=owner, preferred_language=language)

    assert f'lang="{language}"' in admin.get("/cms/").content.decode()


def test_the_menu_holds_everything():
    others = ["product", "variant", "collection", "palette", "synonym"]
    assert len(CatalogGroup.items) == len(DICTIONARIES) + len(HIERARCHY) + len(others)


def test_the_first_page_counts_the_catalog(admin, rates):
    ProductFactory()
    make_sellable(stock=2)
    VariantFactory(published=True)
    page = admin.get("/cms/").content.decode()

    assert page.count("catalog-figures__number") == 4
    numbers = [part.split("<")[0] for part in page.split('catalog-figures__number">')[1:]]
    assert numbers == ["2", "1", "1", "1"]
