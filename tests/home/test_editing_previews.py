"""Drafts seen before they are published: by their editor at three widths, by a guest through a link."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from commerce.customers.models import User
from gemkit.clock import now
from home.editing import previews
from home.models import PreviewLink
from tests.factories.catalog import ProductFactory, VariantFactory

GUARDED = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


@pytest.fixture
def owner(db):
    return User.objects.create_superuser(email="owner@example.com", password="x")


def address(target, language="uk", *, by=None):
    token = previews.preview_token(previews.preview_link_make(target, by=by))
    return f"/{language}/preview/{token}/"


def draft(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision()
    return page


def test_pages_are_previewed_at_the_widths_of_the_design(tree):
    assert [size["device_width"] for size in tree.uk["content"].preview_sizes] == [390, 768, 1280]
    assert [size["device_width"] for size in ProductFactory().preview_sizes] == [390, 768, 1280]


def test_a_page_is_previewed_in_its_own_language_and_in_the_draft_of_its_translation(tree):
    page = tree.uk["content"]
    draft(tree.en["content"], title="Delivery, a draft")
    assert page.preview_modes == [("uk", "Українська"), ("en", "English")]
    assert page.default_preview_mode == "uk"
    assert tree.en["content"].default_preview_mode == "en"
    page.title = "Доставка, не збережено"
    own = page.make_preview_request(preview_mode="uk").content.decode()
    other = page.make_preview_request(preview_mode="en").content.decode()

    assert "Доставка, не збережено" in own
    assert 'lang="uk"' in own
    assert "Delivery, a draft" in other
    assert 'lang="en"' in other
    assert "не збережено" not in other


def test_a_page_without_a_translation_has_one_mode(tree):
    tree.en["content"].delete()

    assert tree.uk["content"].preview_modes == [("uk", "Українська")]


def test_a_guest_sees_the_latest_draft_through_the_link(client, tree):
    page = draft(tree.uk["content"], title="Доставка дронами")
    response = client.get(address(page))

    assert response.status_code == 200
    assert "Доставка дронами" in response.content.decode()
    assert "preview-notes" in response.content.decode()
    assert {name: response.headers[name] for name in GUARDED} == GUARDED
    assert "Доставка дронами" not in client.get(page.get_url()).content.decode()


def test_the_link_speaks_both_languages(client, tree):
    draft(tree.en["content"], title="Delivery by drone")
    url = address(tree.uk["content"], "en")
    page = client.get(url).content.decode()

    assert "Delivery by drone" in page
    assert f'href="{url.replace("/en/", "/uk/", 1)}"' in page


def test_a_page_that_never_was_published_is_shown(client, tree):
    page = tree.uk["content"]
    page.unpublish()

    assert client.get(page.get_url() or "/uk/dostavka/").status_code == 404
    assert client.get(address(page)).status_code == 200


def test_nothing_can_be_bought_in_a_shared_draft_of_a_product(client, rates):
    variant = VariantFactory(product=ProductFactory(name_uk="Рубін-чернетка", name_en="Draft ruby"))
    uk = client.get(address(variant.product)).content.decode()
    en = client.get(address(variant.product, "en")).content.decode()

    assert "Рубін-чернетка" in uk
    assert "Draft ruby" in en
    for page in (uk, en):
        assert 'action="/uk/cart/' not in page
        assert 'action="/en/cart/' not in page


def test_a_newer_link_voids_the_one_before(client, tree):
    first = address(tree.uk["content"])
    second = address(tree.uk["content"])

    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert PreviewLink.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "words"), [("uk", "Сторінки більше немає"), ("en", "This preview is over")]
)
def test_an_expired_link_says_so_in_the_visitors_language(client, tree, language, words, monkeypatch):
    url = address(tree.uk["content"], language)
    PreviewLink.objects.update(expires_at=now() - dt.timedelta(seconds=1))
    response = client.get(url)

    assert response.status_code == 410
    assert f'lang="{language}"' in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    if language == "en":
        assert words in response.content.decode()


def test_a_revoked_link_is_over(client, tree):
    url = address(tree.uk["content"])
    previews.preview_link_revoke(tree.uk["content"])

    assert client.get(url).status_code == 410
    assert previews.preview_link_of(tree.uk["content"]) is None


@pytest.mark.parametrize("change", ["signature", "number", "nonce", "nothing", "letters"])
def test_a_forged_link_is_not_found_and_asks_the_database_nothing(
    client, tree, change, django_assert_num_queries
):
    number, nonce, signature = previews.preview_token(previews.preview_link_make(tree.uk["content"])).split(
        "."
    )
    forged = {
        "signature": f"{number}.{nonce}.{'A' * len(signature)}",
        "number": f"{int(number) + 1}.{nonce}.{signature}",
        "nonce": f"{number}.{nonce[::-1]}x.{signature}",
        "nothing": "..",
        "letters": "abc.def.ключ",
    }[change]
    with django_assert_num_queries(0), pytest.raises(previews.PreviewUnknown):
        previews.preview_draft(forged)

    assert client.get(f"/uk/preview/{forged}/").status_code == 404


def test_the_link_of_a_deleted_page_is_over(client, tree):
    url = address(tree.en["content"])
    tree.en["content"].delete()

    assert client.get(url).status_code == 410


def test_an_editor_makes_replaces_and_voids_a_link(client, tree, owner, settings):
    settings.PREVIEW_LINK_DAYS = 3
    client.force_login(owner)
    url = reverse("preview_link", args=["page", tree.uk["content"].pk])
    assert 'value="make"' in client.get(url).content.decode()
    client.post(url, {"action": "make"})
    link = PreviewLink.objects.get()
    page = client.get(url).content.decode()

    assert f"/uk/preview/{previews.preview_token(link)}/" in page
    assert f"/en/preview/{previews.preview_token(link)}/" in page
    assert link.made_by == owner
    assert dt.timedelta(days=2, hours=23) < link.expires_at - now() < dt.timedelta(days=3)
    client.post(url, {"action": "revoke"})
    assert previews.preview_link_of(tree.uk["content"]) is None


def test_only_those_who_edit_make_links(client, tree):
    product = ProductFactory()
    stranger = User.objects.create_user(email="stranger@example.com", is_staff=True)
    client.force_login(stranger)
    for kind, target in (("page", tree.uk["content"]), ("product", product)):
        assert client.post(reverse("preview_link", args=[kind, target.pk])).status_code == 302
    assert not PreviewLink.objects.exists()


def test_an_unknown_kind_or_page_is_not_found(client, owner, tree):
    client.force_login(owner)

    assert client.get(reverse("preview_link", args=["order", 1])).status_code == 404
    assert client.get(reverse("preview_link", args=["page", 10**9])).status_code == 404
    assert client.get(reverse("preview_link", args=["product", 10**9])).status_code == 404


@pytest.mark.parametrize("kind", ["page", "product"])
def test_the_editor_offers_the_link(client, owner, tree, rates, kind):
    client.force_login(owner)
    if kind == "page":
        target = tree.uk["content"]
        editor = reverse("wagtailadmin_pages:edit", args=[target.pk])
    else:
        target = ProductFactory()
        editor = reverse("wagtailsnippets_catalog_product:edit", args=[target.pk])

    assert reverse("preview_link", args=[kind, target.pk]) in client.get(editor).content.decode()


def test_the_guest_is_nobody(rf, tree):
    """The preview of a guest shows no notes for editors."""
    request = rf.get("/uk/preview/x/")
    request.user, request.is_preview, request.is_shared_preview = AnonymousUser(), True, True
    page = tree.uk["home"]

    assert page.get_preview_context(request, "")["preview_notes"] == []
