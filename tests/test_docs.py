"""The documents say what the code does: settings, dependencies, commands and links."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = ("manage.py", "site", "catalog", "commerce", "home")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
READERS = {
    "env_bool", "env_decimal", "env_int", "env_list", "env_origins", "env_path", "env_secret", "env_str", "env_url",
}  # fmt: skip
# These run before the settings exist, or are the settings of the tests themselves.
MAY_READ_ENVIRON = {
    "manage.py",
    "site/gemkit/env.py",
    "site/gemsite/wsgi.py",
    "site/gemsite/settings/test.py",
}


def modules():
    for name in CODE:
        path = ROOT / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def variables_in(text):
    """Return the names that a module reads through gemkit.env."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in READERS
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


@pytest.fixture(scope="module")
def read():
    return set().union(*(variables_in(path.read_text()) for path in modules()))


def test_the_search_finds_a_variable():
    assert variables_in('X = env_str("ONE", "")\nY = env.env_int("TWO", 1, help="…")') == {"ONE", "TWO"}


def test_every_variable_stands_in_the_settings_page(read):
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "docs/settings.md").read_text(), re.M))

    assert documented == read


def test_every_variable_stands_in_the_example(read):
    shown = re.findall(r"^(?:# )?([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.M)

    assert sorted(shown) == sorted(read)


def test_the_registry_knows_only_what_the_search_finds(read):
    from gemkit.env import REGISTRY

    assert {name for name in REGISTRY if not name.startswith("TEST_")} <= read


def test_the_environment_is_read_in_one_place():
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules()
        if re.search(r"\b(os\.environ|getenv)\b", path.read_text())
        and str(path.relative_to(ROOT)) not in MAY_READ_ENVIRON
    ]

    assert wrong == []


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_dependency_has_its_reason(name):
    direct = re.findall(r"^([A-Za-z0-9._-]+)", (ROOT / name).read_text(), re.M)
    direct = {package.lower() for package in direct if not package.startswith("-")}
    page = (ROOT / "docs/dependencies.md").read_text()
    explained = {package.lower() for package in re.findall(r"^\| `([A-Za-z0-9._-]+)` \|", page, re.M)}

    assert direct - explained == set()


def test_no_reason_is_left_for_a_dependency_that_is_gone():
    lists = "\n".join((ROOT / name).read_text() for name in ("requirements.in", "requirements-dev.in"))
    direct = {package.lower() for package in re.findall(r"^([A-Za-z0-9._-]+)", lists, re.M)}
    page = (ROOT / "docs/dependencies.md").read_text()
    explained = {package.lower() for package in re.findall(r"^\| `([A-Za-z0-9._-]+)` \|", page, re.M)}

    assert explained - direct == set()


def pins(name):
    lines = re.findall(r"^([a-z0-9._-]+)==([^ \\]+)(?: ; ([^\\]+))?", (ROOT / name).read_text(), re.M)
    return set(lines)


def test_the_tests_run_on_what_the_shop_runs_on():
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_locks_name_no_package_index():
    for name in ("requirements.txt", "requirements-dev.txt", "tools/uv.txt"):
        assert not re.search(r"https?:|--(extra-)?index|find-links|file:", (ROOT / name).read_text())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document):
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text())

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_name_only_commands_that_exist(document):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"`make ([a-z-]+)", document.read_text()))

    assert named <= targets
