"""The line above the header: when it comes and goes."""

import datetime as dt
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils.translation import override

from gemkit.clock import now
from gemkit.lifetime import measured
from home.models import Announcement
from home.selectors import navigation_for

pytestmark = pytest.mark.django_db


def navigation(path="/uk/"):
    return navigation_for(RequestFactory().get(path))


@pytest.fixture
def clock_at():
    """Set the shop's clock for a while."""
    return lambda moment: mock.patch("django.utils.timezone.now", return_value=moment)


def announce(**values):
    return Announcement.objects.create(**{"text_uk": "Новина", "text_en": "News", **values})


def test_announcement_comes_and_goes_at_its_moment(clock_at):
    begins = now().replace(microsecond=0) + dt.timedelta(minutes=5)
    announce(starts_at=begins, ends_at=begins + dt.timedelta(minutes=10))

    assert navigation().announcement is None
    for seconds, shown in ((-1, False), (0, True), (599, True), (600, False)):
        with clock_at(begins + dt.timedelta(seconds=seconds)):
            assert bool(navigation().announcement) is shown, seconds


def test_pages_are_kept_no_longer_than_until_the_next_change(clock_at):
    begins = now().replace(microsecond=0) + dt.timedelta(minutes=5)
    ends = begins + dt.timedelta(minutes=10)
    announce(starts_at=begins, ends_at=ends)

    for moment, turn in ((None, begins), (begins, ends), (ends, None)):
        with clock_at(moment or now()), measured() as lifetime:
            navigation()
        assert lifetime.ends_at == turn


def test_announcement_without_a_text_is_not_shown_in_that_language():
    announce(text_en="")

    assert navigation().announcement.text == "Новина"
    with override("en"):
        assert navigation("/en/").announcement is None


def test_the_later_begun_announcement_wins():
    announce(text_uk="Давня", starts_at=now() - dt.timedelta(days=2))
    announce(text_uk="Нова", starts_at=now() - dt.timedelta(days=1), link_text_uk="Далі", shelf="picker")

    found = navigation().announcement

    assert (found.text, found.link.title, found.link.url) == ("Нова", "Далі", "/uk/picker/")


def test_announcement_whose_link_is_gone_stays_without_it(tree):
    announce(link_text_uk="Далі", page=tree.uk["content"])
    tree.uk["content"].refresh_from_db()
    tree.uk["content"].unpublish()

    assert navigation().announcement.link is None


def test_period_in_the_wrong_order_is_refused():
    begins = now()
    wrong = Announcement(text_uk="x", starts_at=begins, ends_at=begins)
    with pytest.raises(ValidationError) as refused:
        wrong.full_clean()
    assert set(refused.value.message_dict) == {"ends_at"}
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


def test_link_text_needs_a_place_to_lead_to():
    with pytest.raises(ValidationError) as refused:
        Announcement(text_uk="x", link_text_uk="Далі").full_clean()
    assert set(refused.value.message_dict) == {"link_text_uk"}
