"""Run the tests and say in the last line how it went (`make test`).

Without DATABASE_URL, where the machine has PostgreSQL: what the database has a say in runs on a server made for it,
the rest on SQLite, and what must hold on both on both (`pytest --part`, see tests/conftest.py). Where it has none:
the whole suite on SQLite. Then the tests marked `browser` in Chromium. What a machine lacks is counted and named.
With DATABASE_URL: the whole suite but the browser on that database. Arguments go to pytest:
`make test ARGS="tests/catalog -k slug"` then runs just those, once.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
Pass = tuple[str, str, list[str], list[str]]  # title, marks, command before, options
NO_TESTS = 5  # pytest's exit code when everything was deselected


def main() -> int:
    """Run the passes that fit the machine; return the exit code."""
    arguments = sys.argv[1:]
    passes: list[Pass]
    if os.environ.get("DATABASE_URL"):
        passes = [("on PostgreSQL", "not sqlite and not browser", [], [])]
    elif arguments:
        passes = [("", "", [], [])]
    else:
        passes = whole_suite()
    counts = dict.fromkeys(("passed", "failed", "skipped"), 0)
    reasons: dict[str, int] = {}
    code = 0
    for title, marks, before, options in passes:
        if title and len(passes) > 1:
            print(f"\n==> Tests {title}", flush=True)
        started = time.monotonic()
        result, report = run(marks, before, [*options, *arguments])
        code = code or result
        for name in counts:
            counts[name] += report.get(name, 0)
        for reason, number in report.get("reasons", {}).items():
            reasons[reason] = reasons.get(reason, 0) + number
        print(f"==> {title or 'tests'}: {time.monotonic() - started:.0f} s", flush=True)
    print(closing_line(counts, reasons))
    return code


def whole_suite() -> list[Pass]:
    """Return the passes that this machine can make.

    A pass of its own has what needs its own process: Chromium's driver runs an event loop, and one
    process knows one database. What cannot run stays in the last pass on SQLite, which counts it as skipped.
    """
    passes: list[Pass] = []
    browser = " and not browser" if chromium() else ""
    if has_postgres():
        with_postgres = ["tools/services.sh", "with-postgres"]
        passes.append(("on SQLite", f"not postgres{browser}", [], ["--part", "rest"]))
        passes.append(("on PostgreSQL", "not sqlite and not browser", with_postgres, ["--part", "database"]))
    else:
        passes.append(("on SQLite", browser.removeprefix(" and "), [], []))
    if browser:
        passes.append(("in Chromium", "browser", [], ["-n", "0"]))
    return passes


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def has_postgres() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def run(marks: str, before: list[str], options: list[str]) -> tuple[int, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [*before, sys.executable, "-m", "pytest", "-q"]
        if not any(option.startswith("-n") for option in options):
            command += ["-n", "auto"]
        if marks:
            command += ["-m", marks]
        environment = {**os.environ, "TEST_REPORT": str(report), "PYTHONPATH": "site:."}
        code = subprocess.run([*command, *options], cwd=ROOT, env=environment, check=False).returncode
        found = json.loads(report.read_text()) if report.is_file() else {}
    return (0 if code == NO_TESTS else code), found


def closing_line(counts: dict[str, int], reasons: dict[str, int]) -> str:
    line = f"{counts['passed']} passed, {counts['failed']} failed"
    if not counts["skipped"]:
        return line
    named = [
        f"{number} need{'s' if number == 1 else ''} {reason.removeprefix('needs ')}"
        if reason.startswith("needs ")
        else f"{number} because {reason}"
        for reason, number in sorted(reasons.items(), key=lambda item: -item[1])
    ]
    return f"{line}, {counts['skipped']} skipped: {', '.join(named)}"


if __name__ == "__main__":
    sys.exit(main())
