"""What catalog models share."""

from typing import Any

from django.db import models, transaction


class Watched(models.Model):
    """A model that listings and search are told of: whatever hears of a change writes in its transaction."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            return super().delete(*args, **kwargs)
