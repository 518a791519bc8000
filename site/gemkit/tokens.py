"""Random numbers and keyed tokens."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

# Crockford's base 32: no I, L, O, U, so a number can be read aloud.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def order_number() -> str:
    """Return a random number of 12 letters and digits in groups of four (60 random bits)."""
    digits = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join(digits[start : start + 4] for start in range(0, 12, 4))


def keyed_token(key: str, *parts: object) -> str:
    """Return a URL-safe 192-bit HMAC-SHA-256 of ``parts``: the same input, the same token."""
    message = "\x1f".join(str(part) for part in parts).encode()
    digest = hmac.new(key.encode(), message, hashlib.sha256).digest()[:24]
    return urlsafe_b64encode(digest).decode()


def same_token(left: str, right: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
