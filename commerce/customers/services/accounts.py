"""Writes of accounts."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commerce.customers.models import User
from gemkit.db import write_transaction
from gemkit.errors import DomainError


class AccountExists(DomainError):
    """There is an account with this address."""

    code = "ACCOUNT_EXISTS"
    message = _("There is an account with this address already.")


@write_transaction
def staff_create(
    *,
    email: str,
    password: str,
    first_name: str = "",
    last_name: str = "",
    groups: Iterable[str] = (),
    is_superuser: bool = False,
) -> int:
    """Make an account that may enter the admin, in ``groups`` by name; returns its id.

    Raises `AccountExists`, and ValidationError for an address that is none.
    """
    user = User(
        email=email, first_name=first_name, last_name=last_name, is_staff=True, is_superuser=is_superuser
    )
    user.set_password(password)
    user.clean()
    if User.objects.filter(email=user.email).exists():
        raise AccountExists()
    user.full_clean(exclude=["password"])
    user.save()
    user.groups.set(Group.objects.filter(name__in=groups))
    return user.pk


@write_transaction
def group_ensure(*, name: str, permissions: Iterable[str]) -> Group:
    """Return the group ``name`` with exactly ``permissions`` ("app_label.codename").

    Raises ValidationError when a permission does not exist.
    """
    wanted = set(permissions)
    match = Q(pk__in=[])
    for permission in wanted:
        app_label, _dot, codename = permission.partition(".")
        match |= Q(content_type__app_label=app_label, codename=codename)
    found = list(Permission.objects.filter(match).select_related("content_type"))
    missing = wanted - {f"{row.content_type.app_label}.{row.codename}" for row in found}
    if missing:
        raise ValidationError(f"no such permission: {', '.join(sorted(missing))}")
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.set(found)
    return group
