"""Transliteration by KMU-55, and the small helpers of text and tokens."""

import pytest

from gemkit import text, tokens


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [  # examples of the resolution itself
        ("Алушта", "Alushta"),
        ("Згурський", "Zghurskyi"),
        ("Єнакієве", "Yenakiieve"),
        ("Їжакевич", "Yizhakevych"),
        ("Кадиївка", "Kadyivka"),
        ("Йосипівка", "Yosypivka"),
        ("Стрий", "Stryi"),
        ("Щербухи", "Shcherbukhy"),
        ("Знам’янка", "Znamianka"),
        ("Ґалаґан", "Galagan"),
        ("Юрій Крюківка", "Yurii Kriukivka"),
    ],
)
def test_transliteration(ukrainian, latin):
    assert text.transliterate(ukrainian) == latin


def test_slug():
    assert text.slug_from("Сапфір «Ніч над Дніпром»") == "sapfir-nich-nad-dniprom"


def test_one_line_drops_what_a_mail_header_must_not_hold():
    assert text.one_line(" Оксана\r\nBcc: a@b.c\x00 ") == "Оксана Bcc: a@b.c"


def test_masks_hide_people():
    assert text.mask_email("oksana@example.com") == "o***@example.com"
    assert text.mask_phone("+380671234567") == "***67"


def test_order_numbers_are_random_and_readable():
    numbers = {tokens.order_number() for _ in range(500)}

    assert len(numbers) == 500
    assert all(len(number) == 14 and not set(number) & set("ILOU") for number in numbers)


def test_keyed_tokens_depend_on_key_and_parts():
    token = tokens.keyed_token("key", 12, 1)

    assert len(token) == 32  # 192 bits
    assert tokens.same_token(token, tokens.keyed_token("key", 12, 1))
    assert token != tokens.keyed_token("key", 12, 2)
    assert token != tokens.keyed_token("other", 12, 1)
    assert token != tokens.keyed_token("key", 1, 21)


def test_quotes_inside_quotes_are_of_the_inner_kind():
    assert text.inner_quotes("Цитрин «Сонце»") == "Цитрин „Сонце“"
    assert text.inner_quotes("“Sun” citrine") == "‘Sun’ citrine"
