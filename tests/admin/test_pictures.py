"""Pictures as editors bring them: whole, damaged, too large, disguised."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.models import Collection

from catalog.models import Picture, Rendition
from catalog.services.renditions import picture_copies_make
from tests.factories.catalog import MediaFactory, PictureFactory

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": "/media/"},
        },
    }


def encoded(kind, *, size=(900, 600), mode="RGB"):
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, kind)
    return buffer.getvalue()


def noisy_jpeg():
    buffer = io.BytesIO()
    Image.effect_noise((400, 400), 90).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


BAD = {
    "a truncated JPEG": lambda: ("cut.jpg", noisy_jpeg()[:9000]),
    "a hundred megapixels": lambda: ("bomb.png", encoded("PNG", size=(10_000, 10_000), mode="1")),
    "a PNG that says it is a JPEG": lambda: ("wrong.jpg", encoded("PNG")),
    "an SVG with a script": lambda: ("drawing.svg", SVG),
    "an SVG that says it is a PNG": lambda: ("drawing.png", SVG),
    "sixteen megabytes": lambda: ("heavy.jpg", encoded("JPEG") + b"\0" * 16 * 1024 * 1024),
    "an empty file": lambda: ("empty.jpg", b""),
    "text": lambda: ("text.webp", "не картинка".encode()),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_picture_gets_an_error_in_the_form(admin, kind):
    name, content = BAD[kind]()
    response = admin.post(
        reverse("wagtailimages:add"),
        {
            "title": "x",
            "file": SimpleUploadedFile(name, content),
            "collection": Collection.get_first_root_node().pk,
        },
    )

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"file"}
    assert not Picture.objects.exists()


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_picture_among_many_gets_its_own_error(admin, kind):
    name, content = BAD[kind]()
    answer = upload_many(admin, name, content)

    assert answer["success"] is False
    assert answer["error_message"]
    assert not Picture.objects.exists()


def upload_many(admin, name, content):
    response = admin.post(
        reverse("wagtailimages:add_multiple"),
        {
            "title": name,
            "files[]": SimpleUploadedFile(name, content),
            "collection": Collection.get_first_root_node().pk,
        },
    )
    assert response.status_code == 200
    return json.loads(response.content)


def test_many_at_once_ask_for_words_in_both_languages(admin):
    answer = upload_many(admin, "stone.jpg", noisy_jpeg())
    picture = Picture.objects.get()
    prefix = f"image-{picture.pk}"

    assert answer["success"] is True
    assert f'name="{prefix}-alt_uk"' in answer["form"]
    assert f'name="{prefix}-alt_en"' in answer["form"]
    saved = admin.post(
        reverse("wagtailimages:edit_multiple", args=[picture.pk]),
        {
            f"{prefix}-title": "Рубін",
            f"{prefix}-alt_uk": "Рубін на світлі",
            f"{prefix}-alt_en": "A ruby in the light",
            f"{prefix}-collection": picture.collection_id,
            f"{prefix}-tags": "",
        },
    )
    picture.refresh_from_db()
    assert json.loads(saved.content)["success"] is True
    assert (picture.alt_uk, picture.alt_en) == ("Рубін на світлі", "A ruby in the light")


@pytest.mark.parametrize("way", ["one", "many"])
def test_copies_are_made_by_a_task_after_the_upload(admin, way):
    if way == "many":
        upload_many(admin, "stone.jpg", noisy_jpeg())
    else:
        admin.post(
            reverse("wagtailimages:add"),
            {
                "title": "Рубін",
                "file": SimpleUploadedFile("stone.jpg", noisy_jpeg()),
                "collection": Collection.get_first_root_node().pk,
            },
        )
    picture = Picture.objects.get()
    task = DBTaskResult.objects.get(task_path="catalog.tasks.picture_copies_make")

    assert task.args_kwargs["args"] == [picture.pk]
    assert picture_copies_make(picture.pk) == 6
    assert Rendition.objects.filter(image=picture, filter_spec__contains="format-webp").count() == 5
    assert picture_copies_make(picture.pk) == 6  # again: nothing new
    picture.title = "Інша назва"
    picture.save()
    assert DBTaskResult.objects.filter(task_path="catalog.tasks.picture_copies_make").count() == 1


def test_a_picture_that_went_before_its_task_is_no_error(db):
    assert picture_copies_make(10**9) == 0


def test_the_form_asks_for_words_in_both_languages_and_the_focal_point(admin):
    picture = PictureFactory()
    html = admin.get(reverse("wagtailimages:edit", args=[picture.pk])).content.decode()

    for name in ("alt_uk", "alt_en", "focal_point_x"):
        assert f'name="{name}"' in html


def test_a_picture_in_a_gallery_is_listed_and_kept(admin):
    row = MediaFactory()
    url = reverse("wagtailimages:delete", args=[row.picture_id])

    assert row.variant.sku in admin.get(url).content.decode()
    admin.post(url)
    assert Picture.objects.filter(pk=row.picture_id).exists()


@pytest.mark.parametrize("asked", ["рубін", "Руб", "ruby", "stone-7"])
def test_a_picture_is_found_by_what_it_shows(admin, asked):
    found = PictureFactory(
        title="stone-7", alt_uk="Овальний рубін на столі", alt_en="An oval ruby on a table"
    )
    other = PictureFactory(title="ring", alt_uk="Каблучка", alt_en="A band")

    page = admin.get(reverse("wagtailimages_chooser:choose_results"), {"q": asked}).content.decode()

    assert reverse("wagtailimages_chooser:chosen", args=[found.pk]) in page
    assert reverse("wagtailimages_chooser:chosen", args=[other.pk]) not in page


def test_a_picture_just_uploaded_that_a_gallery_shows_by_now_is_kept(admin):
    row = MediaFactory()
    answer = admin.post(reverse("wagtailimages:delete_multiple", args=[row.picture_id]))

    assert answer.status_code == 409
    assert answer.json() == {
        "success": False,
        "error_message": "Це використовується деінде, тож не видалено.",
    }
    assert Picture.objects.filter(pk=row.picture_id).exists()


def test_a_picture_just_uploaded_can_be_taken_back(admin):
    picture = PictureFactory()
    answer = admin.post(reverse("wagtailimages:delete_multiple", args=[picture.pk]))

    assert answer.json() == {"success": True, "image_id": picture.pk}
    assert not Picture.objects.exists()


def test_a_picture_of_a_gallery_says_its_product_and_view(db):
    row = MediaFactory(variant__product__name_en="Padparadscha", variant__product__name_uk="Падпараджа")
    with translation.override("en"):
        assert str(row) == "Padparadscha: From above"
