"""What an approved workflow does. Wagtail imports it while its models load, so it imports nothing before it acts."""

from __future__ import annotations

from typing import Any


def workflow_publish(workflow_state: Any, user: Any = None) -> None:
    """Publish what a workflow has approved (`WAGTAIL_FINISH_WORKFLOW_ACTION`).

    Raises `NotComplete` for an English page with open texts: the approval is taken back whole.
    """
    from wagtail.models import Page
    from wagtail.workflows import publish_workflow_state

    from home.translating import pages, publishing

    subject = workflow_state.content_object
    if isinstance(subject, Page) and (
        number := publishing.open_texts(subject.get_latest_revision_as_object())
    ):
        raise pages.NotComplete(page=subject.pk, number=number)
    publish_workflow_state(workflow_state, user=user)
