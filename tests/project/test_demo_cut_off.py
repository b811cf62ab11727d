"""A demo whose loading or reset was killed starts all the same, with the sign-ins it was given."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests import served
from tests.served import ROOT, ServedHome

from gridkeeper.project import home as homes
from gridkeeper.project import postgres, roles

pytestmark = [pytest.mark.chaos, pytest.mark.served]


def restart_as_demo(home: ServedHome) -> None:
    home.stop()
    home.process = served._start(home.path, home.port, verb="demo")
    home.wait_until_whole()


def test_a_load_that_was_killed_after_its_commit_is_finished_and_lets_people_in() -> None:
    with served.served() as home:
        file = home.path / "demo.json"
        environment = {**home.environment, "GRIDKEEPER_DATABASE_POOL": "0"}
        script = Path(__file__).with_name("cut_load.py")
        done = subprocess.run([sys.executable, str(script), str(file)], check=False, env=environment, cwd=ROOT)
        assert done.returncode == -signal.SIGKILL
        assert not file.exists()
        restart_as_demo(home)
        told = json.loads(file.read_text(encoding="utf-8"))
        login = told["street_duty"]["login"]
        shown = home.run("territory", "show", "140106", "--as", login, "--json")
        assert shown.returncode == 0, shown.stdout + shown.stderr
        assert home.run("demo", "--reset", "--json").returncode == 0


def test_a_reset_that_was_killed_with_its_tables_thrown_away_loads_them_again() -> None:
    with served.served("demo") as home:
        with postgres.cluster_of(homes.open(home.path)).connect() as superuser:
            superuser.execute(f"DROP DATABASE {roles.DATABASE} WITH (FORCE)")
        restart_as_demo(home)
        told = json.loads((home.path / "demo.json").read_text(encoding="utf-8"))
        shown = home.run("territory", "show", "140106", "--as", told["street_duty"]["login"], "--json")
        assert shown.returncode == 0, shown.stdout + shown.stderr
