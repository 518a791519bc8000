"""The one door to the process environment.

Every variable is read by a typed function that also records it in ``REGISTRY``, so that
``docs/settings.md`` and ``.env.example`` can be checked by a test. A variable may also come from
a file named by ``<NAME>_FILE`` (Docker and systemd secrets). A bad or missing value raises
`SettingsError` with one sentence that names the variable; ``manage.py`` and ``wsgi.py`` print
that sentence and stop.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import EnvError, FileAwareEnv

_reader = FileAwareEnv()
_MISSING: Any = object()


class SettingsError(Exception):
    """The environment cannot be used; the text names the variable and says what is wrong."""


@dataclass(frozen=True, slots=True)
class EnvVar:
    """One variable as the code reads it."""

    name: str
    kind: str
    default: Any
    help: str

    @property
    def required(self) -> bool:
        return self.default is _MISSING


REGISTRY: dict[str, EnvVar] = {}


def load_dotenv(path: Path) -> None:
    """Read ``path`` (``NAME=value`` lines) into the environment; what is already set wins."""
    if path.is_file():
        _reader.read_env(str(path), recurse=False, override=False)


def _read(name: str, kind: str, default: Any, help: str, convert: Callable[[str], Any]) -> Any:
    REGISTRY[name] = EnvVar(name, kind, default, help)
    try:
        raw = _reader.str(name, None)
    except (EnvError, OSError, ValueError) as error:
        raise SettingsError(f"{name} cannot be read: {error}.") from error
    if raw is None or raw == "":
        if default is _MISSING:
            raise SettingsError(f"{name} is not set; it must be {_article(kind)}: {help}")
        return default
    try:
        return convert(raw)
    except (ValueError, ArithmeticError) as error:
        shown = "(hidden)" if kind == "secret" else repr(raw)
        raise SettingsError(f"{name} must be {_article(kind)}, got {shown}: {help}") from error


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def env_str(name: str, default: Any = _MISSING, *, help: str = "", choices: tuple[str, ...] = ()) -> str:
    """Return the text of ``name``; with ``choices`` any other value is refused."""

    def convert(raw: str) -> str:
        if choices and raw not in choices:
            raise ValueError(raw)
        return raw

    kind = "value of " + ", ".join(choices) if choices else "string"
    return _read(name, kind, default, help, convert)


def env_secret(name: str, default: Any = _MISSING, *, help: str = "", min_length: int = 0) -> str:
    """Return a secret; its value never appears in an error."""

    def convert(raw: str) -> str:
        if len(raw) < min_length:
            raise ValueError("too short")
        return raw

    return _read(name, "secret", default, help, convert)


def env_bool(name: str, default: Any = _MISSING, *, help: str = "") -> bool:
    """Return a yes or no (1/0, true/false, yes/no, on/off)."""

    def convert(raw: str) -> bool:
        word = raw.strip().lower()
        if word in {"1", "true", "yes", "on"}:
            return True
        if word in {"0", "false", "no", "off"}:
            return False
        raise ValueError(raw)

    return _read(name, "yes or no", default, help, convert)


def env_int(name: str, default: Any = _MISSING, *, help: str = "", minimum: int | None = None) -> int:
    """Return a whole number, at least ``minimum`` when that is given."""

    def convert(raw: str) -> int:
        number = int(raw)
        if minimum is not None and number < minimum:
            raise ValueError(raw)
        return number

    kind = "whole number" if minimum is None else f"whole number from {minimum}"
    return _read(name, kind, default, help, convert)


def env_decimal(name: str, default: Any = _MISSING, *, help: str = "") -> Decimal:
    """Return a finite decimal number."""

    def convert(raw: str) -> Decimal:
        number = Decimal(raw)
        if not number.is_finite():
            raise ValueError(raw)
        return number

    return _read(name, "number", default, help, convert)


def env_list(name: str, default: Any = _MISSING, *, help: str = "") -> list[str]:
    """Return a comma-separated list without empty parts."""
    return _read(
        name, "list", default, help, lambda raw: [part.strip() for part in raw.split(",") if part.strip()]
    )


def env_origins(name: str, default: Any = _MISSING, *, help: str = "") -> list[str]:
    """Return a comma-separated list of exact origins: scheme and host, a port perhaps, and nothing else."""

    def convert(raw: str) -> list[str]:
        found = [part.strip() for part in raw.split(",") if part.strip()]
        for origin in found:
            parts = urlsplit(origin)
            is_plain = origin == f"{parts.scheme}://{parts.netloc}".lower()
            if parts.scheme not in {"http", "https"} or not is_plain or set(parts.netloc) & set("*@"):
                raise ValueError(origin)
        return found

    return _read(name, "list of origins such as https://app.example", default, help, convert)


def env_url(name: str, default: Any = _MISSING, *, help: str = "", schemes: tuple[str, ...] = ()) -> str:
    """Return an address; its scheme must be one of ``schemes`` when they are given."""

    def convert(raw: str) -> str:
        parts = urlsplit(raw)
        if not parts.scheme or (schemes and parts.scheme not in schemes):
            raise ValueError(raw)
        return raw

    kind = "address" + (f" ({', '.join(schemes)})" if schemes else "")
    return _read(name, kind, default, help, convert)


def env_path(name: str, default: Any = _MISSING, *, help: str = "") -> Path:
    """Return a file-system path."""
    return _read(name, "path", default, help, Path)
