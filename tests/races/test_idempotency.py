"""Rule 4: claim, don't check."""

import pytest

from commerce.ledger import services
from commerce.ledger.models import AuditEntry, IdempotencyKey
from gemkit.db import write_transaction

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@write_transaction
def act_once(number, *, fingerprint="f" * 64):
    """Do something under a key, as the checkout does."""
    claim = services.claim(owner="cart:1", key="k", fingerprint=fingerprint)
    if not claim.is_new:
        return claim.answer
    services.audit(actor=f"thread {number}", kind="test", object_type="order", object_id=number)
    answer = {"by": number}
    services.finish(claim, status=201, answer=answer)
    return answer


def test_twenty_requests_with_one_key_act_once(together):
    answers, errors = together(act_once, 20)

    assert errors == []
    assert len(answers) == 20
    assert len({answer["by"] for answer in answers}) == 1
    assert AuditEntry.objects.count() == 1
    assert IdempotencyKey.objects.count() == 1


def test_another_body_in_parallel_is_refused(together):
    answers, errors = together(lambda number: act_once(number, fingerprint=str(number) * 64), 6)

    assert len(answers) == 1
    assert {type(error) for error in errors} == {services.IdempotencyKeyReused}
    assert len(errors) == 5


def test_a_crash_leaves_the_key_to_the_next(together):
    crashes = iter(range(100))

    @write_transaction
    def act(number):
        claim = services.claim(owner="cart:1", key="k", fingerprint="f" * 64)
        if not claim.is_new:
            return "replayed"
        if next(crashes) < 3:
            raise RuntimeError("the power went out")
        services.finish(claim, status=201, answer={})
        return "done"

    answers, errors = together(act, 10)

    assert [type(error) for error in errors] == [RuntimeError] * 3
    assert sorted(answers) == ["done"] + ["replayed"] * 6


def test_one_mail_for_many_causes_at_once(together):
    def act(number):
        return services.mail_enqueue(
            kind="order_placed", object_type="order", object_id=1, language="uk", recipient="o@example.com"
        ).pk

    ids, errors = together(act, 20)

    assert errors == []
    assert len(set(ids)) == 1
