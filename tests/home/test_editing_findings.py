"""What editors are told to look at: in the version at hand, and in everything published."""

import json

import pytest
from django.urls import reverse

from commerce.customers.models import User
from home.editing.checker import ShopChecker
from home.editing.findings import Finding, Kind, findings_of, published_findings
from home.editing.links import links_check
from home.models import BrokenLink, ContentPage
from tests.factories.catalog import PictureFactory, ProductFactory


@pytest.fixture
def owner(db):
    return User.objects.create_superuser(email="owner@example.com", password="x")


def composed(page, *blocks, **values):
    """Return ``page`` with these blocks and a description, saved nowhere."""
    page.search_description = values.pop(
        "search_description", "Про доставку" if page.locale.language_code == "uk" else "About"
    )
    page.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    for name, value in values.items():
        setattr(page, name, value)
    return ContentPage(
        **{field.name: getattr(page, field.name) for field in ContentPage._meta.concrete_fields}
    )


def kinds(page):
    return [finding.kind for finding in findings_of(page)]


def test_a_whole_page_has_no_findings(tree, sell):
    product = sell().product
    page = composed(
        tree.uk["content"],
        (
            "text",
            {
                "heading": "Як ми шлемо",
                "text": f'<p><a linktype="page" id="{tree.uk["news"].pk}">Про нагрів</a></p>',
            },
        ),
        ("live_product", {"product": product.pk}),
    )

    assert findings_of(page) == []


def test_no_description_and_no_lead_is_found(tree):
    assert kinds(composed(tree.uk["content"], search_description="", lead="")) == [Kind.DESCRIPTION]
    assert kinds(composed(tree.uk["content"], search_description="", lead="Є вступ")) == []


def test_a_picture_without_words_in_the_pages_language_is_found(tree):
    picture = PictureFactory(title="Сапфір на столі", alt_uk="Сапфір", alt_en="")
    block = ("figure", {"picture": picture.pk})

    assert findings_of(composed(tree.uk["content"], block)) == []
    assert Finding(Kind.ALT, "Сапфір на столі") in findings_of(
        composed(tree.en["content"], block, lead="How")
    )


def test_a_heading_that_skips_a_level_is_found(tree):
    page = composed(tree.uk["content"], ("text", {"heading": "", "text": "<h3>Третій без другого</h3>"}))

    assert findings_of(page) == [Finding(Kind.HEADINGS, "H1 → H3")]
    fine = composed(tree.uk["content"], ("text", {"heading": "Другий", "text": "<h3>Третій</h3>"}))
    assert findings_of(fine) == []


def test_a_link_to_what_is_not_published_in_this_language_is_found(tree):
    link = ("text", {"heading": "", "text": f'<p><a linktype="page" id="{tree.uk["news"].pk}">далі</a></p>'})
    tree.en["news"].unpublish()

    assert kinds(composed(tree.uk["content"], link)) == []
    tree.uk["news"].unpublish()
    assert findings_of(composed(tree.uk["content"], link)) == [Finding(Kind.UNPUBLISHED, "Про нагрів")]


def test_a_sold_and_an_unpublished_product_are_found(tree, sell):
    sold = sell(stock=0).product
    draft = ProductFactory(live=False)
    page = composed(
        tree.uk["content"], ("live_product", {"product": sold.pk}), ("live_product", {"product": draft.pk})
    )

    assert findings_of(page) == [Finding(Kind.SOLD, str(sold)), Finding(Kind.UNPUBLISHED, str(draft))]


def test_ukrainian_on_an_english_page_is_found_wherever_it_stands(tree):
    page = composed(
        tree.en["content"],
        ("text", {"heading": "Heading", "text": "<p>All <b>добре</b></p>"}),
        ("faq", {"heading": "", "questions": [{"question": "Чому?", "answer": "<p>So</p>"}]}),
        lead="The lead",
    )

    assert findings_of(page) == [Finding(Kind.CYRILLIC, "All добре"), Finding(Kind.CYRILLIC, "Чому?")]
    assert kinds(composed(tree.uk["content"], ("text", {"heading": "", "text": "<p>Усе добре</p>"}))) == []


def test_a_half_filled_draft_is_judged_without_an_error(tree):
    page = composed(
        tree.uk["content"],
        ("text", {}),
        ("figure", {"picture": None}),
        ("figure", {"picture": 10**6}),
        ("live_product", {"product": 10**6}),
        ("gallery", {}),
        ("no_such_block", {"text": "x"}),
    )

    assert set(kinds(page)) <= {Kind.UNPUBLISHED}


def test_the_preview_names_the_findings_for_the_checks_panel(tree):
    page = composed(tree.uk["content"], search_description="", lead="")
    html = page.make_preview_request(preview_mode="uk").content.decode()

    assert f'data-finding="{Kind.DESCRIPTION}"' in html


def test_the_panel_has_a_rule_with_words_for_each_of_our_kinds(tree):
    spec = ShopChecker().get_axe_configuration(None)
    ours = {rule["id"] for rule in spec["spec"]["rules"] if rule["id"].startswith("shop-")}

    assert ours == {"shop-alt", "shop-unpublished", "shop-sold", "shop-cyrillic"}
    assert ours <= set(spec["options"]["runOnly"])
    assert ours <= set(spec["messages"])
    assert {"heading-order", "empty-meta-description", "image-alt"} <= set(spec["options"]["runOnly"])


def test_the_report_lists_published_pages_only(client, owner, tree):
    page = tree.en["content"]
    page.lead = "Тут українська"
    page.save_revision().publish()
    tree.en["news"].title = "Чернетка"
    tree.en["news"].save_revision()
    client.force_login(owner)
    html = client.get(reverse("page_findings"), {"kind": "cyrillic", "language": "en"}).content.decode()

    assert "Тут українська" in html
    assert "Чернетка" not in html
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
    found = client.get(reverse("page_findings"), {"kind": "nonsense", "language": "xx", "p": "999"})
    assert found.status_code == 200


def test_the_report_knows_what_blocks_name(tree, sell):
    variant = sell(stock=0)
    page = tree.uk["content"]
    page.search_description = "Про доставку"
    page.body = json.dumps([{"type": "live_product", "value": {"product": variant.product.pk}}])
    page.save_revision().publish()

    assert [(found.pk, finding.kind) for found, finding in published_findings(kind="sold")] == [
        (page.pk, Kind.SOLD)
    ]


@pytest.mark.parametrize("pages", [1, 12], ids=["one", "twelve"])
def test_the_report_asks_as_much_for_many_pages_as_for_one(tree, sell, pages, django_assert_max_num_queries):
    product = sell().product
    picture = PictureFactory(alt_uk="", alt_en="")
    for number in range(pages):
        body = [
            {"type": "live_product", "value": {"product": product.pk}},
            {"type": "figure", "value": {"picture": picture.pk}},
        ]
        tree.uk["home"].add_child(
            instance=ContentPage(title=f"Сторінка {number}", slug=f"s-{number}", body=json.dumps(body))
        )
    with django_assert_max_num_queries(33):
        found = published_findings(kind="alt")

    assert len(found) == pages


def test_only_editors_of_pages_see_the_report(client, tree):
    client.force_login(User.objects.create_user(email="stranger@example.com", is_staff=True))

    assert client.get(reverse("page_findings")).status_code == 302


def test_links_that_lead_nowhere_are_found_and_forgotten(tree):
    page = tree.uk["content"]
    text = '<p><a href="/uk/nema-takoho/">там</a> <a href="https://example.org/">там</a> <a href="/uk/zhurnal/">тут</a></p>'
    page.body = json.dumps([{"type": "text", "value": {"heading": "", "text": text}}])
    page.save_revision().publish()

    assert links_check() == 1
    assert list(BrokenLink.objects.values_list("page_id", "address", "status")) == [
        (page.pk, "/uk/nema-takoho/", 404)
    ]
    assert (page.pk, Finding(Kind.BROKEN, "/uk/nema-takoho/")) in [
        (found.pk, finding) for found, finding in published_findings()
    ]
    page.body = json.dumps([])
    page.save_revision().publish()
    assert links_check() == 0
    assert not BrokenLink.objects.exists()


def test_a_link_to_a_moved_page_is_not_broken(tree, django_capture_on_commit_callbacks):
    page = tree.uk["content"]
    page.body = json.dumps(
        [
            {
                "type": "text",
                "value": {"heading": "", "text": '<p><a href="/uk/zhurnal/nahriv/">нагрів</a></p>'},
            }
        ]
    )
    page.save_revision().publish()
    news = tree.uk["news"]
    news.slug = "pro-nahriv"
    with django_capture_on_commit_callbacks(execute=True):
        news.save_revision().publish()

    assert links_check() == 0
