"""Everything that can be said about the code without running the tests (`make check`).

All checks run, also after one has failed; the last line says which did.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CHECKS = {
    "lint": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "types": ["mypy"],
    "layers": ["lint-imports"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "system checks": ["python", "-W", "error::DeprecationWarning", "manage.py", "check", "--fail-level", "WARNING"],
    "documents": [
        "python", "-m", "pytest", "-q", "tests/test_docs.py", "tests/test_architecture.py", "tests/test_messages.py",
    ],
}  # fmt: skip


def main() -> int:
    """Run the checks, or those named on the command line; return the exit code."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gemsite.settings.test", "PYTHONPATH": "site:."}
    names = sys.argv[1:] or list(CHECKS)
    failed = []
    for name in names:
        started = time.monotonic()
        program, *arguments = CHECKS[name]
        done = subprocess.run(
            [str(BIN / program), *arguments],
            cwd=ROOT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        print(
            f"{'ok  ' if done.returncode == 0 else 'FAIL'}  {name}  {time.monotonic() - started:.1f} s",
            flush=True,
        )
        if done.returncode != 0:
            print(done.stdout, flush=True)
            failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
