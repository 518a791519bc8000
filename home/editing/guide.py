"""The topics of the in-admin guide; their texts are `templates/home_admin/guide/<language>/<name>.html`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that people want to do."""

    name: str
    title: Any
    icon: str


TOPICS = (
    Topic("compose", _("Compose a page"), "edit"),
    Topic("preview", _("Preview and share a draft"), "view"),
    Topic("translate", _("Translate"), "globe"),
    Topic("publish", _("Publish, schedule, go back"), "upload"),
    Topic("pictures", _("Pictures"), "image"),
    Topic("sell", _("Put a stone on sale"), "pick"),
)
