"""What the shop remembers, for people to read: mails, the audit trail, periodic jobs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button

from commerce.ledger import selectors, services
from commerce.ledger.enums import AUDIT_KINDS
from commerce.ledger.forms import AuditFilters
from commerce.ledger.models import AuditEntry, MailLog, ScheduledTask
from gemkit.admin import LimitedPolicy, staff_actor

# Whoever may "change" a mail may send it again; there is no form for it.
SENDERS = LimitedPolicy(MailLog, actions=("change",))


class MailIndexView(generic.IndexView):
    """The outbox, the newest first, each mail with its error and a way to send it again."""

    def get_list_more_buttons(self, instance: MailLog) -> list[Button]:
        buttons = super().get_list_more_buttons(instance)
        if SENDERS.user_has_permission(self.request.user, "change"):
            url = reverse("mails:resend", args=[instance.pk])
            buttons.append(Button(_("Send again"), url=url, icon_name="mail", priority=15))
        return list(buttons)


class MailResendView(PermissionCheckedMixin, View):
    """Asks, then puts a mail back into the outbox."""

    permission_policy = SENDERS
    permission_required = "change"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        mail = get_object_or_404(MailLog, pk=pk)
        return render(request, "commerce/ledger/resend.html", {"mail": mail, "page_title": _("Send again")})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mail = get_object_or_404(MailLog, pk=pk)
        services.mail_resend(mail_id=mail.pk, actor=staff_actor(request.user))
        messages.success(
            request, _("The mail to %(recipient)s is on its way again.") % {"recipient": mail.recipient}
        )
        return redirect("mails:index")


class MailViewSet(ModelViewSet):
    model = MailLog
    name = "mails"
    icon = "mail"
    menu_label = gettext_lazy("Mails")
    url_prefix = "journal/mails"
    permission_policy = LimitedPolicy(MailLog)
    index_view_class = MailIndexView
    list_display = [
        "recipient",
        "subject",
        "kind",
        "get_status_display",
        "error",
        "attempts",
        "created_at",
        "sent_at",
    ]
    list_filter = ["status", "kind", "language"]
    search_fields = ["recipient", "subject", "object_id"]
    search_backend_name = None
    ordering = ["-created_at", "-pk"]
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("resend/<int:pk>/", MailResendView.as_view(), name="resend")]


class WhoColumn(Column):
    """Who acted, as people call them; the view has asked for all names of the page at once."""

    def get_value(self, instance: AuditEntry) -> str:
        return str(getattr(instance, "actor_text", instance.actor))


class KindColumn(Column):
    """What was changed."""

    def get_value(self, instance: AuditEntry) -> Any:
        told = AUDIT_KINDS.get(instance.kind)
        return told.title if told is not None else instance.kind


class ChangeColumn(Column):
    """From what to what."""

    def get_value(self, instance: AuditEntry) -> str:
        return selectors.change_text(instance)


class AuditIndexView(generic.IndexView):
    """The trail, without the kinds that its reader may not read of; names are asked once a page."""

    def get_base_queryset(self) -> Any:
        return selectors.audit_seen_by(self.request.user).order_by("-at", "-pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        entries = context["object_list"]
        names = selectors.actor_texts(entry.actor for entry in entries)
        for entry in entries:
            entry.actor_text = names[entry.actor]
        return context


class AuditInspectView(generic.InspectView):
    """One entry, under the same rule."""

    def get_object(self, *args: Any, **kwargs: Any) -> AuditEntry:
        if not self.permission_policy.user_has_permission(self.request.user, "view"):
            raise PermissionDenied  # the row is looked for before the view asks for the right
        return get_object_or_404(selectors.audit_seen_by(self.request.user), pk=self.kwargs["pk"])


class AuditViewSet(ModelViewSet):
    model = AuditEntry
    name = "audit"
    icon = "history"
    menu_label = gettext_lazy("Audit trail")
    url_prefix = "journal/audit"
    permission_policy = LimitedPolicy(AuditEntry)
    index_view_class = AuditIndexView
    inspect_view_class = AuditInspectView
    filterset_class = AuditFilters
    list_display = [
        "at",
        WhoColumn("who", label=gettext_lazy("who")),
        KindColumn("what", label=gettext_lazy("what")),
        "object_type",
        "object_id",
        ChangeColumn("change", label=gettext_lazy("from → to")),
        "reason",
    ]
    list_export = ["at", "actor", "kind", "object_type", "object_id", "before", "after", "reason"]
    search_fields = ["actor", "object_id", "reason"]
    search_backend_name = None
    ordering = ["-at", "-pk"]
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []


class ScheduleViewSet(ModelViewSet):
    model = ScheduledTask
    name = "schedule"
    icon = "time"
    menu_label = gettext_lazy("Periodic jobs")
    url_prefix = "journal/jobs"
    permission_policy = LimitedPolicy(ScheduledTask)
    list_display = ["name", "next_run_at", "last_run_at", "last_error"]
    ordering = ["name"]
    copy_view_enabled = False
    exclude_form_fields: list[str] = []


class JournalGroup(ViewSetGroup):
    menu_label = gettext_lazy("Journal")
    menu_icon = "history"
    menu_name = "journal"
    menu_order = 180
    items = (MailViewSet, AuditViewSet, ScheduleViewSet)
