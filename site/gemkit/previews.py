"""The editors' preview, the same for pages and products."""

from typing import Any

from django.utils.translation import gettext_lazy as _

PHONE, TABLET, DESKTOP = 390, 768, 1280


class PreviewWidths:
    """Gives a previewable model the three widths that the shop is designed for. Stands before Wagtail's own class."""

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        return [
            {"name": "phone", "icon": "mobile-alt", "device_width": PHONE, "label": _("Preview on a phone")},
            {
                "name": "tablet",
                "icon": "tablet-alt",
                "device_width": TABLET,
                "label": _("Preview on a tablet"),
            },
            {
                "name": "desktop",
                "icon": "desktop",
                "device_width": DESKTOP,
                "label": _("Preview on a large screen"),
            },
        ]
