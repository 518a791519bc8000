"""Policies: rules with an effective date, whose former texts stay readable."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.fields import Field
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from gemkit.clock import KYIV, today_kyiv
from gemkit.lifetime import shown_until
from home.blocks.bodies import ArticleBody, BodyField
from home.models.base import BasePage
from home.models.contents import contents


class VersionsField(Field):
    """The editions of a policy, for the content API."""

    def to_representation(self, page: Any) -> list[dict[str, Any]]:
        return [
            {
                "number": version.number,
                "effective_date": version.effective_date.isoformat(),
                "change_note": version.change_note,
                "url": page.version_url(version.number),
            }
            for version in page.editions()
        ]


class PolicyPage(BasePage):
    """A policy. Publishing it with a new effective date makes a new edition (`home.services`)."""

    lead = models.TextField(_("lead"), max_length=300, blank=True)
    effective_date = models.DateField(
        _("in force from"),
        default=today_kyiv,
        help_text=_("A new date makes a new edition; the former text stays readable at its own address."),
    )
    change_note = models.CharField(
        _("what changed"), max_length=200, blank=True, help_text=_("One sentence in the list of editions.")
    )
    body = BodyField(ArticleBody(), verbose_name=_("body"))

    page_description = _(
        "Rules with an effective date, editions that stay readable, and a table of contents."
    )
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("effective_date"), FieldPanel("change_note")], heading=_("Edition")),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("effective_date"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("lead"),
        APIField("effective_date"),
        APIField("change_note"),
        APIField("body"),
        APIField("versions", serializer=VersionsField(source="*")),
    ]

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")

    def clean(self) -> None:
        super().clean()
        newest = self.editions()[0] if self.pk and self.editions() else None
        if newest and self.effective_date and self.effective_date < newest.effective_date:
            raise ValidationError(
                {
                    "effective_date": _(
                        "An edition is already in force from %(day)s; choose no earlier date."
                    )
                    % {"day": newest.effective_date.strftime("%d.%m.%Y")}
                }
            )

    def editions(self) -> list[PolicyVersion]:
        """Return the editions without their bodies, the newest first; one query a page."""
        known: list[PolicyVersion] | None = getattr(self, "_editions", None)
        if known is None:
            rows = PolicyVersion.objects.filter(page=self.pk).defer("body", "lead")
            known = self._editions = list(rows.order_by("-effective_date", "-number")) if self.pk else []
        return known

    def in_force(self, on: dt.date | None = None) -> PolicyVersion | None:
        """Return the edition that is in force on a day; before the first one it is the first."""
        day = on or today_kyiv()
        editions = self.editions()
        return next((edition for edition in editions if edition.effective_date <= day), None) or (
            editions[-1] if editions else None
        )

    def version_url(self, number: int) -> str:
        """Return the address of an edition, empty before the page has one."""
        own = self.get_url()
        return f"{own}version/{number}/" if own else ""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Lead ``version/<number>/`` to an edition."""
        match path_components:
            case ["version", number] if self.live and number.isdecimal() and len(number) < 6:
                return RouteResult(self, kwargs={"number": int(number)})
        return super().route(request, path_components)

    def serve(
        self, request: HttpRequest, *args: Any, number: int | None = None, **kwargs: Any
    ) -> HttpResponse:
        """Show the edition in force, or edition ``number``, former or to come."""
        if number is None:
            return super().serve(request, *args, **kwargs)
        edition = next((one for one in self.editions() if one.number == number), None)
        if edition is None:
            raise Http404
        return super().serve(request, *args, edition=edition, **kwargs)

    def get_context(
        self, request: HttpRequest, *args: Any, edition: PolicyVersion | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        is_draft = getattr(request, "is_preview", False)  # the draft is no edition yet
        current = None if is_draft else self.in_force()
        shown = edition or current
        if shown is not None and shown != self.editions()[0]:
            self.take(shown)
        self._limit_cache()
        context = super().get_context(request, *args, **kwargs)
        if edition is not None:
            context["seo"] = replace(
                context["seo"],
                canonical=f"{context['seo'].canonical}version/{edition.number}/",
                alternates={},
            )
        return {
            **context,
            "contents": contents(self.body or ()),
            "edition": shown,
            "is_archive": edition is not None and edition != current,
            "policy_url": self.get_url() or "",
            "editions": [self._row(one, current, shown) for one in self.editions()] if current else [],
        }

    def _limit_cache(self) -> None:
        """Say when the next edition comes into force: the page changes then by itself."""
        coming = [one.effective_date for one in self.editions() if one.effective_date > today_kyiv()]
        if coming:
            shown_until(dt.datetime.combine(min(coming), dt.time(), KYIV))

    def take(self, edition: PolicyVersion) -> None:
        """Put the texts of an edition into this page, for showing only."""
        edition.refresh_from_db(fields=["lead", "body"])
        self.title, self.lead, self.body = edition.title, edition.lead, edition.body
        self.effective_date, self.change_note = edition.effective_date, edition.change_note

    def _row(
        self, edition: PolicyVersion, current: PolicyVersion, shown: PolicyVersion | None
    ) -> dict[str, Any]:
        """Return a line of the list of editions."""
        state = "current" if edition == current else "former"
        if edition.effective_date > current.effective_date:
            state = "upcoming"
        is_main = edition == current
        return {
            "edition": edition,
            "state": state,
            "url": (self.get_url() or "") if is_main else self.version_url(edition.number),
            "is_shown": edition == shown,
        }


class PolicyVersion(models.Model):
    """The text of a policy as it was published for one effective date.

    A plain foreign key: were it a child of the page, publishing an older draft would delete later editions.
    """

    page = models.ForeignKey(PolicyPage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("edition"))
    effective_date = models.DateField(_("in force from"))
    title = models.CharField(_("title"), max_length=255)
    lead = models.TextField(_("lead"), blank=True)
    change_note = models.CharField(_("what changed"), max_length=200, blank=True)
    body = BodyField(ArticleBody(), verbose_name=_("body"))
    published_at = models.DateTimeField(_("published"), auto_now=True)

    class Meta:
        verbose_name = _("edition of a policy")
        verbose_name_plural = _("editions of policies")
        ordering = ["page", "-effective_date", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="policyversion_number_once"),
            models.UniqueConstraint(fields=["page", "effective_date"], name="policyversion_date_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="policyversion_number_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.number}"
