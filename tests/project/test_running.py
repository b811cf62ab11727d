"""A command finds a home at work: it joins what fits, and says at once what does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.served import command, environment_for

from gridkeeper.project import home as homes
from gridkeeper.project.locks import HomeLock


@pytest.fixture
def served_by_another_program(tmp_path: Path) -> Iterator[Path]:
    """A home that a living process (this one) holds with tables this program does not know."""
    path = tmp_path / "home"
    homes.create(path, "exercise")
    lock = HomeLock(path / "running.lock")
    assert lock.try_take()
    lock.describe({"role": "server", "tables": "those of last year"})
    yield path
    lock.release()


def test_a_server_with_other_tables_is_named_with_what_to_do(served_by_another_program: Path):
    environment = environment_for(served_by_another_program, 1)
    done = command("territory", "show", "140106", "--json", environment=environment)
    refused = json.loads(done.stdout)["refused"]
    assert (done.returncode, refused["code"]) == (1, "home.runs-other-tables")
    assert "start it again" in refused["hint"]
