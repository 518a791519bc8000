"""The editor's checks panel: Wagtail's own rules, and what the shop found out about the version at hand.

The preview lists the findings (`components/preview_notes.html`); here each kind becomes a rule of the panel.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

from home.editing.findings import Kind

CHECK = "shop-finding"
# Headings and the description are judged by Wagtail's own rules, on the finished page.
RULES = {
    Kind.ALT: _("Describe the picture in this language: pictures, the picture, alternative text."),
    Kind.UNPUBLISHED: _("Publish it, translate it or link to something else: visitors see no link."),
    Kind.SOLD: _("Choose another: visitors see the next one by the block's rule."),
    Kind.CYRILLIC: _("Translate it: nobody should meet Ukrainian on an English page."),
}


class ShopChecker(ContentCheckerItem):
    """Wagtail's checker with the shop's rules."""

    def get_axe_run_only(self, request: HttpRequest | None) -> list[str]:
        return [*super().get_axe_run_only(request), "image-alt", *(_rule(kind) for kind in RULES)]

    def get_axe_custom_rules(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        return [
            *super().get_axe_custom_rules(request),
            *(
                {
                    "id": _rule(kind),
                    "impact": "serious",
                    "selector": f'[data-finding="{kind.value}"]',
                    "tags": ["best-practice"],
                    "any": [CHECK],
                    "enabled": True,
                }
                for kind in RULES
            ),
        ]

    def get_axe_custom_checks(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        return [*super().get_axe_custom_checks(request), {"id": CHECK}]

    def get_axe_messages(self, request: HttpRequest | None) -> dict[str, Any]:
        ours = {
            _rule(kind): {"error_name": kind.label, "help_text": help_text}
            for kind, help_text in RULES.items()
        }
        image = {"error_name": Kind.ALT.label, "help_text": RULES[Kind.ALT]}
        return {**super().get_axe_messages(request), "image-alt": image, **ours}

    class Media:
        js = ["cms/checks.js"]


def _rule(kind: Kind) -> str:
    return f"shop-{kind.value}"
