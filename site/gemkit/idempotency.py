"""Fingerprints of requests, for idempotency keys."""

import hashlib
import json
from typing import Any


def fingerprint(body: Any) -> str:
    """Return the SHA-256 of ``body`` as canonical JSON: equal content, equal fingerprint."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
