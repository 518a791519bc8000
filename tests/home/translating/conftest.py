"""Translators, editors, and a tree whose English is linked to its Ukrainian."""

import pytest

from commerce.customers import services as customers
from commerce.customers.models import User
from home.translating import pages


@pytest.fixture
def person(db):
    """Make a member of staff with these rights and no other: ``person("home.translate_texts")``."""

    def make(*rights, name="translator"):
        customers.group_ensure(name=name, permissions=["wagtailadmin.access_admin", *rights])
        customers.staff_create(email=f"{name}@example.com", password="long-enough-1", groups=[name])
        return User.objects.get(email=f"{name}@example.com")

    return make


@pytest.fixture
def translator(client, person):
    """A client signed in as somebody who may translate and do nothing else."""
    client.force_login(person("home.translate_texts"))
    return client


@pytest.fixture
def owner(db):
    return User.objects.create_superuser(email="owner@example.com", password="x")


@pytest.fixture
def linked(tree):
    """The tree of pages, each English page linked to its Ukrainian one."""
    for name in ("home", "content", "journal", "showcase", "news"):
        page = type(tree.uk[name]).objects.get(pk=tree.uk[name].pk)
        pages.translation_start(page)
        pages.page_state_write(page)
    return tree
