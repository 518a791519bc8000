"""Where allauth meets the shop: its letters go through the outbox, its redirects stay in the language."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from commerce.accounts import services

KINDS = {
    "email_confirmation": "account_confirm",
    "email_confirmation_signup": "account_confirm",
    "account_already_exists": "account_exists",
    "password_reset_key": "account_reset",
}


class AccountAdapter(DefaultAccountAdapter):
    """`ACCOUNT_ADAPTER`."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the letter into the outbox. allauth's own templates and the links it made are not used.

        It goes to the address that is kept, not to what was typed in a form.
        """
        kind = KINDS[template_prefix.rpartition("/")[2]]
        rows = EmailAddress.objects.all() if kind == "account_confirm" else get_user_model().objects.all()
        row = rows.filter(email__iexact=email).values_list("pk", "email").first()
        if row is not None:
            language = get_language() or settings.LANGUAGE_CODE
            services.letter_enqueue(kind=kind, object_id=row[0], email=row[1], language=language)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtail_serve", args=[""])

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("accounts:home")
