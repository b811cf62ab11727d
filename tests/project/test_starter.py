"""A command from the tests' starter is the command of a terminal: outputs, exit code, environment, an own process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests import starter
from tests.served import command, environment_for

LINES = (
    ("--help",),
    ("pack", "list", "--json"),
    ("zone", "list", "--json"),
    ("zone", "no-such-verb"),
    ("plan", "--help"),
)


@pytest.mark.parametrize("line", LINES, ids=" ".join)
@pytest.mark.parametrize("language", ["C.UTF-8", "zh_CN.UTF-8"])
def test_it_says_what_a_terminal_would_read(tmp_path: Path, line: tuple[str, ...], language: str) -> None:
    environment = {**environment_for(tmp_path / "home", 1), "LC_ALL": language}
    warm, anew = starter.run(*line, environment=environment), command(*line, environment=environment)
    assert (warm.returncode, warm.stdout, warm.stderr) == (anew.returncode, anew.stdout, anew.stderr)


def test_one_command_leaves_nothing_behind_for_the_next(tmp_path: Path) -> None:
    first = starter.run("pack", "list", "--json", environment={**environment_for(tmp_path, 1), "LC_ALL": "zh_CN.UTF-8"})
    bare = {"PATH": os.environ["PATH"], "GRIDKEEPER_HOME": str(tmp_path / "home")}
    second = starter.run("zone", "list", environment=bare)
    assert (first.returncode, second.returncode) == (0, 1)
    assert str(tmp_path / "home") in second.stderr
