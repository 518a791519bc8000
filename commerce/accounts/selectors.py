"""Reads of accounts: confirmed addresses, and the letters with links."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _

from commerce.ledger.selectors import Mail
from commerce.notifications.selectors import Context, Kind, absolute


def confirmed_emails(customer_id: int) -> list[str]:
    """Return the addresses that a customer has shown to be theirs."""
    return list(
        EmailAddress.objects.filter(user_id=customer_id, verified=True).values_list("email", flat=True)
    )


def _confirm(mail: Mail) -> Context | None:
    address = EmailAddress.objects.filter(pk=int(mail.object_id), verified=False).first()
    if address is None:
        return None
    return {
        "title": _("Is this your address?"),
        "lead": _("Somebody, we hope it was you, made an account with it in our shop."),
        "action": _("Yes, open my account"),
        "action_url": absolute(reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])),
        "note": _("The link works for three days. If it was not you, do nothing: the account stays closed."),
    }


def _exists(mail: Mail) -> Context | None:
    if not get_user_model().objects.filter(pk=int(mail.object_id)).exists():
        return None
    return {
        "title": _("You already have an account"),
        "lead": _("Somebody, we hope it was you, wanted to make one with this address. Yours is as it was."),
        "action": _("Sign in"),
        "action_url": absolute(reverse("account_login")),
        "note": _("If you have forgotten the password, the page for signing in helps you to a new one."),
    }


def _reset(mail: Mail) -> Context | None:
    user = get_user_model().objects.filter(pk=int(mail.object_id), is_active=True).first()
    if user is None:
        return None
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return {
        "title": _("A new password"),
        "lead": _(
            "Somebody, we hope it was you, asked for it. The old one works until you choose a new one."
        ),
        "action": _("Choose a new password"),
        "action_url": absolute(reverse("account_reset_password_from_key", kwargs=key)),
        "note": _("The link works once, for three days. If it was not you, do nothing."),
    }


LETTERS = {
    "account_confirm": Kind("account", lambda c: c["title"], _confirm),
    "account_exists": Kind("account", lambda c: c["title"], _exists),
    "account_reset": Kind("account", lambda c: c["title"], _reset),
}
