"""Pictures and files for headless clients."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from tests.api.content.asking import API, get, queries
from tests.factories.catalog import PictureFactory

pytestmark = pytest.mark.django_db


def test_picture_has_copies_in_both_formats(client, db):
    picture = PictureFactory(file__width=1000, file__height=500, alt_uk="Рубін", alt_en="Ruby")

    found = get(client, f"/images/{picture.pk}/", locale="en")

    assert (found["alt"], found["width"], found["height"]) == ("Ruby", 1000, 500)
    for name in ("avif", "webp"):
        assert [copy["width"] for copy in found["renditions"][name]["copies"]] == [320, 480, 640, 960, 1000]


def test_copies_can_be_chosen(client, db):
    picture = PictureFactory(file__width=1000, file__height=500)

    found = get(client, f"/images/{picture.pk}/", renditions="320,640")

    assert [copy["width"] for copy in found["renditions"]["avif"]["copies"]] == [320, 640]


@pytest.mark.parametrize("value", ["x", "321", "320,", "width-320|format-webp", "-320"])
def test_other_copies_are_refused(client, db, value):
    picture = PictureFactory(file__width=64, file__height=64)

    assert (
        get(client, f"/images/{picture.pk}/", status=400, renditions=value)["errors"][0]["attr"]
        == "renditions"
    )


@pytest.mark.parametrize("name", ["avif", "webp"])
def test_copy_is_made_for_who_first_wants_it(client, db, name):
    picture = PictureFactory(file__width=400, file__height=200)
    row = get(client, f"/images/{picture.pk}/", renditions="320")["renditions"][name]["copies"][0]

    response = client.get(row["url"].removeprefix("http://127.0.0.1:8000"))

    assert response.status_code == 302
    assert response.headers["Location"].endswith(f".{name}")
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = get(client, f"/images/{picture.pk}/", renditions="320")["renditions"][name]["copies"][0]
    assert again["url"] == f"http://127.0.0.1:8000{response.headers['Location']}"
    assert (again["width"], again["height"]) == (row["width"], row["height"]) == (320, 160)


@pytest.mark.parametrize("tail", ["321.webp", "320.png", "0.webp", "320.webp/"])
def test_no_other_copy_is_made(client, db, tail):
    picture = PictureFactory(file__width=64, file__height=64)

    assert client.get(f"{API}/images/{picture.pk}/renditions/{tail}").status_code == 404
    assert picture.renditions.count() == 0


def test_pictures_of_a_closed_collection_are_not_told(client, db):
    closed = Collection.get_first_root_node().add_child(name="Закрита")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    hidden = PictureFactory(file__width=64, file__height=64, collection=closed)
    shown = PictureFactory(file__width=64, file__height=64)

    assert [item["id"] for item in get(client, "/images/")["items"]] == [shown.pk]
    get(client, f"/images/{hidden.pk}/", status=404)


def test_list_of_pictures_takes_the_same_queries_at_two_sizes(client, db):
    PictureFactory.create_batch(2, file__width=64, file__height=64)
    small = queries(client, f"{API}/images/?fields=*")
    PictureFactory.create_batch(6, file__width=64, file__height=64)

    assert queries(client, f"{API}/images/?fields=*") == small
    assert get(client, "/documents/") == {"meta": {"total_count": 0}, "items": []}
