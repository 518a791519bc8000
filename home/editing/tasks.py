"""Work that editors need done beside their requests."""

from __future__ import annotations

from django.core.management import call_command
from django_tasks import task

from home.editing import links


@task(backend="shop")
def links_check() -> None:
    """Find the links of published pages that lead nowhere. Running it twice gives the same list."""
    links.links_check()


@task(backend="shop")
def scheduled_publish() -> None:
    """Publish what is due and unpublish what has expired: pages and products."""
    call_command("publish_scheduled", verbosity=0)
