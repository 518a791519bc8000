import datetime as dt

import pytest
from django.db import transaction

from commerce.ledger import services
from commerce.ledger.models import IdempotencyKey
from gemkit.clock import now

pytestmark = pytest.mark.django_db


def claim(owner="cart:1", key="k", fingerprint="f" * 64):
    return services.claim(owner=owner, key=key, fingerprint=fingerprint)


def test_the_first_claim_is_new_and_later_ones_get_its_answer():
    first = claim()
    services.finish(first, status=201, answer={"number": "A"})
    again = claim()

    assert first.is_new
    assert (again.is_new, again.status, again.answer) == (False, 201, {"number": "A"})


def test_another_body_under_the_same_key_is_refused():
    services.finish(claim(), status=201, answer={})

    with pytest.raises(services.IdempotencyKeyReused) as error:
        claim(fingerprint="0" * 64)

    assert (error.value.code, error.value.status) == ("IDEMPOTENCY_KEY_REUSED", 422)


def test_keys_belong_to_their_owner():
    services.finish(claim(), status=201, answer={})

    assert claim(owner="cart:2", fingerprint="0" * 64).is_new


def test_an_act_that_is_rolled_back_gives_the_key_free():
    def crash():
        with transaction.atomic():
            claim()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        crash()

    assert claim().is_new
    assert IdempotencyKey.objects.count() == 1


def test_old_keys_are_forgotten():
    services.finish(claim(), status=201, answer={})
    services.finish(claim(key="new"), status=201, answer={})
    IdempotencyKey.objects.filter(key="k").update(created_at=now() - dt.timedelta(days=31))

    assert services.keys_forget() == 1
    assert IdempotencyKey.objects.get().key == "new"


@pytest.mark.django_db(transaction=True)
def test_a_claim_outside_of_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError):
        claim()
