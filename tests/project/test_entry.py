"""The command line: quick, exit codes 0, 1 and 2, refusals in words or as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.served import command, environment_for


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    return environment_for(tmp_path / "nowhere", 1)


def test_help_imports_neither_the_framework_nor_a_database():
    asked = (
        "import gridkeeper.project.entry, sys; print([m for m in ('django', 'psycopg', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_help_names_every_noun(nowhere: dict[str, str]):
    done = command("--help", environment=nowhere)
    assert {"serve", "demo", "territory", "purge", "bench"} <= set(done.stdout.split())


@pytest.mark.parametrize("line", [("doctor", "--nonsense"), ("backup",), ("restore", "there-is-no-such-file")])
def test_a_wrong_line_is_wrong_usage(nowhere: dict[str, str], line: tuple[str, ...]):
    assert command(*line, environment=nowhere).returncode == 2


@pytest.mark.parametrize("line", [("--json", "doctor"), ("doctor", "--json")])
def test_a_refusal_is_json_wherever_the_wish_is_written(nowhere: dict[str, str], line: tuple[str, ...]):
    done = command(*line, environment=nowhere)
    assert (done.returncode, json.loads(done.stdout)["refused"]["code"]) == (1, "home.missing")


def test_a_refusal_in_words_goes_to_standard_error(nowhere: dict[str, str]):
    done = command("doctor", environment=nowhere)
    assert done.stdout == ""
    assert "There is no data folder" in done.stderr


def test_home_on_the_line_wins_over_the_environment(nowhere: dict[str, str], tmp_path: Path):
    done = command("doctor", "--json", "--home", str(tmp_path / "other"), environment=nowhere)
    assert str(tmp_path / "other") in json.loads(done.stdout)["refused"]["text"]


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_a_port_that_is_none_is_refused(nowhere: dict[str, str], port: str):
    done = command("serve", "--json", environment={**nowhere, "PORT": port})
    assert json.loads(done.stdout)["refused"]["code"] == "serve.bad-port"


def test_half_a_pair_of_addresses_is_refused(nowhere: dict[str, str]):
    environment = {**nowhere, "DATABASE_URL": "postgresql://gk_app@localhost/gridkeeper"}
    done = command("serve", "--json", environment=environment)
    assert json.loads(done.stdout)["refused"]["code"] == "database.url-malformed"
