"""Editions of policies."""

from __future__ import annotations

from django.db.models import Max

from gemkit.db import write_transaction
from home.models import PolicyPage, PolicyVersion


@write_transaction
def policy_version_keep(*, page_id: int) -> PolicyVersion | None:
    """Keep what is published of a policy as the edition of its effective date; returns that edition.

    A new date makes a new edition, the same date corrects its edition. Translations with the same
    date have the same number. Publishing twice changes nothing.
    """
    page = PolicyPage.objects.select_for_update().filter(pk=page_id, live=True).first()
    if page is None:
        return None
    texts = {
        "title": page.title,
        "lead": page.lead,
        "change_note": page.change_note,
        "body": page.body,
    }
    known = PolicyVersion.objects.filter(page=page, effective_date=page.effective_date).first()
    if known is not None:
        for name, value in texts.items():
            setattr(known, name, value)
        known.save()
        return known
    return PolicyVersion.objects.create(
        page=page, number=_number(page), effective_date=page.effective_date, **texts
    )


def _number(page: PolicyPage) -> int:
    """Return the number of a policy's edition of its date: that of a translation, else the next."""
    family = PolicyVersion.objects.filter(page__translation_key=page.translation_key)
    own = set(PolicyVersion.objects.filter(page=page).values_list("number", flat=True))
    twin = family.filter(effective_date=page.effective_date).values_list("number", flat=True).first()
    if twin is not None and twin not in own:
        return twin
    return (family.aggregate(last=Max("number"))["last"] or 0) + 1
