"""In a served home the worker chains the record and ends what is over, within moments of a jump of the clock."""

from __future__ import annotations

import json

import pytest
from tests.served import ServedHome

from gridkeeper.project.processes import wait_until

pytestmark = pytest.mark.served


def test_what_was_done_is_chained_by_the_worker(served_home: ServedHome) -> None:
    served_home.run("clock", "advance", "1m")

    def chained() -> bool:
        verdict = json.loads(served_home.run("audit", "verify", "--json").stdout)
        return bool(verdict["holds"] and verdict["events"] and not verdict["waiting"])

    assert wait_until(chained, seconds=30)
