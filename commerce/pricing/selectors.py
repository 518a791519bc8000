"""Reads of pricing."""

from typing import Any


def rates_are_fresh() -> bool:
    return True


def currency_choices(*, selected: str) -> list[dict[str, Any]]:
    return []


def header_rate() -> Any:
    return None
