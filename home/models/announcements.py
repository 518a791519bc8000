"""Announcements: one line above the header for a time."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from home.models.targets import Target, one_target


class Tone(models.TextChoices):
    """How loud an announcement is."""

    QUIET = "quiet", pgettext_lazy("tone", "Quiet: on paper")
    ACCENT = "accent", pgettext_lazy("tone", "Inviting: tinted")
    NIGHT = "night", pgettext_lazy("tone", "Solemn: on night")
    ALERT = "alert", pgettext_lazy("tone", "Warning: something does not work")


class Announcement(Target):
    """A line above the header from ``starts_at`` until ``ends_at``; of two that run the later begun shows.

    ``text`` and ``link_text`` exist per language: without a text nothing shows in that language.
    """

    text = models.CharField(_("text"), max_length=160)
    link_text = models.CharField(
        _("text of the link"), max_length=60, blank=True, help_text=_("Only with a place to lead to.")
    )
    tone = models.CharField(_("tone"), max_length=8, choices=Tone.choices, default=Tone.QUIET)
    starts_at = models.DateTimeField(_("shown from"), default=timezone.now, db_index=True)
    ends_at = models.DateTimeField(
        _("shown until"), null=True, blank=True, help_text=_("Empty: until somebody takes it away.")
    )
    can_be_closed = models.BooleanField(
        _("visitors may close it"), default=True, help_text=_("Their browser remembers; no cookie is set.")
    )

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(tone__in=Tone.values), name="announcement_tone_known"),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="announcement_ends_after_start",
                violation_error_message=_("The end lies before the beginning."),
            ),
            one_target("announcement_one_target"),
        ]

    def __str__(self) -> str:
        return self.text or f"#{self.pk}"

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end lies before the beginning.")})
        for code in ("uk", "en"):
            if getattr(self, f"link_text_{code}") and not self.has_target:
                raise ValidationError({f"link_text_{code}": _("Say where the link leads.")})
