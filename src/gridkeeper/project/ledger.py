"""The purge ledger outside the database: written from the newest rows, done again on restored ones (R-18)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import UUID

from gridkeeper.project import errors
from gridkeeper.project.home import Home, write_secret

_ACTOR = "restore"
_FOLDER = "ledger"
LEDGER = f"{_FOLDER}/purges.jsonl"
"""Outside the database and every data backup; a part of the escrow of keys (R-18)."""


def export_ledger(home: Home, target: Path) -> None:
    """Write what was purged in ``home`` (kinds and ids, nothing else); its database answers. Raises ReplayFailed."""
    _in_process(home, "export", target, log=home.logs / "purges.log")


def replay_ledger(home: Home, source: Path | None, *, with_keys: bool) -> int:
    """Purge again in the restored ``home`` what its own ledger or ``source`` names; gives how many records that met.

    Without the old keys also make anew the digests people sign in by. Raises ReplayFailed.
    """
    words = _in_process(
        home, "replay", source or "-", "with-keys" if with_keys else "without-keys", log=home.logs / "restore.log"
    )
    return int(words[-1])


def remember_purged(home: Home, lines: Iterable[tuple[str, UUID]]) -> None:
    """Add what was purged to the ledger that lies beside the database: kinds and ids, nothing else."""
    known = {(eraser, key) for eraser, key in kept_ledger(home.path)}
    fresh = [(eraser, str(key)) for eraser, key in lines if (eraser, str(key)) not in known]
    if not fresh:
        return
    (home.path / _FOLDER).mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(home.path / LEDGER, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.writelines(json.dumps({"eraser": eraser, "record": key}) + "\n" for eraser, key in fresh)
        file.flush()
        os.fsync(file.fileno())


def kept_ledger(folder: Path) -> list[tuple[str, str]]:
    """The lines of the ledger beside the database of the home (or unpacked escrow) at ``folder``."""
    file = folder / LEDGER
    if not file.exists():
        return []
    # A line that a power cut left half written names nothing.
    whole = [line for line in file.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    return [(said["eraser"], said["record"]) for said in map(json.loads, whole)]


def _in_process(home: Home, *arguments: object, log: Path) -> list[str]:
    # A process of its own: Django's settings are read once and belong to one home.
    environment = {**os.environ, "GRIDKEEPER_HOME": str(home.path), "GRIDKEEPER_DATABASE_POOL": "0"}
    command = [sys.executable, "-m", "gridkeeper.project.ledger", *(str(argument) for argument in arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(done.stdout + done.stderr, encoding="utf-8")
        raise errors.ReplayFailed(log=log)
    return done.stdout.split()


def _export(target: Path) -> None:
    from gridkeeper.access.actors import system_actor
    from gridkeeper.access.queries.rights import purge_ledger
    from gridkeeper.scopes.doors import acting_as

    with acting_as(system_actor(_ACTOR)):
        lines = [[eraser, str(key)] for eraser, key in purge_ledger()]
    write_secret(target, json.dumps(lines).encode())


def _replay(source: Path | None, *, with_keys: bool) -> int:
    from gridkeeper.access.actors import system_actor
    from gridkeeper.access.commands.purge import replay_purges
    from gridkeeper.access.queries.rights import purge_ledger
    from gridkeeper.accounts.commands import rebuild_sign_in_keys
    from gridkeeper.clocks.queries import home_time
    from gridkeeper.scopes.doors import acting_as

    actor = system_actor(_ACTOR)
    with acting_as(actor):
        named = [(eraser, UUID(str(key))) for eraser, key in [*purge_ledger(), *_lines(source)]]
        repeated = replay_purges(actor=actor, ledger=list(dict.fromkeys(named)), now=home_time().now)
        if not with_keys:
            rebuild_sign_in_keys()
    return repeated


def _lines(source: Path | None) -> Sequence[tuple[str, str]]:
    if source is None:
        return []
    return [(str(eraser), str(key)) for eraser, key in json.loads(source.read_text(encoding="utf-8"))]


def _main(task: str, place: str, keys: str = "with-keys") -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")
    import django

    django.setup()
    if task == "export":
        _export(Path(place))
    else:
        print(_replay(None if place == "-" else Path(place), with_keys=keys == "with-keys"))


if __name__ == "__main__":
    _main(*sys.argv[1:])
