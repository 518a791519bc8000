"""Who may do what is audited, whoever changes it: the admin, a command, a script.

These are signals because the tables are Django's and are written by Wagtail's own forms: nothing of ours is asked.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, pre_delete
from django.dispatch import receiver

from commerce.customers import services
from commerce.customers.models import User

SENT = {"post_add": "given", "post_remove": "taken", "pre_clear": "taken"}


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="customers.groups")
def groups_changed(instance: Any, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
    if action not in SENT:
        return
    if isinstance(instance, Group):  # from the group's side
        users = pk_set if pk_set is not None else set(instance.user_set.values_list("pk", flat=True))
        for user_id in sorted(users):
            services.rights_note("user", user_id, {SENT[action]: [instance.name]}, what="roles")
        return
    groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
    names = sorted(groups.values_list("name", flat=True))
    services.rights_note("user", instance.pk, {SENT[action]: names}, what="roles")


@receiver(m2m_changed, sender=User.user_permissions.through, dispatch_uid="customers.permissions")
@receiver(m2m_changed, sender=Group.permissions.through, dispatch_uid="customers.group_permissions")
def permissions_changed(
    instance: Any, action: str, pk_set: set[int] | None, model: Any, **kwargs: Any
) -> None:
    if action not in SENT or isinstance(instance, model) or not isinstance(instance, (User, Group)):
        return
    held = instance.permissions if isinstance(instance, Group) else instance.user_permissions
    rows = held.all() if pk_set is None else model.objects.filter(pk__in=pk_set)
    names = sorted(f"{app}.{name}" for app, name in rows.values_list("content_type__app_label", "codename"))
    is_role = isinstance(instance, Group)
    services.rights_note(
        "role" if is_role else "user",
        instance.name if is_role else instance.pk,
        {SENT[action]: names},
        what="rights",
    )


@receiver(pre_delete, sender=Group, dispatch_uid="customers.group_deleted")
def role_deleted(instance: Group, **kwargs: Any) -> None:
    services.rights_note("role", instance.name, {"taken": ["*"]}, what="role")
