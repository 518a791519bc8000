"""Rows that have a page of their own in the shop."""

from typing import Any, ClassVar

from django.db import models, transaction

from catalog.events import AddressChanged
from gemkit.events import publish


class Addressed(models.Model):
    """Tells when the address of a stored row changes, inside the transaction that changes it.

    Forms, publishing, the schedule, imports and the API all end in ``save``, so nobody can forget it. Only
    bulk updates pass by.
    """

    # What the page's address is made of, and what else a listener must know of the time before.
    address_fields: ClassVar[tuple[str, ...]] = ("slug_uk", "slug_en")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        changed = kwargs.get("update_fields")
        if self._state.adding or (changed is not None and not set(changed) & set(self.address_fields)):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            rows = type(self)._base_manager.select_for_update().filter(pk=self.pk).order_by()
            before = rows.values(*self.address_fields).first()
            super().save(*args, **kwargs)
            if before is not None and any(getattr(self, name) != was for name, was in before.items()):
                publish(AddressChanged(row=self, before=before))
