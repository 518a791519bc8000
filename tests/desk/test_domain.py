import pytest

from commerce.desk.domain import Seen, no_formula, order_number_typed, printable, search_digits


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+380", "'+380"),
        ("-1", "'-1"),
        ("@SUM", "'@SUM"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\x00=1", "'=1"),
        ("Оксана", "Оксана"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_no_formula(text, safe):
    assert no_formula(text) == safe


def test_printable_keeps_lines():
    assert printable("one\ntwo\x0b\x1f") == "one\ntwo"


@pytest.mark.parametrize(
    ("text", "digits"),
    [("067 123-45-67", "0671234567"), ("+38 (067) 12", "3806712"), ("123", ""), ("S-1234", ""), ("", "")],
)
def test_search_digits(text, digits):
    assert search_digits(text) == digits


@pytest.mark.parametrize(
    ("text", "number"),
    [("abcd2345efgh", "ABCD-2345-EFGH"), ("abcd-2345", "abcd-2345"), ("оксана", "оксана")],
)
def test_order_number_typed(text, number):
    assert order_number_typed(text) == number


def test_seen_travels_as_text():
    assert Seen.from_text(Seen("placed", "pending").text) == Seen("placed", "pending")
    assert Seen.from_text("") == Seen("", "")
