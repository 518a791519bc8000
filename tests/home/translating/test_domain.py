"""When a text counts as translated."""

import pytest

from home.enums import TextState
from home.translating.domain import Tally, changes, closest, digest, judge, judge_all

MADE = {"uk": digest("Сапфір"), "en": digest("Sapphire")}


@pytest.mark.parametrize(
    ("source", "target", "record", "state"),
    [
        ("Сапфір", "", None, TextState.MISSING),
        ("Сапфір", "<p></p>", None, TextState.MISSING),
        ("Сапфір", "Сапфір", None, TextState.MISSING),
        ("18K", "18K", None, TextState.TRANSLATED),
        ("Сапфір", "Sapphire", None, TextState.TRANSLATED),
        ("Сапфір", "Sapphire", MADE, TextState.TRANSLATED),
        (" Сапфір\n", "Sapphire", MADE, TextState.TRANSLATED),
        ("Синій сапфір", "Sapphire", MADE, TextState.STALE),
        ("Синій сапфір", "Blue sapphire", MADE, TextState.TRANSLATED),
        ("Синій сапфір", "", MADE, TextState.MISSING),
    ],
    ids=[
        "empty",
        "markup",
        "copied",
        "no-words",
        "new",
        "same",
        "spaces",
        "stale",
        "both-changed",
        "taken-away",
    ],
)
def test_state_of_a_text(source, target, record, state):
    assert judge(source, target, record)[0] == state


def test_ukrainian_changed_back_is_translated_again():
    _state, record = judge("Синій сапфір", "Sapphire", MADE)

    assert judge("Сапфір", "Sapphire", record) == (TextState.TRANSLATED, MADE)


def test_a_stale_text_keeps_the_ukrainian_it_was_made_from():
    verdict = judge_all({"name": ("Синій", "Blue")}, {"name": {"uk": digest("Червоний"), "en": digest("Blue")}}, {"name": "Червоний"})  # fmt: skip
    later = judge_all({"name": ("Зелений", "Blue")}, verdict.records, {"name": "Синій"})

    assert verdict.tally == Tally(total=1, stale=1)
    assert later.records["name"]["was"] == "Червоний"


def test_a_text_without_ukrainian_is_not_counted():
    assert judge_all({"lead": ("", ""), "name": ("Рубін", "Ruby")}, {}).tally == Tally(total=1)


@pytest.mark.parametrize(
    ("tally", "percent"),
    [(Tally(), 100), (Tally(3, 0, 0), 100), (Tally(1000, 1, 0), 99), (Tally(4, 1, 1), 50)],
)
def test_whole_percents(tally, percent):
    assert tally.percent == percent


def test_the_old_text_is_found_by_likeness():
    old = {1: "Ми шлемо Новою поштою", 2: "Повернення за 14 днів"}

    assert closest("Ми шлемо Новою поштою щодня", old) == 1
    assert closest("Зовсім інше", old) is None
    assert closest("Зовсім інше", {}) is None


def test_changes_word_by_word():
    assert changes("<p>Один камінь</p>", "<p>Два камені</p> тут") == [
        ("gone", "Один камінь"),
        ("new", "Два камені тут"),
    ]
    assert changes("Один камінь", "Один новий камінь") == [
        ("same", "Один"),
        ("new", "новий"),
        ("same", "камінь"),
    ]
