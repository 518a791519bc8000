"""`messages collect` gathers the texts to translate; `messages compile` writes what gettext reads.

The .po and the compiled .mo are both committed, so running the shop needs no gettext tools. English is
the language of the msgids: only Ukrainian has a catalog.
"""

import ast
import shutil
import subprocess
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import templatize

FOLDERS = ("templates", "catalog", "commerce", "home", "site/gemsite", "site/gemkit")
LEFT_OUT = {"migrations", "node_modules", "static", "demo", "__pycache__"}
CATALOG = Path("locale/uk/LC_MESSAGES/django.po")
KEYWORDS = (
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "npgettext:1c,2,3",
    "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
    "_",
    "_t",
)
PLURALS = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)

METADATA = {
    "Project-Id-Version": "Lapidary",
    "Language": "uk",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": PLURALS,
}


class Command(BaseCommand):
    help = "Collect the texts to translate, or compile the translations. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["collect", "compile"])

    def handle(self, *, act: str, **options: Any) -> None:
        path = settings.PROJECT / CATALOG
        if act == "compile":
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
            self.stdout.write(f"Compiled {path.relative_to(settings.ROOT)}")
            return
        known = polib.pofile(str(path)) if path.exists() else polib.POFile(wrapwidth=0)
        known.metadata = METADATA
        added, dropped = merge(known, collect())
        path.parent.mkdir(parents=True, exist_ok=True)
        known.save(str(path))
        self.stdout.write(
            f"{len(known)} texts, {added} new, {dropped} dropped; {len(untranslated(known))} to translate"
        )


def key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def untranslated(catalog: polib.POFile) -> list[polib.POEntry]:
    """Return the entries that have no translation, an uncertain one, or too few plural forms."""
    return [
        entry
        for entry in catalog
        if not entry.obsolete
        and (entry.fuzzy or not (all(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr))
    ]


def merge(known: polib.POFile, found: polib.POFile) -> tuple[int, int]:
    """Make ``known`` hold the texts of ``found``, in its order; return how many came and went."""
    translations = {key(entry): entry for entry in known if not entry.obsolete}
    entries = []
    for entry in found:
        old = translations.pop(key(entry), None)
        kept = old if old is not None and old.msgid_plural == entry.msgid_plural else None
        if kept is not None:
            entry.msgstr, entry.msgstr_plural, entry.tcomment = kept.msgstr, kept.msgstr_plural, kept.tcomment
        elif entry.msgid_plural:
            entry.msgstr_plural = {0: "", 1: "", 2: ""}
        entry.occurrences = []
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entries.append(entry)
    added = len(entries) - (len([e for e in known if not e.obsolete]) - len(translations))
    known[:] = entries
    known.wrapwidth = 0
    return added, len(translations)


def collect() -> polib.POFile:
    """Return every text that code and templates pass to gettext, in the order of the files."""
    if shutil.which("xgettext") is None:
        raise CommandError("xgettext is missing. Install it: apt-get install gettext")
    options = [
        "-L",
        "Python",
        "--from-code=UTF-8",
        "--no-location",
        "--no-wrap",
        "--add-comments=Translators",
    ]
    options += [f"--keyword={keyword}" for keyword in KEYWORDS]
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, path in enumerate(files()):
            names.append(f"{number:05}.py")
            Path(folder, names[-1]).write_text(as_python(path), encoding="utf-8")
        Path(folder, "names").write_text("\n".join(names))
        command = ["xgettext", *options, "--files-from=names", "-o", "-"]
        done = subprocess.run(command, cwd=folder, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise CommandError(done.stderr.strip())
    return polib.pofile(done.stdout.replace("charset=CHARSET", "charset=UTF-8"), wrapwidth=0)


def files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((settings.ROOT / folder).rglob("*")):
            inside = path.relative_to(settings.ROOT)
            if path.suffix in {".py", ".html", ".txt"} and not LEFT_OUT & set(inside.parts):
                yield path


def as_python(path: Path) -> str:
    """xgettext reads Python; Django turns a template into something that looks enough like it."""
    text = path.read_text(encoding="utf-8")
    return text + in_formatted(text) if path.suffix == ".py" else templatize(text, origin=str(path))


def in_formatted(text: str) -> str:
    """Return the calls that stand inside formatted strings, a line each: xgettext overlooks most of them there."""
    formatted = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.JoinedStr))
    calls = (node for whole in formatted for node in ast.walk(whole) if isinstance(node, ast.Call))
    return "".join(f"\n{ast.unparse(call)}" for call in calls if isinstance(call.func, ast.Name))
