"""A process that restores one backup into a scratch home, looks through it, and leaves nothing behind."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from gridkeeper.access.leftovers import look_through
from gridkeeper.access.needles import Needles
from gridkeeper.project import home as homes
from gridkeeper.project.restore import restore_backup
from gridkeeper.project.running import running_database


def look_in_restored(question: dict[str, Any]) -> dict[str, Any]:
    """Restore ``file`` without keys, purge again what the ledger names, and re-read every table as their owner."""
    needles = Needles(
        people=frozenset(UUID(key) for key in question["people"]),
        contacts=frozenset(UUID(key) for key in question["contacts"]),
        texts=frozenset(question["texts"]),
    )
    with tempfile.TemporaryDirectory(prefix="gk-scratch-") as place:
        folder = Path(place)
        # The database may run under another account, which has to pass through to its own folder.
        folder.chmod(0o711)
        purges = folder / "purges.json"
        purges.write_text(json.dumps(question["ledger"]), encoding="utf-8")
        done = restore_backup(folder / "home", file=Path(question["file"]), keys=None, purges=purges, replace=False)
        with (
            running_database(homes.open(folder / "home")) as addresses,
            addresses.owner.connect(application="gridkeeper purge check") as connection,
        ):
            look = look_through(connection, needles)
            keys = connection.execute("SELECT count(*) FROM keys.row_key").fetchone()
    findings = [{"where": f.where, "what": f.what, "count": f.count} for f in look.findings]
    if keys and keys[0]:
        findings.append({"where": "row_key", "what": "keys inside a backup", "count": keys[0]})
    return {
        "made_at": done["made_at"],
        "purges_replayed": done["purges_replayed"],
        "tables": look.tables,
        "rows": look.rows,
        "keys_in_backup": keys[0] if keys else 0,
        "findings": findings,
    }


if __name__ == "__main__":
    print(json.dumps(look_in_restored(json.load(sys.stdin))))
