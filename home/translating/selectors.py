"""Reads for the board, for panels and for the screens of editors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import Page

from home.enums import TextKind, TextState
from home.models import TranslationRun, TranslationState
from home.translating import catalogues, columns, states
from home.translating.domain import Tally

STORED = (TextKind.PAGES, TextKind.PRODUCTS, TextKind.DICTIONARIES, TextKind.MENUS, TextKind.PICTURES)
WAITING, HELD = "waiting", "held"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A kind of texts on the board."""

    kind: TextKind
    tally: Tally
    things: int = 0  # pages, products …; 0 where texts are all there is
    incomplete: int = 0
    waiting: int = 0
    held: int = 0

    def url(self, state: str = "") -> str:
        """Return where the texts in ``state`` are listed."""
        if self.kind in STORED:
            parameters = urlencode({"kind": self.kind.value, **({"state": state} if state else {})})
            return f"{reverse('translating:texts')}?{parameters}"
        parameters = f"?{urlencode({'state': state})}" if state else ""
        return reverse("translating:strings", args=[self.kind.value]) + parameters

    @property
    def all_url(self) -> str:
        return self.url()

    @property
    def missing_url(self) -> str:
        return self.url(TextState.MISSING)

    @property
    def stale_url(self) -> str:
        return self.url(TextState.STALE)

    @property
    def waiting_url(self) -> str:
        return self.url(WAITING)

    @property
    def held_url(self) -> str:
        return self.url(HELD)


def board() -> list[BoardRow]:
    """Return how all texts stand, by kind: one query, however many there are."""
    rows: dict[str, Any] = {
        row["kind"]: row
        for row in TranslationState.objects.order_by()
        .values("kind")
        .annotate(
            things=Count("pk"),
            texts=Sum("total"),
            missing_texts=Sum("missing"),
            stale_texts=Sum("stale"),
            incomplete=Count("pk", filter=Q(missing__gt=0) | Q(stale__gt=0)),
            waiting=Count("pk", filter=Q(is_waiting=True)),
            held=Count("pk", filter=Q(held_at__isnull=False)),
        )
    }
    found = []
    for kind in STORED:
        row = rows.get(kind.value, {})
        tally = Tally(row.get("texts", 0), row.get("missing_texts", 0), row.get("stale_texts", 0))
        things, incomplete, waiting, held = (
            row.get(name, 0) for name in ("things", "incomplete", "waiting", "held")
        )
        found.append(BoardRow(kind, tally, things, incomplete, waiting, held))
    return [*found, *(BoardRow(kind, tally) for kind, tally in catalogues.tallies().items())]


def needs() -> Tally:
    """Return how the texts of pages, products, dictionaries, menus and pictures stand, in one query."""
    sums = TranslationState.objects.aggregate(Sum("total"), Sum("missing"), Sum("stale"))
    return Tally(*(sums[f"{name}__sum"] or 0 for name in ("total", "missing", "stale")))


def held() -> int:
    """Return how many English pages a schedule, a workflow or an editor could not publish."""
    return TranslationState.objects.filter(held_at__isnull=False).count()


def held_url() -> str:
    return f"{reverse('translating:texts')}?{urlencode({'state': HELD})}"


def in_state(rows: QuerySet[TranslationState], state: str) -> QuerySet[TranslationState]:
    """Return the rows with a text in ``state``; “waiting” are those that visitors do not see yet,
    “held” those that were to go live and did not."""
    conditions = {
        TextState.MISSING.value: Q(missing__gt=0),
        TextState.STALE.value: Q(stale__gt=0),
        TextState.TRANSLATED.value: Q(missing=0, stale=0),
        WAITING: Q(is_waiting=True),
        HELD: Q(held_at__isnull=False),
    }
    return rows.filter(conditions[state])


def work_first(rows: QuerySet[TranslationState]) -> QuerySet[TranslationState]:
    """Order rows by what visitors miss most: published ones first, then by the number of texts."""
    return rows.annotate(work=F("missing") + F("stale")).order_by("-is_live", "-work", "label", "pk")


def state_of(instance: Any) -> TranslationState | None:
    """Return how a page (of either language) or a row stands."""
    return states.state_of(Page(pk=instance.pk) if isinstance(instance, Page) else instance)


def translate_url(label: str, pk: int) -> str:
    return reverse("translating:texts_of", args=[label, pk])


def urls_of(rows: Iterable[TranslationState]) -> dict[int, str]:
    """Return the screens where the rows' texts are translated, by the rows' ids."""
    from home.translating.subjects import PAGE

    found = {}
    for row in rows:
        model = row.content_type.model_class()
        if model is not None:
            found[row.pk] = translate_url(PAGE if model is Page else model._meta.label_lower, row.object_id)
    return found


def is_translated(instance: Any) -> bool:
    """Whether a row is one with texts to translate."""
    return columns.has_texts(type(instance))


def runs_recent() -> QuerySet[TranslationRun]:
    return TranslationRun.objects.select_related("started_by", "page")[:5]
