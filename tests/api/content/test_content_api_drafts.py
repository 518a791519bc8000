"""Drafts for headless clients: told for a signed token only."""

import pytest

from home.editing import previews
from tests.api.content.asking import API, get

pytestmark = pytest.mark.django_db


def draft_of(page):
    """Give ``page`` a draft and return a token that opens it."""
    page.refresh_from_db()
    page.title = "Чернетка"
    page.save_revision()
    return previews.preview_token(previews.preview_link_make(page))


@pytest.mark.parametrize("way", ["parameter", "header"])
def test_draft_is_told_for_a_token_and_never_kept(client, tree, kept, way):
    page = tree.uk["content"]
    url, token = f"{API}/pages/{page.pk}/", draft_of(page)
    params, headers = (
        ({"preview_token": token}, {}) if way == "parameter" else ({}, {"x-preview-token": token})
    )

    response = client.get(url, params, headers=headers)

    assert response.json()["title"] == "Чернетка"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers
    assert get(client, f"/pages/{page.pk}/")["title"] == "Доставка"


def test_page_that_was_never_published_is_told_for_a_token(client, tree):
    page = tree.uk["content"]
    page.refresh_from_db()
    page.unpublish()
    token = draft_of(page)

    get(client, f"/pages/{page.pk}/", status=404)
    assert get(client, f"/pages/{page.pk}/", preview_token=token)["title"] == "Чернетка"


def test_token_opens_its_own_page_only(client, tree):
    token = draft_of(tree.uk["content"])

    get(client, f"/pages/{tree.uk['news'].pk}/", status=404, preview_token=token)
    get(client, f"/products/{tree.uk['content'].pk}/", status=404, preview_token=token)


def test_token_of_a_product_opens_its_draft(client, sell, rates):
    product = sell(price=900).product
    product.name_uk = "Чернетка"
    product.save_revision()
    token = previews.preview_token(previews.preview_link_make(product))

    found = get(client, f"/products/{product.pk}/", preview_token=token)

    assert (found["name"], found["price"]["amount"]) == ("Чернетка", "900.00")
    assert get(client, f"/products/{product.pk}/")["name"] != "Чернетка"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("tampered", "PREVIEW_UNKNOWN"),
        ("nonsense", "PREVIEW_UNKNOWN"),
        ("expired", "PREVIEW_OVER"),
        ("replaced", "PREVIEW_OVER"),
    ],
)
def test_bad_token_is_refused_with_a_code(client, tree, fault, code):
    page = tree.uk["content"]
    token = draft_of(page)
    if fault == "tampered":
        token = f"{token[:-2]}xx"
    elif fault == "nonsense":
        token = "1.2"
    elif fault == "expired":
        previews.preview_link_revoke(page)
    else:
        previews.preview_link_make(page)

    found = client.get(f"{API}/pages/{page.pk}/", {"preview_token": token})

    assert found.status_code == 403
    assert found.json()["errors"][0]["code"] == code
    assert found.headers["Cache-Control"] == "private, no-store"
