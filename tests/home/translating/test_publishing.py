"""English that is not whole: an editor, a workflow and the clock are refused, are told, and it is on the board."""

import datetime as dt

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, WorkflowState
from wagtail.users.models import UserProfile

from gemsite.roles import roles_ensure
from home.models import ContentPage
from home.translating import pages, publishing, selectors, states
from home.translating.domain import is_foreign
from tests.home.translating.test_pages import translate

pytestmark = pytest.mark.django_db
REFUSED = "Not published: 1 text of the English page is not translated."
BOARD = "/cms/translations/"


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def english_draft(tree, title="Our delivery"):
    """A new version of the English page; its lead says Ukrainian still."""
    page = ContentPage.objects.get(pk=tree.en["content"].pk)
    page.title = title
    return page.save_revision(), page


def live_title(tree):
    return Page.objects.get(pk=tree.en["content"].pk).title


def held(tree):
    return states.state_of(Page(pk=tree.uk["content"].pk)).held_at is not None


@pytest.fixture
def admin(client, owner):
    UserProfile.objects.create(user=owner, preferred_language="en")
    client.force_login(owner)
    return client


@pytest.fixture
def submitted(tree, owner):
    """The English page in a workflow, one approval away from visitors."""
    roles_ensure()
    _revision, page = english_draft(tree)
    page.get_workflow().start(page, owner)
    return tree


def approve(client, tree):
    state = WorkflowState.objects.get().current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[tree.en["content"].pk, "approve", state.pk])
    return client.post(url, {"comment": "Good"})


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("How we send", False),
        ("Як ми шлемо", True),  # as it stands on the Ukrainian page
        ("Зовсім інше", True),  # as it stood there once
        ("The sapphire «Зоря» of Volhynia", False),
        ("GIA: так", True),
        ("", False),
    ],
)
def test_what_is_ukrainian_on_an_english_page(text, foreign):
    assert is_foreign(text, {"Як ми шлемо", "GIA: так"}) is foreign


def test_what_is_open_counts_the_version_and_the_translation(tree):
    revision, page = english_draft(tree)
    assert publishing.open_texts(revision.as_object()) == 1
    assert publishing.open_texts(tree.uk["content"]) == 0
    page.lead = "How we send"
    assert publishing.open_texts(page) == 0

    pages.translation_start(ContentPage.objects.get(pk=tree.uk["content"].pk))

    assert publishing.open_texts(page) == 1  # its version is whole, the translation is not


def test_the_clock_holds_back_what_is_not_translated(linked):
    _revision, page = english_draft(linked)
    start = timezone.now() + dt.timedelta(hours=1)
    page.go_live_at = start
    page.save_revision().publish()

    with time_machine.travel(start + dt.timedelta(minutes=2)):
        call_command("publish_scheduled")
        call_command("publish_scheduled")

    assert live_title(linked) == "English content"
    assert held(linked)
    assert not ContentPage.objects.get(pk=page.pk).scheduled_revision


def test_the_clock_publishes_what_is_whole(linked):
    translate(linked.uk["content"], title="Delivery", lead="How we send", slug="delivery")
    page = ContentPage.objects.get(pk=linked.en["content"].pk)
    page.title, page.lead = "Delivery", "How we send"
    start = timezone.now() + dt.timedelta(hours=1)
    page.go_live_at = start
    page.save_revision().publish()

    with time_machine.travel(start + dt.timedelta(minutes=2)):
        call_command("publish_scheduled")

    assert live_title(linked) == "Delivery"
    assert not held(linked)


def test_the_clock_does_not_publish_a_version_older_than_its_translation(linked):
    translate(linked.uk["content"], title="Delivery", lead="How we send", slug="delivery")
    _revision, page = english_draft(linked)  # nobody put the new texts on the page yet
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    page.save_revision().publish()

    with time_machine.travel(page.go_live_at + dt.timedelta(minutes=2)):
        call_command("publish_scheduled")

    assert live_title(linked) == "English content"
    assert held(linked)


@pytest.mark.parametrize("in_window", [True, False])
def test_an_approval_is_taken_back_and_told(admin, submitted, in_window):
    pages.translation_start(ContentPage.objects.get(pk=submitted.uk["content"].pk))
    headers = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"} if in_window else {}
    state = WorkflowState.objects.get().current_task_state
    edit = reverse("wagtailadmin_pages:edit", args=[submitted.en["content"].pk])
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[submitted.en["content"].pk, "approve", state.pk]
    )

    answer = admin.post(url, {"comment": "Good"}, **headers)

    assert answer.json()["redirect"] == edit if in_window else answer["location"] == edit
    assert REFUSED in said(answer)
    assert reverse("translating:texts_of", args=["page", submitted.en["content"].pk]) in said(answer)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS
    assert WorkflowState.objects.get().current_task_state.status == "in_progress"
    assert live_title(submitted) == "English content"
    assert held(submitted)


def test_an_approval_of_whole_english_publishes(admin, submitted):
    _revision, page = english_draft(submitted)
    page.lead = "How we send"
    page.save_revision()

    answer = approve(admin, submitted)

    assert answer.status_code == 302
    assert live_title(submitted) == "Our delivery"
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


def edited(page, **values):
    """What the usual editor of a page sends."""
    formsets = {
        f"{name}-{key}": "0"
        for name in ("comments",)
        for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    return {
        "title": page.title,
        "slug": page.slug,
        "lead": page.lead,
        "body-count": "0",
        "updated_at": "",
        **formsets,
        **values,
    }


def test_an_editors_publishing_is_refused_and_the_draft_kept(admin, tree):
    page = tree.en["content"]
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    answer = admin.post(
        url, edited(page, title="Typed by hand", **{"action-publish": "1"}), HTTP_ACCEPT="text/html"
    )

    assert answer["location"] == url
    assert REFUSED in said(answer)
    assert live_title(tree) == "English content"
    draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.title == "Typed by hand"
    assert held(tree)


def test_a_date_ahead_is_taken_with_a_warning(admin, tree):
    page = tree.en["content"]
    ahead = (timezone.localtime() + dt.timedelta(days=3)).strftime("%Y-%m-%d %H:%M")

    answer = admin.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        edited(page, go_live_at=ahead, **{"action-publish": "1"}),
    )

    assert "It goes live only if its English is whole by then." in said(answer)
    assert Page.objects.get(pk=page.pk).scheduled_revision is not None
    assert not held(tree)


def test_the_board_leads_to_what_is_held_until_it_is_published(
    admin, linked, owner, django_capture_on_commit_callbacks
):
    publishing.page_hold(linked.en["content"])

    board = admin.get(BOARD).content.decode()
    assert "1 English page was to go live and did not" in board
    assert selectors.held_url().replace("&", "&amp;") in board
    listed = admin.get(selectors.held_url()).content.decode()
    assert "Wait: publishing was held back" in listed
    assert reverse("translating:texts_of", args=["page", linked.uk["news"].pk]) not in listed
    assert "English pages held back" in admin.get(reverse("wagtailadmin_home")).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        publishing.english_publish(
            ContentPage.objects.get(pk=linked.uk["content"].pk), user=owner, incomplete=True
        )

    assert not held(linked)
    assert "1 English page was to go live" not in admin.get(BOARD).content.decode()


def test_a_language_cannot_be_kept_as_a_copy_of_the_other(admin, tree):
    page = admin.get(reverse("wagtaillocales:edit", args=[tree.en["home"].locale_id]))

    assert page.status_code == 200
    assert "sync_from" not in page.content.decode()
