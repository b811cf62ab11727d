"""The command line inside the test process: the same parsing and printing, on the test database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests import answers

from gridkeeper.cli.main import NOUNS, gridkeeper
from gridkeeper.cli.run import Wishes


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a command answered."""

    code: int
    text: str

    @property
    def data(self) -> Any:
        """The last line as JSON."""
        return json.loads(self.text.strip().splitlines()[-1])


class OpenDoors:
    """The test database is open already."""

    @contextmanager
    def open_home(self, path: Path) -> Iterator[None]:
        """Nothing to open."""
        yield


@pytest.fixture
def cli(home_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Run ``gridkeeper ARGUMENTS`` as its user would; exceptions other than refusals are the test's failure."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    gridkeeper.members = dict(NOUNS)

    def run(*arguments: object) -> Said:
        wishes = Wishes(doors=OpenDoors(), home=home_path)
        result = CliRunner().invoke(gridkeeper, [str(a) for a in arguments], obj=wishes)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        said = Said(code=result.exit_code, text=result.output)
        if "--json" in arguments and result.exit_code < 2 and said.text.strip():
            answers.check([str(a) for a in arguments], said.data)
        return said

    return run
