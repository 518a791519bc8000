"""How translations stand, and the runs that bring many up to date."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.enums import RunJob, RunState, TextKind


class TranslationState(models.Model):
    """One row for each page and each row with language columns that has a text to translate.

    It is written with every saving of what it is about, so boards and lists count here instead of
    reading all texts. ``records`` holds what each translation was made from (`translating.domain`).
    """

    content_type = models.ForeignKey("contenttypes.ContentType", on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=TextKind.choices)
    label = models.CharField(_("name"), max_length=200)
    total = models.PositiveIntegerField(_("texts"), default=0)
    missing = models.PositiveIntegerField(_("missing"), default=0)
    stale = models.PositiveIntegerField(_("stale"), default=0)
    is_live = models.BooleanField(_("published"), default=True)
    is_waiting = models.BooleanField(
        _("waits for publishing"), default=False, help_text=_("Translated, but visitors do not see it yet.")
    )
    held_at = models.DateTimeField(
        _("held back at"),
        null=True,
        blank=True,
        help_text=_("When a schedule or a workflow wanted to publish English that was not whole."),
    )
    records = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        default_permissions = ()
        permissions = [("translate_texts", _("Can translate into English"))]
        ordering = ["-missing", "-stale", "label", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="translationstate_one_a_row"),
            models.CheckConstraint(
                condition=models.Q(missing__lte=models.F("total") - models.F("stale")),
                name="translationstate_parts_lte_total",
            ),
        ]
        indexes = [models.Index(fields=["kind", "label"], name="translationstate_kind_label")]

    def __str__(self) -> str:
        return self.label


class TranslationRun(models.Model):
    """One press of “Update translations”: how far it is and what went wrong."""

    job = models.CharField(_("what"), max_length=10, choices=RunJob.choices)
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page"),
    )
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=list, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    created_at = models.DateTimeField(_("started at"), auto_now_add=True, db_index=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("translation run")
        verbose_name_plural = _("translation runs")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_job_display()} #{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in {RunState.WAITING, RunState.RUNNING}
