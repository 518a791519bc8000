"""The table of docs/invariants.md against the tests that there are."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| ([A-Z]\d) \|[^|]*\|[^|]*\|([^|]*)\|$", re.MULTILINE)


def table():
    text = (ROOT / "docs/invariants.md").read_text()
    return {name: re.findall(r"`(\w+)`", tests) for name, tests in ROW.findall(text)}


def known_tests():
    sources = (path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    return {name for text in sources for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}


def test_every_threat_has_a_test_named_by_it():
    expected = {
        *(f"S{n}" for n in range(1, 6)),
        *(f"O{n}" for n in range(1, 7)),
        *(f"M{n}" for n in range(1, 8)),
    }
    assert set(table()) == expected | {"P4", "C1", "C2"}

    known = known_tests()
    lacking = [
        name for name in table() if not any(test.startswith(f"test_{name.lower()}_") for test in known)
    ]
    assert lacking == []


def test_every_test_named_in_the_table_exists():
    assert {name for names in table().values() for name in names} - known_tests() == set()


def test_every_test_named_by_an_id_stands_in_the_table():
    named = {match[1].upper() for test in known_tests() if (match := re.match(r"test_([somc]\d|p\d)_", test))}
    assert named - set(table()) == set()
