"""The letter to the staff about what a visitor sent with a form."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commerce.ledger.selectors import Mail
from commerce.notifications.selectors import Context, Kind, absolute
from gemkit import formats
from home.models import FormMessage
from home.models.forms import MAIL_KIND as KIND_NAME


def _message(mail: Mail) -> Context | None:
    message = FormMessage.objects.select_related("page").filter(pk=int(mail.object_id)).first()
    if message is None:
        return None
    page, sent = message.page.specific, timezone.localtime(message.submit_time)
    return {
        "page_title": page.title,
        "page_url": absolute(page.get_url() or ""),
        "message_language": dict(settings.LANGUAGES)[message.language],
        "rows": [
            (label, answer_text(message.form_data.get(name)))
            for name, label in ((field.clean_name, field.label) for field in page.get_form_fields())
        ],
        "sent_at": f"{formats.date_with_year(sent.date())}, {sent:%H:%M}",
        "reply_to": message.reply_to,
        "desk_url": absolute(reverse("wagtailforms:list_submissions", args=[page.pk])),
    }


def answer_text(value: Any) -> str:
    """Return an answer as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


KIND = Kind("staff_form", lambda context: _("Message: {page}").format(page=context["page_title"]), _message)

__all__ = ["KIND", "KIND_NAME", "answer_text"]
