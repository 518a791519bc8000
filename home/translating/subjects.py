"""What a translator has before him: a page or a row, with the same few doings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import Translation

from gemkit.errors import DomainError
from home.enums import TextKind
from home.models import TranslationState
from home.translating import columns, pages, states
from home.translating.domain import Text

PAGE = "page"


class SourceGone(DomainError):
    """There is nothing to translate from any more."""

    code = "TRANSLATION_SOURCE_GONE"
    message = gettext_lazy("The Ukrainian original is gone; the English text stays as it is.")


class Subject(Protocol):
    """Something with texts. ``key`` names it in addresses and in PO files."""

    label: str
    pk: int
    title: str
    kind: TextKind
    is_live: bool
    has_drafts: bool

    @property
    def key(self) -> str: ...
    def texts(self) -> list[Text]: ...
    def check(self, text: Text, value: str) -> str:
        """Return ``value`` as it will be stored. Raises ValidationError."""
        ...

    def form_field(self, text: Text) -> Any: ...
    def write(self, changes: Mapping[str, str], *, user: Any) -> None: ...
    def keep(self, keys: list[str], *, user: Any) -> None:
        """Confirm that stale texts are still right."""
        ...

    def lock(self) -> None:
        """Keep others out until the transaction ends, and read what they left."""
        ...

    def recount(self) -> None: ...
    def may_publish(self, user: Any) -> bool: ...
    def source_url(self, user: Any) -> str: ...
    def english_url(self) -> str: ...


class RowSubject:
    """A product, a dictionary entry, a menu entry: anything with language columns."""

    def __init__(self, instance: Any) -> None:
        self.instance, self.pk = instance, instance.pk
        self.label = instance._meta.label_lower
        self.title = columns.title(instance)
        self.kind = columns.kind_of(type(instance))
        self.type_name = capfirst(str(instance._meta.verbose_name))
        self.is_live = getattr(instance, "live", True)
        self.has_drafts = isinstance(instance, DraftStateMixin)

    @property
    def key(self) -> str:
        return f"{self.label}-{self.pk}"

    def texts(self) -> list[Text]:
        state = states.state_of(self.instance)
        return columns.texts(self.instance, state.records if state else {})

    def form_field(self, text: Text) -> Any:
        return columns.form_field(type(self.instance), text.key)

    def check(self, text: Text, value: str) -> str:
        column = type(self.instance)._meta.get_field(f"{text.key}_{columns.TARGET}")
        base = type(self.instance)._meta.get_field(text.key) if text.key else column
        if not value.strip():
            if text.target and not getattr(base, "blank", True):
                raise ValidationError(_("This text is required; it cannot be emptied."))
            return ""
        column.run_validators(value)
        return value

    def write(self, changes: Mapping[str, str], *, user: Any) -> None:
        columns.write(self.instance, changes, user=user)
        self.instance = type(self.instance)._default_manager.get(pk=self.pk)

    def keep(self, keys: list[str], *, user: Any) -> None:
        state = states.state_of(self.instance)
        if state is None:
            return
        left = {name: record for name, record in state.records.items() if name not in keys}
        TranslationState.objects.filter(pk=state.pk).update(records=left)
        states.row_changed(self.instance)

    def lock(self) -> None:
        self.instance = type(self.instance)._default_manager.select_for_update().get(pk=self.pk)

    def recount(self) -> None:
        states.row_changed(self.instance)

    def may_publish(self, user: Any) -> bool:
        return columns.may_publish(user, self.instance)

    def publish(self, *, user: Any) -> None:
        """Publish the newest draft. Raises `DomainError` where the model refuses."""
        draft = self.instance.get_latest_revision()
        if draft is not None:
            draft.publish(user=user)

    def source_url(self, user: Any) -> str:
        """Return the screen where the Ukrainian is edited, for those who may."""
        meta = self.instance._meta
        viewset = getattr(type(self.instance), "snippet_viewset", None)
        if viewset is None or not user.has_perm(f"{meta.app_label}.change_{meta.model_name}"):
            return ""
        return reverse(viewset.get_url_name("edit"), args=[self.pk])

    def english_url(self) -> str:
        url_in = getattr(self.instance, "url_in", None)
        is_seen = self.is_live and url_in is not None and getattr(self.instance, "slug_en", "")
        return url_in(columns.TARGET) if is_seen and url_in is not None else ""


class PageSubject:
    """A Ukrainian page whose English is under way."""

    label, kind, has_drafts = PAGE, TextKind.PAGES, True

    def __init__(self, page: Page) -> None:
        self.page, self.pk, self.title, self.is_live = page, page.pk, page.title, page.live
        translation = pages.translation_of(page)
        if translation is None:
            raise Http404("not submitted")
        self.translation = translation
        self.type_name = _("Page")
        self.english = pages.english_page(page)
        self._texts = pages.PageTexts(translation)

    @property
    def key(self) -> str:
        return f"{PAGE}-{self.pk}"

    def texts(self) -> list[Text]:
        labels = pages.labels_of(self.page.specific, self._texts.segments)
        return self._texts.texts(labels)

    def form_field(self, text: Text) -> Any:
        from django import forms
        from wagtail.admin.widgets import AdminAutoHeightTextInput

        widget = AdminAutoHeightTextInput() if text.is_long else forms.TextInput()
        return forms.CharField(required=False, label="", widget=widget)

    def check(self, text: Text, value: str) -> str:
        value = value.strip()
        segment = next(segment for segment in self._texts.segments if str(segment.pk) == text.key)
        path = segment.context.path
        if value:
            pages.text_check(text.source, value, is_address=path == "slug")
            if "." not in path:
                self.page.specific._meta.get_field(path).run_validators(value)
        return value

    def write(self, changes: Mapping[str, str], *, user: Any) -> None:
        with states.states_held():
            self._texts.write(changes, user=user)
        self._texts = pages.PageTexts(self.translation)

    def keep(self, keys: list[str], *, user: Any) -> None:
        chosen = set(keys)
        kept = {
            str(segment.pk): self._texts.before[segment.pk].data
            for segment in self._texts.segments
            if str(segment.pk) in chosen and segment.pk in self._texts.before
        }
        self.write(kept, user=user)

    def lock(self) -> None:
        Translation.objects.select_for_update().get(pk=self.translation.pk)
        self._texts = pages.PageTexts(self.translation)

    def recount(self) -> None:
        pages.page_state_write(self.page)

    def may_publish(self, user: Any) -> bool:
        english = self.english
        return english is not None and bool(english.permissions_for_user(user).can_publish())

    def source_url(self, user: Any) -> str:
        may_edit = self.page.permissions_for_user(user).can_edit()
        return reverse("wagtailadmin_pages:edit", args=[self.pk]) if may_edit else ""

    def english_url(self) -> str:
        return (self.english.get_url() or "") if self.english is not None and self.english.live else ""


def subject_of(label: str, pk: int) -> RowSubject | PageSubject:
    """Return what ``label`` and ``pk`` name. Raises Http404, and `SourceGone` for an English page left over."""
    if label == PAGE:
        page = Page.objects.filter(pk=pk, depth__gt=1).select_related("locale").first()
        if page is None:
            raise SourceGone()
        source = pages.source_page(page)
        if source is None:
            raise SourceGone()
        return PageSubject(source)
    model: type[models.Model] = columns.model_of(label)
    instance = model._default_manager.filter(pk=pk).first()
    if instance is None:
        raise SourceGone()
    return RowSubject(instance)
