"""The first page of the admin, the guide, the schedule, the review, old versions and moved pages."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, WorkflowState
from wagtail.users.models import UserProfile

from catalog.models import Product, SearchMiss
from commerce.customers.models import User
from commerce.ledger.domain import SCHEDULE
from gemkit.clock import now
from gemsite import tasks
from gemsite.roles import roles_ensure
from home.editing import needs
from home.editing.guide import TOPICS
from home.editing.needs import Need
from home.editing.tasks import scheduled_publish
from tests.admin.conftest import product_data
from tests.factories.catalog import ProductFactory, VariantFactory


@pytest.fixture
def owner(db):
    return User.objects.create_superuser(email="owner@example.com", password="x")


@pytest.fixture
def member(db):
    """Make a member of staff with a role."""

    def make(role):
        roles_ensure()
        user = User.objects.create_user(email=f"{role.lower()}@example.com", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        return user

    return make


def test_needs_are_shown_to_those_who_may_act(client, member, tree, settings):
    SearchMiss.objects.create(query="танзаніт", language="uk", count=3, last_at=now())
    home = reverse("wagtailadmin_home")
    client.force_login(member("Editor"))
    editor = client.get(home).content.decode()
    client.force_login(member("Merchandiser"))
    merchandiser = client.get(home).content.decode()
    client.force_login(member("Translator"))
    translator = client.get(home).content.decode()

    assert reverse("page_findings") in editor
    assert f'href="{reverse("search_misses")}">' not in editor
    assert f'href="{reverse("search_misses")}">' in merchandiser
    assert f'catalog-figures__link" href="{reverse("page_findings")}"' not in merchandiser
    assert f'catalog-figures__link" href="{reverse("page_findings")}"' not in translator
    assert 'id="content-needs' in translator  # with the way to the guide, where nothing waits


def test_another_part_of_the_shop_tells_what_waits(client, owner, monkeypatch):
    monkeypatch.setattr(needs, "_SOURCES", {})
    needs.needs_from(
        "sold", lambda request: [Need(2, "pages show a sold stone", "/cms/sold/"), Need(0, "x", "/")]
    )
    client.force_login(owner)
    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert 'href="/cms/sold/"' in html
    assert "pages show a sold stone" in html
    assert 'catalog-figures__link" href="/"' not in html


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("topic", [topic.name for topic in TOPICS])
def test_every_topic_of_the_guide_is_written_in_both_languages(client, owner, topic, language):
    UserProfile.objects.create(user=owner, preferred_language=language)
    client.force_login(owner)
    html = client.get(reverse("editors_guide_topic", args=[topic])).content.decode()
    article = html.split('<article class="editing-guide__text">')[1].split("</article>")[0]
    text = article.split("</h2>")[1]

    assert text.count("<li>") >= 4
    assert any("а" <= letter <= "я" for letter in text) is (language == "uk")


def test_an_unknown_topic_is_not_found(client, owner):
    client.force_login(owner)

    assert client.get(reverse("editors_guide_topic", args=["nothing"])).status_code == 404


def test_a_page_goes_out_and_comes_down_by_the_schedule(tree):
    page = tree.uk["content"]
    page.unpublish()
    page.go_live_at = now() - dt.timedelta(minutes=1)
    page.expire_at = now() + dt.timedelta(hours=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    scheduled_publish.func()
    assert Page.objects.get(pk=page.pk).live is True
    Page.objects.filter(pk=page.pk).update(expire_at=now() - dt.timedelta(seconds=1))
    scheduled_publish.func()

    assert Page.objects.get(pk=page.pk).live is False
    assert Page.objects.get(pk=page.pk).expired is True


def test_a_product_goes_out_by_the_schedule(db):
    product = VariantFactory().product
    product.go_live_at = now() - dt.timedelta(minutes=1)
    product.save_revision(approved_go_live_at=product.go_live_at)
    scheduled_publish.func()

    assert Product.objects.get(pk=product.pk).live is True


def test_the_worker_publishes_every_minute_and_checks_links_every_night():
    assert SCHEDULE["scheduled-publish"].run is tasks.scheduled_publish_often
    assert SCHEDULE["scheduled-publish"].every == dt.timedelta(minutes=1)
    assert SCHEDULE["links-check"].daily_at == (dt.time(4, 30),)


def test_what_is_submitted_waits_for_a_reviewer_and_then_goes_out(client, member, tree):
    page = tree.uk["content"]
    editor, manager = member("Editor"), member("Manager")
    page.title = "Доставка на Місяць"
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    client.force_login(manager)
    assert "Доставка на Місяць" in client.get(reverse("wagtailadmin_home")).content.decode()
    state = WorkflowState.objects.get().current_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": "Так"}
    )

    assert Page.objects.get(pk=page.pk).title == "Доставка на Місяць"
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


def test_products_have_the_same_review(db):
    call_command("roles", verbosity=0)

    assert ProductFactory().get_workflow().name == "Перевірка перед публікацією"


def test_versions_of_a_product_are_compared_and_brought_back(client, owner, rates):
    client.force_login(owner)
    product = VariantFactory().product
    edit = reverse("wagtailsnippets_catalog_product:edit", args=[product.pk])
    client.post(edit, product_data(product, lead_uk="Перший вступ"))
    first = Product.objects.get(pk=product.pk).latest_revision
    client.post(edit, product_data(product, lead_uk="Другий вступ"))
    second = Product.objects.get(pk=product.pk).latest_revision
    assert first.pk != second.pk
    url = reverse("wagtailsnippets_catalog_product:revisions_compare", args=[product.pk, first.pk, second.pk])
    html = client.get(url).content.decode()

    assert '<span class="deletion">Перший</span>' in html
    assert '<span class="addition">Другий</span>' in html
    old = reverse("wagtailsnippets_catalog_product:revisions_revert", args=[product.pk, first.pk])
    assert "Перший вступ" in client.get(old).content.decode()
    client.post(old, {**product_data(product, lead_uk="Перший вступ"), "revision": first.pk})
    assert Product.objects.get(pk=product.pk).get_latest_revision_as_object().lead_uk == "Перший вступ"


def test_versions_of_a_page_are_compared(client, owner, tree):
    client.force_login(owner)
    page = tree.uk["content"]
    first = page.save_revision()
    page.lead = "Як ми шлемо тепер"
    second = page.save_revision()
    url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])

    added = re.findall(r'<span class="addition">(.*?)</span>', client.get(url).content.decode())
    assert [words.strip() for words in added] == ["тепер"]


def test_the_old_address_of_a_page_leads_to_the_new_one(client, tree, django_capture_on_commit_callbacks):
    page, child_of = tree.uk["news"], tree.uk["journal"]
    before = page.get_url()
    child_of.slug = "chasopys"
    with django_capture_on_commit_callbacks(execute=True):
        child_of.save_revision().publish()
    response = client.get(before)

    assert Redirect.objects.filter(automatically_created=True).exists()
    assert response.status_code == 301
    assert response.headers["Location"].endswith("/uk/chasopys/nahriv/")
