"""Rows that remember: who did what, which request was answered, which task runs, which mail went."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commerce.ledger.enums import MailStatus


class AuditEntry(models.Model):
    """Who changed what, when, from what to what, and why. A trigger refuses any later change."""

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    actor = models.CharField(_("who"), max_length=120)
    kind = models.CharField(_("kind"), max_length=40)
    object_type = models.CharField(_("object"), max_length=60)
    object_id = models.CharField(_("object number"), max_length=60)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_type} {self.object_id}"


class IdempotencyKey(models.Model):
    """A client's key for one act: the same key and body get the first answer again."""

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="idempotencykey_owner_key_unique")
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.key}"


class TaskLease(models.Model):
    """A worker's claim on a running task, renewed by its heartbeat; a stale one is taken back."""

    task_id = models.UUIDField(primary_key=True)
    worker = models.CharField(max_length=80)
    attempts = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("task lease")
        verbose_name_plural = _("task leases")

    def __str__(self) -> str:
        return f"{self.task_id} by {self.worker}"


class ScheduledTask(models.Model):
    """A periodic job: when it ran, when it runs next, how it went."""

    name = models.CharField(_("name"), max_length=80, primary_key=True)
    next_run_at = models.DateTimeField(_("next run"), db_index=True)
    last_run_at = models.DateTimeField(_("last run"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("scheduled job")
        verbose_name_plural = _("scheduled jobs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MailLog(models.Model):
    """The outbox of mails: written with the act that causes it, sent after the commit."""

    kind = models.CharField(_("kind"), max_length=40)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    cause = models.CharField(max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=5)
    recipient = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    status = models.CharField(
        _("status"), max_length=10, choices=MailStatus.choices, default=MailStatus.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_type", "object_id", "cause"], name="mail_once"),
            models.CheckConstraint(condition=Q(status__in=MailStatus.values), name="mail_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"
