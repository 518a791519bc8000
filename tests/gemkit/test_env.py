"""A process with a bad environment stops with one sentence that names the variable."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from gemkit import env

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"SECRET_KEY": "s" * 50, "ORDER_LINK_KEY": "o" * 50}


@pytest.fixture(autouse=True)
def _registry(monkeypatch):
    monkeypatch.setattr(env, "REGISTRY", {})


@pytest.mark.parametrize(
    ("read", "raw", "value"),
    [
        (env.env_bool, "yes", True),
        (env.env_bool, "OFF", False),
        (env.env_int, "12", 12),
        (env.env_decimal, "0.5", Decimal("0.5")),
        (env.env_list, "a, b,,c", ["a", "b", "c"]),
        (env.env_path, "/data", Path("/data")),
        (env.env_url, "https://example.com", "https://example.com"),
    ],
)
def test_values_are_typed(monkeypatch, read, raw, value):
    monkeypatch.setenv("A_SETTING", raw)

    assert read("A_SETTING") == value
    assert env.REGISTRY["A_SETTING"].required


@pytest.mark.parametrize(
    ("read", "raw"),
    [(env.env_bool, "maybe"), (env.env_int, "1.5"), (env.env_decimal, "NaN"), (env.env_url, "example")],
)
def test_nonsense_names_the_variable(monkeypatch, read, raw):
    monkeypatch.setenv("A_SETTING", raw)

    with pytest.raises(env.SettingsError, match=r"^A_SETTING must be an? .*, got "):
        read("A_SETTING")


def test_a_secret_is_not_shown(monkeypatch):
    monkeypatch.setenv("A_SETTING", "short")

    with pytest.raises(env.SettingsError) as error:
        env.env_secret("A_SETTING", min_length=32)

    assert "short" not in str(error.value).replace("too short", "")


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from-a-file")
    monkeypatch.setenv("A_SETTING_FILE", str(tmp_path / "key"))

    assert env.env_secret("A_SETTING") == "from-a-file"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        ({"THROTTLE_SCALE": "much"}, "THROTTLE_SCALE"),
        ({"DEBUG": "perhaps"}, "DEBUG"),
        ({"S3_BUCKET": "public"}, "S3_PRIVATE_BUCKET"),
        ({"DEBUG": "1"}, "DEBUG"),
    ],
)
def test_the_process_refuses_to_start_in_one_sentence(tmp_path, change, name):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **GOOD, **change}
    environment["DJANGO_SETTINGS_MODULE"] = "gemsite.settings.production"

    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert name in run.stderr
    assert run.stderr.startswith("Settings: ")
    assert len(run.stderr.strip().splitlines()) == 1
