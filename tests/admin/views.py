"""Every view below /cms/, read from the URL configuration."""

import re
from collections import Counter
from pathlib import Path

from django.urls import URLResolver, get_resolver
from django.utils.regex_helper import normalize

TABLE = Path(__file__).with_name("roles.txt")
ROLES = ("Editor", "Translator", "Merchandiser", "Shop staff", "Manager", "Admin")
ALLOWED, REFUSED, NOT_FOUND = "+", "-", "."


def all_views():
    """Return the address of every view with its arguments in angle brackets, each once, and its name."""
    [cms] = [part for part in get_resolver().url_patterns if str(part.pattern) == "cms/"]
    found = {}
    for address, name in _walk(cms.url_patterns, "", ()):
        found.setdefault(address, name)
    return found


def _walk(patterns, before, spaces):
    for part in patterns:
        here = before + str(part.pattern.regex.pattern).removeprefix("^").removeprefix(r"\A")
        if isinstance(part, URLResolver):
            inside = (*spaces, part.namespace) if part.namespace else spaces
            yield from _walk(part.url_patterns, re.sub(r"(\\Z|\$)$", "", here), inside)
        else:
            address, _names = normalize(here)[0]
            yield re.sub(r"%\((\w+)\)s", r"<\1>", address), ":".join([*spaces, part.name or ""])


def expectations():
    """Return what each role is answered, by address: the rows of `roles.txt`."""
    rows = (line.rsplit(None, 1) for line in TABLE.read_text().splitlines() if line and line[0] != "#")
    return {"" if address == "(home)" else address: marks for address, marks in rows}


def write(seen):
    """Write `roles.txt` anew from what was answered: to be read line by line before it is committed."""
    known = expectations() if TABLE.exists() else {}
    head = [
        "# Who is answered by which view of the admin: Editor, Translator, Merchandiser, Shop staff, Manager, Admin.",
        "# + answered   - refused   . not found (there is nothing of it in the test's shop, or the address is none)",
    ]
    rows = []
    for address in all_views():
        marks = "".join(seen.get(role, {}).get(address) or known.get(address, "??????")[place]
                        for place, role in enumerate(ROLES))  # fmt: skip
        rows.append(f"{address or '(home)':<90} {marks}")
    TABLE.write_text("\n".join([*head, "", *rows]) + "\n")


def tally(marks):
    return dict(Counter(marks))
