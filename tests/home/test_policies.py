"""Policies and their editions: each keeps its address and its day."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from gemkit.clock import today_kyiv
from home.models import (
    PolicyPage,
    PolicyVersion,
)

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(days=40)


def html_of(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def main_of(html):
    return html.split("<main", 1)[1].split("</main>")[0]


@pytest.fixture
def policies(tree):
    """Policies that have no edition yet, in both languages."""
    PolicyVersion.objects.all().delete()  # the English page was published by the tree
    return tree


def publish(page, *, text, on, note=""):
    page.refresh_from_db()
    page.body = [("text", {"heading": "Правило", "text": f"<p>{text}</p>"})]
    page.effective_date, page.change_note = on, note
    page.full_clean()
    page.save_revision().publish()
    page.refresh_from_db()


def test_new_effective_date_keeps_the_former_text_at_its_own_address(client, policies):
    policy, today = policies.uk["policy"], today_kyiv()
    publish(policy, text="Сім днів", on=today - LATER)
    publish(policy, text="Чотирнадцять днів", on=today, note="Строк подвоєно")

    now, former = html_of(client, policy.get_url()), html_of(client, f"{policy.get_url()}version/1/")

    assert "Чотирнадцять днів" in now
    assert "Сім днів" not in now
    assert f'href="{policy.get_url()}version/1/"' in now
    assert "Строк подвоєно" in now
    assert "Сім днів" in former
    assert '<meta name="robots" content="noindex">' in former
    assert f'href="{policy.get_url()}"' in main_of(former)
    assert f'rel="canonical" href="http://127.0.0.1:8000{policy.get_url()}version/1/"' in former


def test_edition_that_is_published_for_later_waits_for_its_day(client, policies):
    policy, today = policies.uk["policy"], today_kyiv()
    publish(policy, text="Чинне", on=today)
    publish(policy, text="Майбутнє", on=today + LATER)

    now = html_of(client, policy.get_url())

    assert "Чинне" in now
    assert "Майбутнє" not in now
    assert "Майбутнє" in html_of(client, f"{policy.get_url()}version/2/")


def test_publishing_again_with_the_same_date_corrects_the_edition(client, policies):
    policy, today = policies.uk["policy"], today_kyiv()
    publish(policy, text="З помилкою", on=today)
    publish(policy, text="Без помилки", on=today)

    assert PolicyVersion.objects.filter(page=policy).count() == 1
    assert "Без помилки" in html_of(client, policy.get_url())


def test_edition_cannot_begin_before_the_one_in_force(policies):
    policy, today = policies.uk["policy"], today_kyiv()
    publish(policy, text="Чинне", on=today)

    policy = PolicyPage.objects.get(pk=policy.pk)
    policy.effective_date = today - LATER
    with pytest.raises(ValidationError) as refused:
        policy.full_clean()

    assert list(refused.value.message_dict) == ["effective_date"]


def test_translations_number_their_editions_alike(policies):
    today = today_kyiv()
    for on in (today - 2 * LATER, today - LATER, today):
        publish(policies.uk["policy"], text="Текст", on=on)
    publish(policies.en["policy"], text="Text", on=today)

    newest = PolicyVersion.objects.filter(page=policies.uk["policy"]).order_by("-number").first()
    assert PolicyVersion.objects.get(page=policies.en["policy"]).number == newest.number


@pytest.mark.parametrize("tail", ["version/99/", "version/x/", "version/1/more/", "version/"])
def test_edition_that_does_not_exist_is_not_found(client, policies, tail):
    assert client.get(f"{policies.uk['policy'].get_url()}{tail}").status_code == 404


def test_draft_of_a_policy_previews_before_it_is_an_edition(policies):
    policy = policies.uk["policy"]
    publish(policy, text="Чинне", on=today_kyiv())
    policy.body = [("text", {"heading": "", "text": "<p>Чернетка</p>"})]
    policy.effective_date = today_kyiv() + LATER

    assert "Чернетка" in policy.make_preview_request().content.decode()
