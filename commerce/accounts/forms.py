"""The forms of allauth, without what our pages say themselves: placeholders, links and lists in hints."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as allauth
from django.utils.translation import gettext_lazy as _

from commerce.orders.domain import Contact

LENGTH = _("At least 10 characters; a sentence is easy to remember.")


class _Plain:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = LENGTH if name == "password1" else ""


class LoginForm(_Plain, allauth.LoginForm):
    """E-mail address and password."""


class SignupForm(_Plain, allauth.SignupForm):
    """E-mail address and a password, typed once."""


class ResetPasswordForm(_Plain, allauth.ResetPasswordForm):
    """The address that the link goes to."""


class ResetPasswordKeyForm(_Plain, allauth.ResetPasswordKeyForm):
    """The new password, typed once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)


class OrderSignupForm(SignupForm):
    """One field is asked for: the address is the order's, whatever was sent, and so are the names."""

    def __init__(self, data: Mapping[str, str] | None = None, *, contact: Contact, **kwargs: Any) -> None:
        known = {"password1": data.get("password1", ""), "email": contact.email} if data is not None else None
        super().__init__(known, **kwargs)
        self.contact = contact

    def clean(self) -> dict[str, Any]:
        names = {"first_name": self.contact.first_name, "last_name": self.contact.last_name}
        return {**super().clean(), **names}
