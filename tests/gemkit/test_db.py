"""A collision runs the whole transaction again; anything else does not."""

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError

from gemkit import db
from gemkit.errors import Unavailable


def _collision(state="40P01"):
    error = OperationalError("the database said no")
    error.__cause__ = type("FromTheDriver", (Exception,), {"sqlstate": state})()
    return error


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", ["40P01", "40001", "55P03", "57014"])
def test_a_collision_is_tried_again(state):
    calls = []

    @db.write_transaction
    def act():
        calls.append(1)
        if len(calls) < 3:
            raise _collision(state)
        return "done"

    assert act() == "done"
    assert len(calls) == 3


@pytest.mark.django_db(transaction=True)
def test_after_the_last_try_the_answer_is_try_later():
    calls = []

    @db.write_transaction
    def act():
        calls.append(1)
        raise _collision()

    with pytest.raises(Unavailable):
        act()
    assert len(calls) == db.ATTEMPTS


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [IntegrityError("unique"), DatabaseError("syntax")])
def test_other_errors_pass_at_once(error):
    calls = []

    @db.write_transaction
    def act():
        calls.append(1)
        raise error

    with pytest.raises(type(error)):
        act()
    assert len(calls) == 1
