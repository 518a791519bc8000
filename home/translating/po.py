"""PO files: written for a translator's own tools, and read back with suspicion."""

from __future__ import annotations

import contextlib
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from django.utils.translation import gettext_lazy as _

from gemkit.clock import now
from gemkit.errors import DomainError
from home.enums import TextState
from home.translating.subjects import PageSubject, RowSubject

OWNER = "X-Lapidary-Subject"
LOCALIZE = "X-WagtailLocalize-TranslationID"
LIMIT_KIB = 2048
MESSAGES_LIMIT = 5000


class PoRefused(DomainError):
    """The file cannot be what was exported."""

    code = "PO_REFUSED"
    message = _("This is no PO file that can be read.")


class PoTooLarge(PoRefused):
    message = _("The file is larger than {limit} KiB, no page is that long. Is it the right file?")


class PoEncoding(PoRefused):
    message = _("The file is not in UTF-8. Save it as UTF-8 and try again.")


class PoBroken(PoRefused):
    message = _("The file is broken in line {line}: no PO file reads so.")


class PoForeign(PoRefused):
    message = _("This file was exported from something else ({owner}), not from here.")


class PoAnonymous(PoRefused):
    message = _("The file does not say what it belongs to. Import a file that was exported here.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of a file."""

    context: str
    source: str
    target: str


def po_export(subject: RowSubject | PageSubject) -> str:
    """Return the texts of ``subject`` as a PO file; stale ones are fuzzy and name what they were made of."""
    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "POT-Creation-Date": now().isoformat(timespec="minutes"),
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        OWNER: subject.key,
    }
    if isinstance(subject, PageSubject):
        file.metadata[LOCALIZE] = str(subject.translation.uuid)
    for text in subject.texts():
        stale = text.state == TextState.STALE
        file.append(
            polib.POEntry(
                msgctxt=text.place,
                msgid=text.source,
                msgstr=text.target,
                comment=text.label,
                flags=["fuzzy"] if stale else [],
                previous_msgid=text.was or None,
            )
        )
    return str(file)


def po_read(upload: Any, subject: RowSubject | PageSubject) -> list[Entry]:
    """Return the entries of an uploaded file that belongs to ``subject``.

    Raises a `PoRefused` that says what is wrong; nothing is written here.
    """
    if upload.size > LIMIT_KIB * 1024:
        raise PoTooLarge(limit=LIMIT_KIB)
    try:
        content = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PoEncoding() from None
    if "\x00" in content:
        raise PoRefused()
    file = _parse(content)
    _check_owner(file, subject)
    return [
        Entry(context=entry.msgctxt or "", source=entry.msgid, target=entry.msgstr)
        for entry in file[:MESSAGES_LIMIT]
        if not entry.obsolete and "fuzzy" not in entry.flags
    ]


def _parse(content: str) -> polib.POFile:
    """Parse by way of a file: polib would open a text that happens to be a path."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "upload.po")
        path.write_text(content, encoding="utf-8")
        with contextlib.suppress(ValueError, IndexError, KeyError, AttributeError):
            try:
                return polib.pofile(str(path), encoding="utf-8")
            except OSError as error:
                line = re.search(r"line (\d+)", str(error))
                if line:
                    raise PoBroken(line=line[1]) from None
    raise PoRefused()


def _check_owner(file: polib.POFile, subject: RowSubject | PageSubject) -> None:
    owner, link = file.metadata.get(OWNER), file.metadata.get(LOCALIZE)
    if isinstance(subject, PageSubject) and link == str(subject.translation.uuid):
        return
    if owner == subject.key:
        return
    if owner or link:
        raise PoForeign(owner=owner or link)
    raise PoAnonymous()
