"""Registers the journal in the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from commerce.ledger.viewsets import JournalGroup


@hooks.register("register_admin_viewset")
def journal() -> JournalGroup:
    return JournalGroup()


@hooks.register("register_permissions")
def journal_permissions() -> QuerySet[Permission]:
    """Return what can be granted to a group. Changing a mail means sending it again."""
    return Permission.objects.filter(
        content_type__app_label="ledger",
        codename__in=["view_maillog", "change_maillog", "view_auditentry", "view_scheduledtask"],
    )
