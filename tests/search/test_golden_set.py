"""The golden set itself: large enough, and every expectation names something of the demo."""

from collections import Counter

import pytest

from tests.search.relevance import cases

CLASSES = {
    "exact_uk", "exact_en", "inflection", "synonyms", "typos", "transliteration", "layout", "sku_report",
    "content_dictionary",
}  # fmt: skip


def test_there_are_enough_queries_in_every_class():
    counts = Counter(case.group for case in cases())

    assert set(counts) == CLASSES
    assert min(counts.values()) >= 25
    assert counts.total() >= 200


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.group}-{case.language}-{case.query}")
def test_something_is_relevant_for_every_query(case):
    assert case.relevant


def test_no_query_stands_twice():
    twice = [key for key, n in Counter((c.language, c.query, c.kind) for c in cases()).items() if n > 1]

    assert twice == []
