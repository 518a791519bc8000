"""What is written down when somebody may do more, or less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wagtail.log_actions import get_active_log_context

from commerce.customers.models import User
from commerce.ledger import services as ledger
from gemkit.admin import staff_actor

FLAGS = ("is_active", "is_staff", "is_superuser")


def rights_note(
    object_type: str, object_id: object, change: Mapping[str, Sequence[str]], *, what: str
) -> None:
    """Write into the audit trail what was ``given`` to a user or role, or ``taken`` from it; nothing for nothing."""
    given, taken = list(change.get("given", ())), list(change.get("taken", ()))
    if not given and not taken:
        return
    ledger.audit(
        actor=_actor(),
        kind="role",
        object_type=object_type,
        object_id=object_id,
        before={what: taken} if taken else None,
        after={what: given} if given else None,
    )


def flags_of(user_id: int) -> dict[str, bool] | None:
    """Return whether an account is active, staff, allowed everything; None for an unknown one."""
    return User.objects.filter(pk=user_id).values(*FLAGS).first()


def flags_note(user_id: int, *, before: Mapping[str, bool] | None, after: Mapping[str, bool] | None) -> None:
    """Write down that an account was made, changed or deleted, with no more of the person than the number."""
    if before != after:
        ledger.audit(
            actor=_actor(),
            kind="role",
            object_type="user",
            object_id=user_id,
            before=dict(before) if before is not None else None,
            after=dict(after) if after is not None else None,
        )


def _actor() -> str:
    """Return who is at the keyboard of the admin; outside of it the shop itself."""
    user: Any = get_active_log_context().user
    return staff_actor(user) if user is not None and user.pk else "system"
