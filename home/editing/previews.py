"""Links by which somebody without an account sees the latest draft of a page or a product.

An address is signed, ends after `PREVIEW_LINK_DAYS`, and is void as soon as a newer one is made.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.tokens import keyed_token, same_token
from home.models import PreviewLink

_PURPOSE = "preview link"


class PreviewUnknown(DomainError):
    """Nobody ever made this link."""

    code = "PREVIEW_UNKNOWN"
    message = _("There is no such preview.")


class PreviewOver(DomainError):
    """The link has been true: it expired, was replaced or its page is gone."""

    code = "PREVIEW_OVER"
    message = _("This preview is over.")


@write_transaction
def preview_link_make(target: Model, *, by: Any = None) -> PreviewLink:
    """Make a link to the drafts of ``target`` (a page or a product); earlier ones stop working."""
    link, _made = PreviewLink.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(_base(target)),
        object_id=target.pk,
        defaults={
            "nonce": secrets.token_hex(12),
            "expires_at": now() + dt.timedelta(days=settings.PREVIEW_LINK_DAYS),
            "made_at": now(),
            "made_by": by,
        },
    )
    return link


def preview_link_revoke(target: Model) -> None:
    """Void the link to ``target``, if there is one; its address then answers that it is over."""
    _links(target).update(expires_at=now())


def preview_link_of(target: Model) -> PreviewLink | None:
    """Return the link to ``target`` that works now."""
    return _links(target).filter(expires_at__gt=now()).select_related("made_by").first()


def preview_token(link: PreviewLink) -> str:
    """Return what stands in the address of ``link``."""
    return f"{link.pk}.{link.nonce}.{_signature(link.pk, link.nonce)}"


def preview_draft(token: str) -> Any:
    """Return the latest draft that ``token`` leads to.

    Raises `PreviewUnknown` when the signature is wrong, without a query; `PreviewOver` when it was right once.
    """
    number, _dot, rest = token.partition(".")
    nonce, _dot, signature = rest.partition(".")
    if not number.isdecimal() or not same_token(signature, _signature(int(number), nonce)):
        raise PreviewUnknown()
    link = PreviewLink.objects.select_related("content_type").filter(pk=number, nonce=nonce).first()
    target: Any = link.target if link is not None and link.expires_at > now() else None
    if target is None:
        raise PreviewOver()
    if isinstance(target, Page):
        target = target.specific
    return target.get_latest_revision_as_object()


def _signature(number: int, nonce: str) -> str:
    return keyed_token(settings.SECRET_KEY, _PURPOSE, number, nonce)


def _base(target: Model) -> type[Model]:
    """Pages of all types share one table of links."""
    return Page if isinstance(target, Page) else type(target)


def _links(target: Model) -> Any:
    return PreviewLink.objects.filter(
        content_type=ContentType.objects.get_for_model(_base(target)), object_id=target.pk
    )
