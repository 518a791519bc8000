"""Every text is translated into Ukrainian, and the compiled catalog is the one that is committed."""

import re
import shutil

import polib
import pytest
from django.conf import settings

from gemsite.management.commands import messages

PATH = settings.PROJECT / messages.CATALOG
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def catalog():
    return polib.pofile(str(PATH))


def test_nothing_is_untranslated_or_uncertain(catalog):
    assert [entry.msgid for entry in messages.untranslated(catalog)] == []


def test_compiled_catalog_is_up_to_date(catalog):
    compiled = polib.mofile(str(PATH.with_suffix(".mo")))

    def content(entries):
        return {messages.key(entry): entry.msgstr_plural or entry.msgstr for entry in entries}

    assert content(compiled) == content(entry for entry in catalog if not entry.obsolete)


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs gettext")
def test_every_text_of_the_code_is_in_the_catalog(catalog):
    known = {messages.key(entry) for entry in catalog if not entry.obsolete}
    used = {messages.key(entry) for entry in messages.collect()}

    assert sorted(used - known, key=str) == []
    assert sorted(known - used, key=str) == []


def test_translations_keep_the_placeholders(catalog):
    wrong = [
        entry.msgid
        for entry in catalog
        for text in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        if not set(PLACEHOLDER.findall(text)) <= placeholders(entry)
        or (not entry.msgid_plural and set(PLACEHOLDER.findall(text)) != placeholders(entry))
    ]

    assert wrong == []


def placeholders(entry):
    return set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))


def test_collecting_keeps_translations_and_drops_what_is_gone():
    known, found = polib.POFile(), polib.POFile()
    known.append(polib.POEntry(msgid="Cart", msgstr="Кошик"))
    known.append(polib.POEntry(msgid="Gone", msgstr="Зникло"))
    found.append(polib.POEntry(msgid="New"))
    found.append(polib.POEntry(msgid="Cart"))

    added, dropped = messages.merge(known, found)

    assert (added, dropped) == (1, 1)
    assert [(entry.msgid, entry.msgstr) for entry in known] == [("New", ""), ("Cart", "Кошик")]
    assert [entry.msgid for entry in messages.untranslated(known)] == ["New"]
