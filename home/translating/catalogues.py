"""Texts of the program: what the Ukrainian catalogue lacks. They are written in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

from home.enums import TextKind, TextState
from home.translating.domain import Tally

_LITERAL = re.compile(r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""")
_NAMES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
_EMAIL_TEMPLATES = "templates/emails"
_EMAIL_CODE = "commerce/notifications"


@dataclass(frozen=True, slots=True)
class Message:
    """A text of the program: English as written, Ukrainian from the catalogue."""

    kind: TextKind
    context: str
    source: str
    target: str
    state: TextState


def messages(kind: TextKind) -> list[Message]:
    """Return the texts of e-mails or of the interface, in the catalogue's order."""
    path = _path()
    return [message for message in _read(str(path), path.stat().st_mtime_ns) if message.kind == kind]


def tallies() -> dict[TextKind, Tally]:
    """Return how the texts of e-mails and of the interface stand."""
    found = {TextKind.EMAILS: Tally(), TextKind.INTERFACE: Tally()}
    for kind, tally in found.items():
        for message in messages(kind):
            tally.add(message.state)
    return found


def catalogue_export(kind: TextKind) -> str:
    """Return what lacks Ukrainian as a PO file, for whoever merges it into the catalogue."""
    file = polib.POFile(wrapwidth=100)
    file.metadata = {"Language": "uk", "MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8"}
    for message in messages(kind):
        if message.state != TextState.TRANSLATED:
            flags = ["fuzzy"] if message.state == TextState.STALE else []
            file.append(
                polib.POEntry(
                    msgctxt=message.context or None, msgid=message.source, msgstr=message.target, flags=flags
                )
            )
    return str(file)


def _path() -> Path:
    return Path(settings.LOCALE_PATHS[0], "uk", "LC_MESSAGES", "django.po")


@lru_cache(maxsize=1)
def _read(path: str, changed: int) -> tuple[Message, ...]:
    """Read the catalogue; ``changed`` is its time stamp, so that a new one is read again."""
    in_emails = set(_email_texts())
    return tuple(_message(entry, in_emails) for entry in polib.pofile(path) if not entry.obsolete)


def _message(entry: polib.POEntry, in_emails: set[str]) -> Message:
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    state = TextState.TRANSLATED if all(forms) else TextState.MISSING
    if "fuzzy" in entry.flags:
        state = TextState.STALE
    kind = TextKind.EMAILS if _plain(entry.msgid) in in_emails else TextKind.INTERFACE
    return Message(kind, entry.msgctxt or "", entry.msgid, " / ".join(filter(None, forms)), state)


def _email_texts() -> Iterator[str]:
    """Yield the texts that stand in templates and code of e-mails."""
    for path in sorted((settings.ROOT / _EMAIL_TEMPLATES).rglob("*.*")):
        for literal in _LITERAL.findall(templatize(path.read_text(encoding="utf-8"))):
            yield _plain(ast.literal_eval(literal))
    for path in sorted((settings.ROOT / _EMAIL_CODE).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _NAMES:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield _plain(argument.value)


def _plain(text: str) -> str:
    return " ".join(text.split())
