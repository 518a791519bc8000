"""Rows with language columns: which there are, what of them is text, how it is read and written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import override
from modeltranslation.translator import translator
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, Revision

from catalog.services.slugs import free_slug
from home.enums import TextKind, TextState
from home.translating.domain import Record, Text, judge, visible

SOURCE, TARGET = "uk", "en"
_KINDS = {
    "catalog.product": TextKind.PRODUCTS,
    "catalog.productvariant": TextKind.PRODUCTS,
    "catalog.variantmedia": TextKind.PICTURES,
    "catalog.picture": TextKind.PICTURES,
}
# Plain columns that modeltranslation does not know, because the model was there before it.
_PLAIN = {"catalog.picture": ("alt",)}
_LONG = 120


@cache
def translated_models() -> dict[str, type[models.Model]]:
    """Return the models with language columns by label, parts of the shop only."""
    found = {model._meta.label_lower: model for model in translator.get_registered_models(abstract=False)}
    found |= {label: apps.get_model(label) for label in _PLAIN}
    return {label: found[label] for label in sorted(found) if text_fields(found[label])}


def has_texts(model: type[models.Model]) -> bool:
    """Whether ``model`` is one of them; a migration's historical model is not."""
    return translated_models().get(model._meta.label_lower) is model


def model_of(label: str) -> type[models.Model]:
    """Return the model called ``label``. Raises Http404 for one that has no language columns."""
    try:
        return translated_models()[label]
    except KeyError:
        raise Http404(label) from None


def kind_of(model: type[models.Model]) -> TextKind:
    label = model._meta.label_lower
    default = TextKind.DICTIONARIES if model._meta.app_label == "catalog" else TextKind.MENUS
    return _KINDS.get(label, default)


@cache
def text_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of the columns that hold text; addresses are not translated, they are chosen."""
    label = model._meta.label_lower
    named = _PLAIN.get(label) or tuple(translator.get_options_for_model(model).all_fields)
    return tuple(
        sorted((name for name in named if _is_text(model, name)), key=lambda name: _place(model, name))
    )


def _column(model: type[models.Model], name: str, language: str) -> Any:
    return model._meta.get_field(f"{name}_{language}")


def _is_text(model: type[models.Model], name: str) -> bool:
    try:
        field = _column(model, name, TARGET)
    except FieldDoesNotExist:
        return False
    field = getattr(field, "translated_field", field)
    return isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, models.SlugField | models.URLField | models.EmailField
    )


def _place(model: type[models.Model], name: str) -> int:
    return [field.name for field in model._meta.fields].index(f"{name}_{TARGET}")


def values(instance: models.Model) -> dict[str, tuple[str, str]]:
    """Return name → (Ukrainian, English) of a row as it is now: of its newest draft, if it has one."""
    read: Any = lambda name: getattr(instance, name)  # noqa: E731 - one of two ways to read
    if has_draft(instance):
        content = (
            Revision.objects.filter(pk=instance.latest_revision_id).values_list("content", flat=True).first()  # type: ignore[attr-defined]
        )
        if content:
            read = lambda name: content.get(name, "")  # noqa: E731
    return {
        name: (read(f"{name}_{SOURCE}") or "", read(f"{name}_{TARGET}") or "")
        for name in text_fields(type(instance))
    }


def has_draft(instance: models.Model) -> bool:
    """Whether there is a newer version than the stored one."""
    return bool(
        isinstance(instance, DraftStateMixin)
        and instance.latest_revision_id
        and (instance.has_unpublished_changes or not instance.live)
    )


def title(instance: models.Model) -> str:
    with override(SOURCE):
        return str(instance)[:200]


def texts(instance: models.Model, records: Mapping[str, Record]) -> list[Text]:
    """Return the texts of a row for the translator; those without Ukrainian are left out."""
    model = type(instance)
    found = []
    for name, (source, target) in values(instance).items():
        if not visible(source):
            continue
        field = _column(model, name, TARGET)
        record = records.get(name)
        state, _record = judge(source, target, record)
        found.append(
            Text(
                key=name,
                place=name,
                label=capfirst(str(_label(model, name))),
                source=source,
                target=target,
                state=state,
                was=(record or {}).get("was", "") if state == TextState.STALE else "",
                is_html=_is_rich(field),
                is_long=_is_rich(field) or not field.max_length or field.max_length > _LONG,
            )
        )
    return found


def _label(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return _column(model, name, TARGET).verbose_name


def _is_rich(field: Any) -> bool:
    return isinstance(getattr(field, "translated_field", field), RichTextField)


def form_field(model: type[models.Model], name: str) -> Any:
    """Return the form field of the English column, with the column's own widget and limits."""
    return _column(model, name, TARGET).formfield(required=False, label="")


def write(instance: Any, changes: Mapping[str, str], *, user: Any) -> None:
    """Write English columns and nothing else: into the newest draft where the model has drafts.

    A person with the right to publish makes a draft public; see `publish`.
    """
    if isinstance(instance, DraftStateMixin):
        draft = instance.get_latest_revision_as_object()
        for name, value in changes.items():
            setattr(draft, f"{name}_{TARGET}", value)
        _address(draft)
        draft.save_revision(user=user, clean=False, log_action=True)
        return
    columns = {f"{name}_{TARGET}": value for name, value in changes.items()}
    for column, value in columns.items():
        setattr(instance, column, value)
    columns |= dict.fromkeys(_address(instance), "")
    instance.save(update_fields=list(columns))


def _address(instance: Any) -> tuple[str, ...]:
    """Give a row that has an English name but no English address one, and name the column."""
    column = f"slug_{TARGET}"
    name = getattr(instance, f"name_{TARGET}", "")
    if not name or not hasattr(instance, column) or getattr(instance, column):
        return ()
    rivals = type(instance)._default_manager.exclude(pk=instance.pk)
    setattr(instance, column, free_slug(rivals, column, name))
    return (column,)


def may_publish(user: Any, instance: models.Model) -> bool:
    """Whether ``user`` may make the newest draft of a row public."""
    meta = instance._meta
    return isinstance(instance, DraftStateMixin) and bool(
        user.has_perm(f"{meta.app_label}.publish_{meta.model_name}")
    )
