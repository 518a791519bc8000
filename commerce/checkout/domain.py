"""Rules for what a buyer types."""

import re

import phonenumbers

REGION = "UA"
_PHONE = re.compile(r"[0-9+()./ \-\u00a0]{1,40}")


def phone_e164(typed: str) -> str | None:
    """Return a phone number as E.164; None when it is not one.

    Ukrainian numbers may be written without the country: 067 123 45 67, +380 67 123 45 67 and
    380671234567 are the same number.
    """
    if not _PHONE.fullmatch(typed):
        return None
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def missing_digits(typed: str) -> int:
    """Return how many digits a Ukrainian number lacks (negative: has too many); 0 when it has all ten."""
    digits = re.sub(r"\D", "", typed)
    digits = re.sub(r"^38(?=0)", "", digits)
    return 10 - len(digits)
