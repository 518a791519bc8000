"""Before something is deleted the admin says which pages show it: pictures, files, products, pages."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Page

from catalog.models import File, Product
from commerce.customers.models import User
from home.models import ContentPage
from tests.factories.catalog import PictureFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, db):
    client.force_login(User.objects.create_superuser(email="owner@example.com", password="x"))
    return client


def shown_on(page, *blocks, django_capture):
    """Publish ``page`` with these blocks; what it mentions is noted when the transaction ends."""
    page = ContentPage.objects.get(pk=page.pk)
    page.body = list(blocks)
    with django_capture(execute=True):
        page.save_revision().publish()


def text(html):
    return ("text", {"heading": "", "text": html})


def uses(page, thing):
    """Return (block, its names of screens, the thing) for each kind of thing that a page can show."""
    if thing == "picture":
        picture = PictureFactory(file__width=64, file__height=64)
        return picture, ("figure", {"picture": picture}), "wagtailimages:delete", "wagtailimages:image_usage"
    if thing == "file":
        file = File.objects.create(title="Паспорт", file=ContentFile(b"%PDF-", name="passport.pdf"))
        link = f'<p><a linktype="document" id="{file.pk}">Паспорт</a></p>'
        return file, text(link), "wagtaildocs:delete", "wagtaildocs:document_usage"
    if thing == "product":
        product, viewset = ProductFactory(), Product.snippet_viewset
        block = ("live_product", {"label": "", "product": product})
        return product, block, viewset.get_url_name("delete"), viewset.get_url_name("usage")
    link = f'<p><a linktype="page" id="{page.pk}">Про нас</a></p>'
    return page, text(link), "wagtailadmin_pages:delete", "wagtailadmin_pages:usage"


@pytest.mark.parametrize("thing", ["picture", "file", "product", "page"])
def test_deleting_first_tells_which_pages_show_it(admin, tree, thing, django_capture_on_commit_callbacks):
    found, block, delete, usage = uses(tree.uk["about"], thing)
    unused = admin.get(reverse(delete, args=[found.pk])).content.decode()
    shown_on(tree.uk["content"], block, django_capture=django_capture_on_commit_callbacks)

    asked = admin.get(reverse(delete, args=[found.pk])).content.decode()
    listed = admin.get(reverse(usage, args=[found.pk])).content.decode()

    link = reverse(usage, args=[found.pk])
    assert link in asked
    assert reverse("wagtailadmin_pages:edit", args=[tree.uk["content"].pk]) in listed
    assert asked != unused


@pytest.mark.parametrize("thing", ["picture", "file", "product", "page"])
def test_page_bears_that_what_it_showed_is_gone(
    admin, client, tree, thing, django_capture_on_commit_callbacks
):
    found, block, delete, _usage = uses(tree.uk["about"], thing)
    shown_on(tree.uk["content"], block, django_capture=django_capture_on_commit_callbacks)

    admin.post(reverse(delete, args=[found.pk]), follow=True)

    assert not (Page if thing == "page" else type(found)).objects.filter(pk=found.pk).exists()
    client.logout()
    assert client.get(tree.uk["content"].get_url()).status_code == 200
