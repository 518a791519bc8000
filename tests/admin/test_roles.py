"""Role × view: every view below /cms/ is asked as every role, and the answer compared with `roles.txt`.

A new view without a row fails. To write the rows anew: ROLES_WRITE=1, then read what changed.
"""

import copy
import os
import re

import pytest
from django.conf import settings
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client, override_settings
from django.urls import reverse

from gemsite.roles import roles_ensure
from tests.admin import views
from tests.admin.world import SECRETS, make_world
from tests.factories.commerce import set_rates
from tests.home.conftest import make_tree

BLIND = ("Editor", "Translator", "Merchandiser")
"""Roles that never see a customer's data or what the shop's prices are made of."""

RENDERED = (*BLIND, "Admin")
"""Whose pages are drawn: what the manager and the shop's staff see is part of what the admin sees."""

SILENT = {"failwhale/"}
"""Views that fail on purpose: Wagtail's test of the error page."""

# Before the tests that empty the database: they take with them what migrations wrote. One database is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for all roles of a process: making it takes longer than asking as one of them."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media, STORAGES=stored_in(media)):
        whole = transaction.atomic()
        whole._from_testcase = True  # durable transactions may run inside, as in Django's own TestCase
        with whole:
            set_rates()
            roles_ensure()
            yield make_world(make_tree())
            transaction.set_rollback(True)


def stored_in(folder):
    return {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder), "base_url": "/media/"},
        },
    }


@pytest.fixture
def ask(world, monkeypatch):
    """Return the answer to ``ask(role, address)`` and its text; whatever the view did is undone.

    The person is loaded once, with its rights, and not for every request; nobody reads the contexts of templates.
    """
    client = Client()
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_args, **_values: None)

    def asked(role, address):
        person = copy.copy(world.people[role])
        monkeypatch.setattr("django.contrib.auth.get_user", lambda request: person)
        path = world.path(address)
        with transaction.atomic():
            answer = client.get(path)
            if answer.status_code == 405:
                answer = client.post(path)
            if answer.status_code == 405:
                answer = client.put(path, "value=x", content_type="application/x-www-form-urlencoded")
            body = b"" if answer.streaming else answer.content
            transaction.set_rollback(True)
        client.cookies.clear()
        return answer, body.decode(errors="replace")

    return asked


def mark(answer):
    where = answer.headers.get("Location", "")
    if answer.status_code in (404, 405):
        return views.NOT_FOUND
    # Wagtail sends those whom it refuses to the first page, or to the sign-in.
    if answer.status_code == 403 or where == reverse("wagtailadmin_home") or "/login/" in where:
        return views.REFUSED
    return views.ALLOWED


@pytest.mark.parametrize("role", views.ROLES)
def test_every_role_at_every_view(ask, role, monkeypatch):
    if role not in RENDERED:
        monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    expected = views.expectations() if views.TABLE.exists() else {}
    seen, failed, told = {}, [], []
    for address in views.all_views():
        try:
            answer, body = ask(role, address)
        except Exception as error:  # noqa: BLE001 - each is a page that would answer 500
            if address not in SILENT:
                failed.append(f"{address}: {type(error).__name__}: {error}")
            seen[address] = views.ALLOWED
            continue
        if answer.status_code >= 500:
            failed.append(f"{address}: {answer.status_code}")
        seen[address] = mark(answer)
        if role in BLIND and (found := [secret for secret in SECRETS if secret in body]):
            told.append(f"{address}: {found}")
    if os.environ.get("ROLES_WRITE"):
        views.write({role: seen})
        expected = views.expectations()

    place = views.ROLES.index(role)
    print(f"{role}: {len(seen)} views, {views.tally(seen.values())}")  # noqa: T201 - the count is the proof
    assert not failed, "\n".join(failed)
    assert not told, "\n".join(told)
    wrong = [
        f"{address or '(home)'}: {found}, expected {expected.get(address, 'a row for it' + ' ' * 6)[place]}"
        for address, found in seen.items()
        if expected.get(address, "      ")[place] != found
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_has_a_row_for_every_view_and_no_more():
    assert set(views.expectations()) == set(views.all_views())
    assert all(re.fullmatch(r"[-+.]{6}", marks) for marks in views.expectations().values())
