"""Refusals that a caller may expect, with a stable code and a text for the visitor."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """An expected refusal.

    Sub-classes set ``code`` (stable, upper case, listed in the API docs), ``message`` (a lazy
    translated text with ``{name}`` places), ``status`` (the HTTP answer) and ``attr`` (the input
    at fault, if one is). The keyword arguments fill the text and are the machine-readable ``extra``.
    """

    code: ClassVar[str] = "REFUSED"
    message: ClassVar[Any] = _("This cannot be done.")
    status: ClassVar[int] = 409
    attr: str | None = None

    def __init__(self, *, attr: str | None = None, **extra: Any) -> None:
        self.extra = extra
        if attr is not None:
            self.attr = attr
        super().__init__(self.code)

    @property
    def detail(self) -> str:
        """The text in the active language."""
        return str(self.message).format(**self.extra)

    def __str__(self) -> str:
        return f"{self.code} {self.extra}" if self.extra else self.code


class Unavailable(DomainError):
    """Something that the act needs is away; trying again later may work."""

    code = "UNAVAILABLE"
    message = _("This is not possible right now. Please try again in a moment.")
    status = 503
    retry_after = 5
