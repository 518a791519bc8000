"""Guests' lists in signed cookies: what is ours is read, everything else is an empty list."""

import datetime as dt
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.core import signing

from commerce.customers import selectors, services
from commerce.customers.domain import Favorite, Saved
from commerce.customers.selectors import COMPARE_SALT, FAVORITES_SALT, saved_in

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
EMPTY = Saved()


def full():
    """The longest list there can be: the largest ids, dear stones, far in the future."""
    late = dt.datetime(2080, 1, 1, tzinfo=dt.UTC)
    return Saved(
        favorites=tuple(Favorite(2**63 - 1 - n, Decimal("999999999999.99"), late) for n in range(100)),
        compare=tuple(2**63 - 1 - n for n in range(4)),
    )


def test_lists_come_back_as_they_were_sent():
    saved = Saved((Favorite(7, Decimal("118390.00"), NOON), Favorite(5, None, NOON)), (7, 3))

    assert saved_in(services.saved_write(saved=saved, before=EMPTY)) == saved


def test_only_what_changed_is_sent_and_an_empty_list_is_taken_away():
    before = Saved((Favorite(7, None, NOON),), (7, 3))

    sent = services.saved_write(saved=services.compare_clear(saved=before), before=before)

    assert sent == {"compare": ""}
    assert services.saved_write(saved=before, before=before) == {}


def test_the_longest_list_of_today_fits_into_a_cookie():
    usual = Saved(tuple(Favorite(10_000_000 + n, Decimal("99999999.99"), NOON) for n in range(100)))

    (cookie,) = services.saved_write(saved=usual, before=EMPTY).values()

    assert len("favorites=" + cookie) < 4096
    assert set(cookie) <= set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.:")


def test_even_the_largest_numbers_fit():
    cookies = services.saved_write(saved=full(), before=EMPTY)

    assert max(len(name + value) + 1 for name, value in cookies.items()) < 4096
    assert saved_in(cookies) == full()


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "nonsense",
        "1.1.1:1abc:forged",
        "\x00",
        "é" * 50,
        ":" * 4000,
        signing.TimestampSigner(salt="another").sign("1.1.1"),
        signing.TimestampSigner(salt=FAVORITES_SALT).sign("not a list"),
        signing.TimestampSigner(salt=FAVORITES_SALT).sign("1.1.zzzzzzzzzzzzz"),
        signing.TimestampSigner(salt=COMPARE_SALT).sign("1__2"),
    ],
    # Signatures hold the time; the names of tests must be the same in every process.
    ids=["empty", "nonsense", "forged", "nul", "letters", "colons", "salt", "words", "moment", "gap"],
)
def test_a_cookie_that_is_not_ours_is_an_empty_list(cookie):
    assert saved_in({"favorites": cookie, "compare": cookie}) == EMPTY


def test_a_cookie_of_last_year_is_an_empty_list():
    saved = Saved((Favorite(7, None, NOON),), (7,))
    with patch("django.core.signing.time.time", return_value=1_000_000_000):
        cookies = services.saved_write(saved=saved, before=EMPTY)

    assert saved_in(cookies) == EMPTY


def test_the_list_of_one_cookie_is_no_list_in_the_other():
    saved = Saved(compare=(7, 3))
    (cookie,) = services.saved_write(saved=saved, before=EMPTY).values()

    assert saved_in({"favorites": cookie}) == EMPTY


def test_a_shared_token_names_the_variants_in_order():
    token = selectors.share_token((9, 4, 7))

    assert selectors.shared_ids(token) == (9, 4, 7)
    assert selectors.shared_ids(token + "x") == ()
    assert selectors.shared_ids("9_4_7") == ()
    assert selectors.ticket_favorite(token) is None


def test_the_hundred_and_first_favorite_is_refused_and_changes_nothing():
    saved = full()

    with pytest.raises(services.FavoritesFull) as error:
        services.favorites_add(saved=saved, prices={1: Decimal(5)})

    assert (error.value.code, error.value.extra) == ("FAVORITES_FULL", {"limit": 100})


def test_saving_again_keeps_the_first_price():
    saved = services.favorites_add(saved=EMPTY, prices={7: Decimal(100)})

    again = services.favorites_add(saved=saved, prices={7: Decimal(90)})

    assert again == saved


def test_the_fifth_in_the_comparison_is_refused():
    saved = Saved(compare=(1, 2, 3, 4))

    with pytest.raises(services.CompareFull) as error:
        services.compare_add(saved=saved, variant_ids=(5,))

    assert (error.value.status, error.value.code, error.value.extra) == (409, "COMPARE_FULL", {"limit": 4})
    assert services.compare_add(saved=saved, variant_ids=(4, 2)) == saved


def test_undo_brings_a_favorite_back_with_its_price_and_place():
    saved = Saved((Favorite(2, Decimal(5), NOON), Favorite(7, Decimal(100), NOON - dt.timedelta(days=3))))
    ticket = services.favorite_ticket(favorite=saved.favorites[1])
    without = services.favorite_remove(saved=saved, variant_ids=(7,))

    back = services.favorite_restore(saved=without, favorite=selectors.ticket_favorite(ticket))

    assert len(without.favorites) == 1
    assert back == saved
