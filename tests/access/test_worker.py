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


def test_the_newest_backup_is_restored_and_looked_through_beside_the_running_server(served_home: ServedHome) -> None:
    file = served_home.path / "backups" / "evening.zip"
    assert served_home.run("backup", str(file)).returncode == 0
    said = served_home.run("purge", "--verify-only", "--json")
    checks = {check["check"]: check for check in json.loads(said.stdout)["checks"]}
    assert (said.returncode, checks["restored backup"]["backup"]) == (0, "evening.zip")
    assert checks["restored backup"]["tables"] >= checks["database"]["tables"]
