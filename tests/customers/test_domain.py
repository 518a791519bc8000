"""The rules of favorites and comparisons: merging, limits, and how a list is written down."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.customers import domain
from commerce.customers.domain import Favorite

MONDAY = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
TUESDAY = MONDAY + dt.timedelta(days=1)
WEDNESDAY = MONDAY + dt.timedelta(days=2)

ids = st.integers(1, 2**63 - 1)
favorites = st.builds(
    Favorite,
    ids,
    st.none() | st.decimals(0, 10**12, places=2),
    st.integers(0, 30_000_000).map(lambda minutes: MONDAY + dt.timedelta(minutes=minutes)),
)


def kept(pk, saved_at=MONDAY, price="100.00"):
    return Favorite(pk, Decimal(price), saved_at)


def test_merged_favorites_are_newest_first_and_keep_the_first_saving():
    own = [kept(1, WEDNESDAY, "90.00"), kept(2, MONDAY)]
    guest = [kept(1, MONDAY, "120.00"), kept(3, TUESDAY)]

    merged = domain.merge_favorites(own, guest)

    assert merged.kept == (kept(3, TUESDAY), kept(2, MONDAY), kept(1, MONDAY, "120.00"))
    assert merged.left_over == ()


def test_favorites_beyond_the_limit_leave_the_oldest_over():
    merged = domain.merge_favorites([kept(1, MONDAY)], [kept(2, TUESDAY), kept(3, WEDNESDAY)], limit=2)

    assert [favorite.variant_id for favorite in merged.kept] == [3, 2]
    assert merged.left_over == (kept(1, MONDAY),)


def test_merged_comparison_begins_with_what_lies_before_the_visitor_and_loses_nothing():
    merged = domain.merge_compare(own=[1, 2, 3], guest=[3, 4, 5])

    assert merged.kept == (3, 4, 5, 1)
    assert merged.left_over == (2,)


@given(st.lists(favorites, max_size=20), st.lists(favorites, max_size=20))
def test_merging_loses_and_invents_nothing(own, guest):
    merged = domain.merge_favorites(own, guest, limit=15)
    everything = merged.kept + merged.left_over

    assert {one.variant_id for one in everything} == {one.variant_id for one in (*own, *guest)}
    assert len(merged.kept) <= 15
    assert set(everything) <= {*own, *guest}
    assert domain.merge_favorites(merged.kept, merged.kept, limit=15).kept == merged.kept


@given(st.lists(ids, max_size=8), st.lists(ids, max_size=8))
def test_comparisons_merge_without_loss(own, guest):
    merged = domain.merge_compare(own, guest)

    assert len(merged.kept) <= 4
    assert sorted(merged.kept + merged.left_over) == sorted({*own, *guest})


@given(st.lists(favorites, max_size=domain.FAVORITES_LIMIT))
def test_favorites_are_read_as_they_were_written(some):
    assert domain.favorites_read(domain.favorites_text(some)) == tuple(some)


@given(st.lists(ids, max_size=4, unique=True))
def test_ids_are_read_as_they_were_written(some):
    assert domain.ids_read(domain.ids_text(some), limit=4) == tuple(some)


@pytest.mark.parametrize(
    "text", ["x", "1.2", "1.2.3.4", "..", "1..", "0.1.1", "-1.1.1", "1.1.1_", "1 2.3.4", "1.é.2", "z" * 40]
)
def test_what_is_no_list_of_favorites_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - any of Python's own will do
        domain.favorites_read(text)


@pytest.mark.parametrize("text", ["0", "_", "1_", "-1", "1.2", "z" * 14, "3w5e11264sgsg"])
def test_what_is_no_list_of_ids_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        domain.ids_read(text, limit=4)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (["1"], (1,)),
        (["1,2", "2", "3"], (1, 2, 3)),
        (["", "-1", "0", "x", "1.5", "٣", "9" * 30, str(2**63)], ()),
        ([str(2**63 - 1)], (2**63 - 1,)),
    ],
)
def test_ids_of_a_form(sent, expected):
    assert domain.typed_ids(sent) == expected


def test_ids_of_a_form_are_capped():
    assert len(domain.typed_ids([",".join(map(str, range(1, 500)))])) == 100
