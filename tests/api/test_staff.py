"""The staff's API: who may do what, what is written, what is refused."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry

from catalog.models import Collection, Product, ProductVariant, Shape
from commerce.customers.models import User
from commerce.customers.services import group_ensure
from commerce.inventory.models import StockItem, StockMovement
from commerce.ledger.models import AuditEntry
from commerce.pricing.models import VariantPrice
from tests.factories.catalog import (
    ColorFactory,
    CutFactory,
    MediaFactory,
    PictureFactory,
    ProductFactory,
    ReturnRuleFactory,
    ShapeFactory,
    SubCategoryFactory,
    TagFactory,
    VariantFactory,
    ZodiacSignFactory,
)
from tests.factories.commerce import make_sellable
from tests.factories.desk import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rates")]
STAFF = "/api/v1/staff/"
DICTIONARIES = {
    "shapes": ShapeFactory,
    "cuts": CutFactory,
    "colors": ColorFactory,
    "tags": TagFactory,
    "zodiac": ZodiacSignFactory,
}


class Api:
    """A client that sends and reads JSON."""

    def __init__(self, user=None):
        self.client = Client()
        if user is not None:
            self.client.force_login(user)

    def __call__(self, method, path, body=None, **headers):
        return self.client.generic(
            method,
            f"{STAFF}{path}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"accept-language": "en", **headers},
        )


def person(*rights, **values):
    user = User.objects.create_user(email=f"p{User.objects.count()}@example.com", **values)
    for right in rights:
        label, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    return user


@pytest.fixture
def admin():
    return Api(User.objects.create_superuser(email="owner@example.com"))


@pytest.fixture
def draft():
    product = ProductFactory()
    VariantFactory(product=product, sku="S-1")
    return product


def errors(answer):
    return {(error["code"], error["attr"]) for error in answer.json()["errors"]}


# --- Every route and every role ------------------------------------------------------------------


def routes():
    """(method, path, right of the admin); an unknown row, so that what is allowed answers 404 or 400."""
    names = {
        "products": ("product", "999999"),
        "variants": ("productvariant", "NONE"),
        "collections": ("collection", "none"),
        "dictionaries/shapes": ("shape", "none"),
        "dictionaries/cuts": ("cut", "none"),
        "dictionaries/colors": ("color", "none"),
        "dictionaries/tags": ("tag", "none"),
        "dictionaries/zodiac": ("zodiacsign", "none"),
    }
    for path, (model, key) in names.items():
        yield "GET", f"{path}/", model, "see", 200
        yield "POST", f"{path}/", model, "add", 400
        yield "GET", f"{path}/{key}/", model, "see", 404
        yield "PATCH", f"{path}/{key}/", model, "change", 404
        yield "DELETE", f"{path}/{key}/", model, "delete", 404
    yield "POST", "products/999999/publish/", "product", "publish", 404
    yield "POST", "products/999999/unpublish/", "product", "publish", 404


ROUTES = list(routes())


def test_the_table_holds_every_route():
    from django.urls import get_resolver

    from catalog.web.api.staff.urls import urlpatterns

    known = {(method, path) for method, path, *_rest in ROUTES}
    served = set()
    for pattern in urlpatterns:
        path = str(pattern.pattern)
        for name, key in (("<int:number>", "999999"), ("<str:sku>", "NONE"), ("<slug:code>", "none")):
            path = path.replace(name, key)
        view = pattern.callback.view_class
        served |= {
            (method, path)
            for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
            if hasattr(view, method.lower())
        }
    assert get_resolver()
    assert served == known


EDITOR_RIGHTS = [
    "wagtailadmin.access_admin",
    *(
        f"catalog.{act}_{model}"
        for act in ("add", "change", "view")
        for model in ("product", "productvariant")
    ),
]
SHOP_RIGHTS = ["wagtailadmin.access_admin", "orders.view_order", "orders.change_order"]


def expected(role, model, right, answer):
    if role == "anonymous":
        return 401
    if role == "admin":
        return answer
    if role == "editor" and model in {"product", "productvariant"} and right in {"see", "add", "change"}:
        return answer
    return 403


@pytest.fixture
def roles():
    editor, shop = person(), person()
    editor.groups.add(group_ensure(name="Editors", permissions=EDITOR_RIGHTS))
    shop.groups.add(group_ensure(name="Shop staff", permissions=SHOP_RIGHTS))
    people = {
        "anonymous": None,
        "customer": person(),
        # Rights without the door to the admin are no rights, as in the admin itself.
        "outsider": person("catalog.change_product", "catalog.view_product"),
        "editor": editor,
        "shop": shop,
        "admin": person(is_superuser=True, is_staff=True),
    }
    return {name: Api(user) for name, user in people.items()}


@pytest.mark.parametrize(("method", "path", "model", "right", "answer"), ROUTES)
def test_every_role_at_every_route(roles, method, path, model, right, answer):
    body = {} if method in {"POST", "PATCH"} else None

    got = {role: api(method, path, body).status_code for role, api in roles.items()}

    assert got == {role: expected(role, model, right, answer) for role in roles}


def test_other_methods_are_refused(admin):
    assert admin("PUT", "products/", {}).status_code == 405
    assert Api()("PUT", "products/", {}).status_code == 401


def test_a_session_needs_its_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser(email="owner@example.com"))

    answer = client.post(f"{STAFF}dictionaries/tags/", {"code": "x"}, content_type="application/json")

    assert answer.status_code == 403
    assert client.get(f"{STAFF}dictionaries/tags/").status_code == 200


def test_prices_and_stock_are_rights_of_their_own(draft):
    editor = Api(person("wagtailadmin.access_admin", "catalog.change_productvariant"))

    assert editor("PATCH", "variants/S-1/", {"prices": {"USD": {"amount": "1.00"}}}).status_code == 403
    assert editor("PATCH", "variants/S-1/", {"stock_change": {"change": 1, "reason": "x"}}).status_code == 403
    assert editor("PATCH", "variants/S-1/", {"carat": "3.00"}).status_code == 200
    assert not VariantPrice.objects.exists()
    assert not StockMovement.objects.exists()


# --- Products -------------------------------------------------------------------------------------


def new_product(**values):
    return {
        "name_uk": "Волошковий сапфір",
        "name_en": "Cornflower sapphire",
        "subcategory": SubCategoryFactory(code="royal").code,
        "return_rule": ReturnRuleFactory().code,
        "nature": "natural",
        "tags": [TagFactory(code="rare").code],
        **values,
    }


def test_a_product_from_nothing_to_the_public(admin, client):
    made = admin("POST", "products/", new_product())
    number = made.json()["id"]
    assert made.status_code == 201
    assert (made.json()["slug_uk"], made.json()["slug_en"]) == ("voloshkovyi-sapfir", "cornflower-sapphire")
    assert made.json()["live"] is False
    assert {problem["code"] for problem in made.json()["problems"]} == {"variant_missing"}
    refused = admin("POST", f"products/{number}/publish/")
    assert (refused.status_code, errors(refused)) == (409, {("PUBLISH_REFUSED", None)})
    assert refused.json()["errors"][0]["extra"]["problems"][0]["code"] == "variant_missing"

    variant = {
        "sku": "S-0412",
        "product": number,
        "shape": ShapeFactory(code="cushion").code,
        "carat": "2.14",
        "treatment": "heated",
        "origin": "LK",
        "gallery": [{"picture": PictureFactory().pk, "view": "face"}],
        "prices": {"USD": {"amount": "100.00"}},
        "stock_change": {"change": 2},
    }
    answer = admin("POST", "variants/", variant)
    assert answer.status_code == 201, answer.content
    assert answer.json()["stock"] == {"on_hand": 2, "reserved": 0, "free": 2}
    published = admin("POST", f"products/{number}/publish/")

    assert (published.status_code, published.json()["live"]) == (200, True)
    page = client.get("/en/p/cornflower-sapphire/")
    assert page.status_code == 200
    assert "₴4,216" in page.content.decode()
    told = client.get("/api/v1/catalog/products/cornflower-sapphire/").json()
    assert told["price"] == {"amount": "4216.00", "currency": "UAH"}
    entries = ModelLogEntry.objects.filter(content_type__model="product", object_id=str(number))
    assert set(entries.values_list("action", flat=True)) == {"wagtail.create", "wagtail.publish"}


def test_a_change_is_a_draft_until_it_is_published(admin, draft, client):
    assert admin("POST", f"products/{draft.pk}/publish/").status_code == 200

    answer = admin("PATCH", f"products/{draft.pk}/", {"name_en": "Another name", "slug_en": "another"})

    assert answer.json()["name_en"] == "Another name"
    assert answer.json()["name_uk"] == draft.name_uk
    assert answer.json()["has_unpublished_changes"] is True
    assert Product.objects.get(pk=draft.pk).name_en == draft.name_en
    admin("POST", f"products/{draft.pk}/publish/")
    assert Product.objects.get(pk=draft.pk).name_en == "Another name"
    assert Redirect.objects.get().redirect_link == "/en/p/another/"


def test_a_patch_touches_nothing_else(admin, draft):
    draft.tags.set([TagFactory(code="rare")])
    draft.save()
    columns = [field.attname for field in Product._meta.concrete_fields]
    before = Product.objects.values(*columns).get(pk=draft.pk)

    assert admin("PATCH", f"products/{draft.pk}/", {"lead_en": "Blue."}).status_code == 200

    after = Product.objects.values(*columns).get(pk=draft.pk)
    # The columns without a language repeat the one that was spoken last; nobody reads them.
    changed = {name for name in columns if before[name] != after[name]} - {"name", "slug", "lead"}
    assert changed <= {"lead_en", "updated_at", "latest_revision_id", "has_unpublished_changes"}
    assert [tag.code for tag in Product.objects.get(pk=draft.pk).tags.all()] == ["rare"]
    assert admin("GET", f"products/{draft.pk}/").json()["tags"] == ["rare"]


def test_unpublishing(admin, draft, client):
    admin("POST", f"products/{draft.pk}/publish/")

    assert admin("POST", f"products/{draft.pk}/unpublish/").json()["live"] is False
    assert admin("POST", f"products/{draft.pk}/unpublish/").status_code == 200
    assert client.get(f"/en/p/{draft.slug_en}/").status_code == 404


@pytest.mark.parametrize(
    ("body", "attr", "code"),
    [
        ({"price": "1"}, "price", "unknown_field"),
        ({"live": True}, "live", "unknown_field"),
        ({"id": 1}, "id", "unknown_field"),
        ({"first_published_at": None}, "first_published_at", "unknown_field"),
        ({"nature": "artificial"}, "nature", "invalid_choice"),
        ({"subcategory": "none"}, "subcategory", "does_not_exist"),
        ({"tags": ["none"]}, "tags", "does_not_exist"),
        ({"name_uk": "х" * 121}, "name_uk", "max_length"),
        ({"name_uk": "a\x00b"}, "name_uk", "null_characters_not_allowed"),
        ({"name_uk": ["a"]}, "name_uk", "invalid"),
        ({"slug_en": "two words"}, "slug_en", "invalid"),
        ({"slug_en": "taken"}, "slug_en", "unique"),
        ([], "non_field_errors", "invalid"),
    ],
)
def test_what_a_product_cannot_be(admin, draft, body, attr, code):
    ProductFactory(slug_en="taken")

    answer = admin("PATCH", f"products/{draft.pk}/", body)

    assert answer.status_code == 400, answer.content
    assert (code, attr) in errors(answer)


def test_html_is_reduced_to_what_the_editor_makes(admin, draft):
    html = '<h2>Sea</h2><p onclick="x()">Blue<script>alert(1)</script> <a href="javascript:x()">link</a></p>'

    answer = admin("PATCH", f"products/{draft.pk}/", {"description_en": html})

    text = answer.json()["description_en"]
    assert "<h2" in text
    assert "Blue" in text
    assert "script" not in text
    assert "onclick" not in text


def test_a_product_with_variants_is_not_deleted(admin, draft):
    answer = admin("DELETE", f"products/{draft.pk}/")

    assert (answer.status_code, errors(answer)) == (409, {("IN_USE", None)})
    assert answer.json()["errors"][0]["extra"]["usages"] == [
        {"label": "Variants", "count": 1, "names": ["S-1"]}
    ]
    empty = ProductFactory()
    assert admin("DELETE", f"products/{empty.pk}/").status_code == 204
    assert ModelLogEntry.objects.filter(object_id=str(empty.pk), action="wagtail.delete").exists()


def test_a_locked_product_stays_as_it_is(admin, draft):
    Product.objects.filter(pk=draft.pk).update(locked=True, locked_by=person())

    for method, path in (("PATCH", ""), ("POST", "publish/"), ("DELETE", "")):
        answer = admin(method, f"products/{draft.pk}/{path}", {})
        assert (answer.status_code, errors(answer)) == (409, {("LOCKED", None)})


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_absurd_numbers_find_nothing(admin, number):
    assert admin("GET", f"products/{number}/").status_code == 404
    assert admin("GET", "variants/a%00b/").status_code == 404


@pytest.mark.parametrize(
    ("size", "path"), [(1, "products/"), (6, "products/"), (1, "variants/"), (6, "variants/")]
)
def test_lists_cost_a_fixed_number_of_queries(admin, size, path, django_assert_num_queries):
    for number in range(size):
        product = ProductFactory()
        MediaFactory(variant=make_sellable(VariantFactory(product=product, sku=f"S-{number}")))
    admin("GET", path)

    with django_assert_num_queries(6 if path == "products/" else 7):
        assert admin("GET", path).json()["count"] == size


def test_lists_can_be_searched(admin, draft):
    other = ProductFactory(published=True, name_en="Ruby")

    def found(query):
        return [row["id"] for row in admin("GET", f"products/?{query}").json()["results"]]

    assert found("q=rub") == found("live=true") == [other.pk]
    assert found("q=S-1") == found("live=false") == [draft.pk]
    assert errors(admin("GET", "products/?live=yes")) == {("invalid", "live")}
    assert [row["sku"] for row in admin("GET", f"variants/?product={draft.pk}").json()["results"]] == ["S-1"]
    for query in ("q=%00", "page=0", f"q={'x' * 101}"):
        assert admin("GET", f"products/?{query}").status_code == 400


# --- Variants -------------------------------------------------------------------------------------


@pytest.fixture
def variant():
    """A stone of a published product: 3 units, 100 dollars."""
    made = make_sellable(VariantFactory(published=True, sku="S-1"), stock=3)
    MediaFactory(variant=made)
    return made


def test_stock_changes_by_movements_with_a_reason(admin, variant):
    refused = admin("PATCH", "variants/S-1/", {"stock_change": {"change": -1}})
    assert errors(refused) == {("required", "stock_change.reason")}

    change = {"change": -1, "reason": "Chipped", "seen": 3}
    answer = admin("PATCH", "variants/S-1/", {"stock_change": change})
    again = admin("PATCH", "variants/S-1/", {"stock_change": change})

    assert answer.json()["stock"] == {"on_hand": 2, "reserved": 0, "free": 2}
    assert (again.status_code, errors(again)) == (409, {("STOCK_MOVED", "stock_change.seen")})
    movement = StockMovement.objects.order_by("-pk").first()
    assert (movement.change, movement.kind, movement.reason) == (-1, "correction", "Chipped")
    assert movement.actor == actor_of("owner@example.com")
    too_many = admin("PATCH", "variants/S-1/", {"stock_change": {"change": -9, "reason": "x"}})
    assert errors(too_many) == {("STOCK_BELOW_RESERVED", "stock_change.change")}
    assert StockItem.objects.get(variant=variant).on_hand == 2


@pytest.mark.parametrize("body", [{"stock": {"on_hand": 9}}, {"stock_change": {"on_hand": 9, "change": 1}}])
def test_stock_is_never_overwritten(admin, variant, body):
    assert admin("PATCH", "variants/S-1/", body).status_code == 400
    assert StockItem.objects.get(variant=variant).on_hand == 3


def test_prices_keep_what_is_not_given(admin, variant):
    period = {"sale_from": "2026-01-01T00:00:00+02:00", "sale_until": "2099-01-01T00:00:00+02:00"}
    admin("PATCH", "variants/S-1/", {"prices": {"USD": {"was_amount": "150.00", **period}}})

    answer = admin(
        "PATCH", "variants/S-1/", {"prices": {"USD": {"amount": "90.00"}}, "price_reason": "Autumn"}
    )

    price = VariantPrice.objects.get(variant=variant, currency="USD")
    assert (str(price.amount), str(price.was_amount), price.sale_until.year) == ("90.00", "150.00", 2098)
    assert answer.json()["prices"]["USD"]["was_amount"] == "150.00"
    entry = AuditEntry.objects.filter(kind="price").order_by("-pk").first()
    assert (entry.actor, entry.reason) == (actor_of("owner@example.com"), "Autumn")
    fixed = admin("PATCH", "variants/S-1/", {"prices": {"UAH": {"amount": "5000.00"}}})
    assert fixed.json()["prices"]["UAH"]["amount"] == "5000.00"
    assert admin("PATCH", "variants/S-1/", {"prices": {"UAH": None}}).json()["prices"]["UAH"] is None
    assert VariantPrice.objects.get(variant=variant).currency == "USD"


@pytest.mark.parametrize(
    ("body", "attr", "code"),
    [
        ({"prices": {"USD": {"was_amount": "99.00"}}}, "prices.USD.was_amount", "PRICE_INVALID"),
        ({"prices": {"USD": {"amount": "0"}}}, "prices.USD.amount", "min_value"),
        ({"prices": {"USD": {"amount": "1.001"}}}, "prices.USD.amount", "max_decimal_places"),
        ({"prices": {"UAH": {"was_amount": "1"}}}, "prices.UAH.amount", "required"),
        ({"prices": {"EUR": {"amount": "1"}}}, "prices.EUR", "unknown_field"),
        ({"treatment": ""}, "treatment", "DISCLOSURE_MISSING"),
        ({"treatment": "magic"}, "treatment", "invalid_choice"),
        ({"is_active": False}, "is_active", "LAST_VARIANT"),
        ({"report_lab": "GIA"}, "report_number", "invalid"),
        ({"carat": "-1"}, "carat", "min_value"),
        ({"sku": "TAKEN"}, "sku", "unique"),
        ({"product": 0}, "product", "does_not_exist"),
        ({"gallery": [{"picture": 0}]}, "gallery.0.picture", "does_not_exist"),
        ({"stock_change": {"change": 0, "reason": "x"}}, "stock_change.change", "STOCK_CHANGE_INVALID"),
        ({"card": {}}, "card", "unknown_field"),
    ],
)
def test_what_a_variant_cannot_be(admin, variant, body, attr, code):
    VariantFactory(sku="TAKEN")
    before = list(ProductVariant.objects.order_by("pk").values()), list(VariantPrice.objects.values())

    answer = admin("PATCH", "variants/S-1/", {"origin": "MG", **body})

    assert 400 <= answer.status_code < 500, answer.content
    assert (code, attr) in errors(answer)
    assert (
        list(ProductVariant.objects.order_by("pk").values()),
        list(VariantPrice.objects.values()),
    ) == before


def test_a_refused_price_takes_everything_else_back(admin, variant):
    body = {
        "carat": "9.99",
        "stock_change": {"change": 1, "reason": "x"},
        "prices": {"USD": {"was_amount": "1"}},
    }

    assert admin("PATCH", "variants/S-1/", body).status_code == 400

    variant.refresh_from_db()
    assert str(variant.carat) == "2.14"
    assert StockItem.objects.get(variant=variant).on_hand == 3


def test_a_variant_stays_with_its_product(admin, variant):
    answer = admin("PATCH", "variants/S-1/", {"product": ProductFactory().pk})

    assert errors(answer) == {("invalid", "product")}


def test_the_gallery_is_replaced_in_order(admin, variant):
    first, second = PictureFactory(), PictureFactory()
    gallery = [{"picture": first.pk, "view": "side"}, {"picture": second.pk, "alt_en": "Seen from above"}]

    answer = admin("PATCH", "variants/S-1/", {"gallery": gallery})

    assert [row["picture"] for row in answer.json()["gallery"]] == [first.pk, second.pk]
    assert [media.picture_id for media in variant.media.order_by("sort_order")] == [first.pk, second.pk]
    assert admin("PATCH", "variants/S-1/", {"carat": "2.00"}).json()["gallery"] == answer.json()["gallery"]


def test_only_what_was_never_in_stock_is_deleted(admin, variant):
    used = VariantFactory(product=variant.product, sku="S-2")
    make_sellable(used)
    mistake = admin(
        "POST",
        "variants/",
        {"sku": "OOPS", "product": variant.product_id, "treatment": "none", "origin": "LK"},
    )
    assert mistake.status_code == 201, mistake.content

    assert admin("DELETE", "variants/OOPS/").status_code == 204
    answer = admin("DELETE", "variants/S-2/")
    assert (answer.status_code, errors(answer)) == (409, {("IN_USE", None)})
    assert ProductVariant.objects.filter(sku="S-2").exists()


def test_the_last_variant_of_a_published_product_stays(admin, variant):
    answer = admin("DELETE", "variants/S-1/")

    assert (answer.status_code, errors(answer)) == (409, {("LAST_VARIANT", "is_active")})


# --- Dictionaries and collections -----------------------------------------------------------------


@pytest.mark.parametrize("name", DICTIONARIES)
def test_a_dictionary_from_adding_to_deleting(admin, name):
    extra = {
        "colors": {"hex": "#102030"},
        "zodiac": {"start_month": 3, "start_day": 21, "end_month": 4, "end_day": 20},
    }.get(name, {})
    DICTIONARIES[name](sort_order=4)

    made = admin(
        "POST", f"dictionaries/{name}/", {"code": "new", "name_uk": "Новий", "name_en": "New", **extra}
    )
    changed = admin("PATCH", f"dictionaries/{name}/new/", {"text_en": "Plain words."})

    assert (made.status_code, made.json()["sort_order"]) == (201, 5)
    assert changed.json() == {**made.json(), "text_en": "Plain words."}
    assert admin("GET", f"dictionaries/{name}/").json()["count"] == 2
    assert admin("GET", f"dictionaries/{name}/new/").json() == changed.json()
    assert errors(
        admin("POST", f"dictionaries/{name}/", {"code": "new", "name_uk": "Н", "name_en": "N", **extra})
    ) == {("unique", "code")}
    assert errors(admin("PATCH", f"dictionaries/{name}/new/", {"name_en": ""})) == {("blank", "name_en")}
    assert admin("DELETE", f"dictionaries/{name}/new/").status_code == 204
    actions = ModelLogEntry.objects.filter(label="New").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["wagtail.create", "wagtail.edit", "wagtail.delete"]


def test_what_is_used_says_where(admin):
    shape = ShapeFactory(code="oval")
    tag = TagFactory(code="rare")
    variant = VariantFactory(shape=shape, sku="S-1")
    variant.product.tags.set([tag])
    variant.product.save()

    for path, label in (("shapes/oval", "Variants"), ("tags/rare", "Products")):
        answer = admin("DELETE", f"dictionaries/{path}/")
        assert answer.status_code == 409
        assert label in [usage["label"] for usage in answer.json()["errors"][0]["extra"]["usages"]]
    assert Shape.objects.filter(pk=shape.pk).exists()


def test_drawings_are_reduced_to_lines(admin):
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script><path d="M0 0L9 9" onclick="x()"/></svg>'
    )
    body = {"code": "new", "name_uk": "Новий", "name_en": "New"}

    made = admin("POST", "dictionaries/shapes/", {**body, "drawing": svg})

    assert made.json()["drawing"] == '<path d="M0 0L9 9"/>'
    assert errors(admin("PATCH", "dictionaries/shapes/new/", {"drawing": "words"})) == {
        ("invalid", "drawing")
    }
    assert errors(admin("POST", "dictionaries/colors/", {**body, "hex": "blue"})) == {("invalid", "hex")}


def test_collections(admin):
    first, second = ProductFactory(), ProductFactory()
    body = {
        "code": "blue",
        "name_uk": "Сині",
        "name_en": "Blue",
        "products": [second.pk, first.pk, second.pk],
    }

    made = admin("POST", "collections/", {**body, "rule": "/en/stones/?price_max=40000"})
    changed = admin("PATCH", "collections/blue/", {"is_live": False})

    assert made.status_code == 201, made.content
    assert made.json()["products"] == [second.pk, first.pk]
    assert made.json()["rule"] == "price_max=40000"
    assert changed.json() == {**made.json(), "is_live": False}
    assert admin("PATCH", "collections/blue/", {"products": [first.pk]}).json()["products"] == [first.pk]
    assert admin("GET", "collections/").json()["results"][0]["code"] == "blue"
    assert admin("DELETE", "collections/blue/").status_code == 204
    assert not Collection.objects.exists()


# --- The document ---------------------------------------------------------------------------------


def test_every_route_is_documented_with_examples(client):
    paths = client.get("/api/v1/schema/?format=json").json()["paths"]

    documented = {
        (method.upper(), path.removeprefix(STAFF))
        for path, methods in paths.items()
        if path.startswith(STAFF)
        for method in methods
    }
    known = {
        (method, path.replace("999999", "{number}").replace("NONE", "{sku}").replace("/none/", "/{code}/"))
        for method, path, *_rest in ROUTES
    }
    assert documented == known
    for path, methods in paths.items():
        for method, route in methods.items() if path.startswith(STAFF) else ():
            assert {"401", "403"} <= set(route["responses"]), (method, path)
            answer = route["responses"].get("200") or route["responses"].get("201")
            if answer and "retrieve" in route["operationId"]:
                assert answer["content"]["application/json"]["examples"]
