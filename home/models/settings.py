"""Facts of the shop that editors keep: contacts, hours, legal line, bank details."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

LANGUAGES = (("uk", _("Ukrainian")), ("en", _("English")))
TRANSLATED = (
    "brand_name",
    "tagline",
    "street",
    "city",
    "hours",
    "legal_line",
    "bank_recipient",
    "bank_name",
    "delivery_note",
)

SOCIALS = {
    "instagram_url": "Instagram",
    "facebook_url": "Facebook",
    "telegram_url": "Telegram",
    "youtube_url": "YouTube",
}


def _language_tab(code: str) -> list[Any]:
    return [FieldPanel(f"{name}_{code}") for name in TRANSLATED]


def _social(label: str) -> models.URLField:
    return models.URLField(
        label,
        blank=True,
        validators=[
            URLValidator(schemes=["https"], message=_("Write an address that begins with https://."))
        ],
    )


@register_setting(icon="home")
class SiteSettings(BaseSiteSetting):
    """One row a site. Names and texts exist per language (see `home.translation`)."""

    brand_name = models.CharField(_("name of the shop"), max_length=60, blank=True)
    tagline = models.CharField(
        _("tagline"), max_length=160, blank=True, help_text=_("Under the name in the footer.")
    )
    phone = models.CharField(
        _("phone"),
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(r"^\+?[\d ()–-]{7,30}$", _("Write digits, spaces and brackets: 044 500 20 26."))
        ],
    )
    email = models.EmailField(_("e-mail"), blank=True)
    street = models.CharField(_("street and house"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    hours = models.CharField(_("opening hours"), max_length=80, blank=True)
    legal_line = models.CharField(
        _("legal line"), max_length=200, blank=True, help_text=_("Who sells: name, code, register entry.")
    )
    bank_recipient = models.CharField(_("recipient"), max_length=120, blank=True)
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    bank_iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bank_code = models.CharField(_("code of the recipient"), max_length=20, blank=True)
    delivery_note = models.CharField(
        _("note on delivery"), max_length=200, blank=True, help_text=_("One sentence beside the buy button.")
    )

    instagram_url = _social("Instagram")
    facebook_url = _social("Facebook")
    telegram_url = _social("Telegram")
    youtube_url = _social("YouTube")
    analytics_on = models.BooleanField(
        _("count visits"),
        default=False,
        help_text=_(
            "Loads the script that the server's settings name (ANALYTICS_SCRIPT_URL), and not for visitors "
            "whose browser asks not to be tracked."
        ),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel([FieldPanel("phone"), FieldPanel("email")], heading=_("Contacts")),
                    MultiFieldPanel([FieldPanel(name) for name in SOCIALS], heading=_("Social networks")),
                    MultiFieldPanel(
                        [FieldPanel("bank_iban"), FieldPanel("bank_code")], heading=_("Bank transfer")
                    ),
                    MultiFieldPanel([FieldPanel("analytics_on")], heading=_("Visits")),
                ],
                heading=_("For both languages"),
            ),
            *(ObjectList(_language_tab(code), heading=name) for code, name in LANGUAGES),
        ]
    )

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")

    def __str__(self) -> str:
        return self.brand_name or f"#{self.pk}"

    @property
    def phone_link(self) -> str:
        """The phone as ``tel:`` wants it."""
        digits = "".join(char for char in self.phone if char.isdigit())
        return (
            f"+38{digits}" if len(digits) == 10 and digits.startswith("0") else f"+{digits}" if digits else ""
        )

    @property
    def socials(self) -> list[tuple[str, str]]:
        """Names and addresses of the networks where the shop is."""
        return [(label, url) for name, label in SOCIALS.items() if (url := getattr(self, name))]

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.street, self.city) if part)

    @classmethod
    def current(cls, request: Any = None) -> SiteSettings:
        """Return the settings of the main site, empty ones before there are any; once a request.

        Unlike Wagtail's ``for_request`` this writes nothing: looking at a page never makes a row.
        """
        known: SiteSettings | None = getattr(request, "_shop_settings", None)
        if known is None:
            known = cls.objects.order_by("-site__is_default_site", "pk").first() or cls()
            if request is not None:
                request._shop_settings = known
        return known
