"""Where a row is used: asked before it is deleted, by the admin and by the API."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import models
from django.db.models import PROTECT, RESTRICT
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from gemkit.errors import DomainError

SHOWN = 20


class InUse(DomainError):
    """Other rows need this one; ``usages`` says which."""

    code = "IN_USE"
    message = _("This is used elsewhere and was not deleted.")


@dataclass(frozen=True, slots=True)
class Usage:
    """The rows of one kind that keep a row from being deleted; the first of them in ``rows``."""

    label: str
    count: int
    rows: list[models.Model] = field(default_factory=list)


def usages_of(instance: models.Model, *, ignored: Collection[str] = ()) -> list[Usage]:
    """Return what keeps ``instance`` from being deleted, but for the models ``ignored`` by label.

    That is every protected foreign key to it and every list it is chosen in: the database would
    empty the latter without a word.
    """
    usages = []
    for relation in instance._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or not _protects(relation):
            continue
        if relation.related_model._meta.label_lower in ignored:
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: instance.pk})
        if count := rows.count():
            label = capfirst(str(relation.related_model._meta.verbose_name_plural))
            usages.append(Usage(label=label, count=count, rows=list(rows.order_by("pk")[:SHOWN])))
    return usages


def _protects(relation: models.ForeignObjectRel) -> bool:
    return bool(relation.many_to_many) or getattr(relation, "on_delete", None) in {PROTECT, RESTRICT}


def usage_check(instance: models.Model, *, ignored: Collection[str] = ()) -> None:
    """Refuse to delete what is used; raises `InUse` with a list of {label, count, names}."""
    if usages := usages_of(instance, ignored=ignored):
        raise InUse(
            usages=[
                {"label": usage.label, "count": usage.count, "names": [str(row) for row in usage.rows]}
                for usage in usages
            ]
        )
