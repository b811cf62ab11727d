"""Backup: the data in one file, the keys of sensitive fields in another, never together (R-18)."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from gridkeeper import __version__
from gridkeeper.project import errors, postgres, schema
from gridkeeper.project.archive import Manifest, keys_id, write_archive
from gridkeeper.project.databases import Address, Addresses
from gridkeeper.project.engine import installed_engine
from gridkeeper.project.home import Home
from gridkeeper.project.ledger import LEDGER, export_ledger
from gridkeeper.project.running import running_database

DATA, KEYS = "data", "keys"
KEY_SCHEMA = "keys"
DUMP = "database.dump"
MASTER, SECRET = "master.key", "secret.key"
LAST = "last.json"
_FOLDERS = ("files",)


def write_backup(home: Home, *, file: Path, keys: Path | None, purges: Path | None) -> dict[str, object]:
    """Write the data of ``home`` to ``file`` and, when asked, its keys to ``keys``; gives what was written.

    The data file holds the empty tables of the key store and none of its rows; without the escrow file sensitive
    fields stay unreadable for good. ``purges`` gets the ledger that an older backup has to be restored with. The
    server may be running. Raises EngineFailed, ReplayFailed.
    """
    with running_database(home) as addresses, tempfile.TemporaryDirectory(prefix="gk-backup-") as place:
        folder = Path(place)
        # Keys second: a record sealed in between then has a key too many, never one too few.
        dump(home, addresses, folder / DUMP, ["--exclude-table-data", f"{KEY_SCHEMA}.*"])
        whole = write_archive(file, manifest=_manifest(home, addresses, DATA), sources=_data_parts(home, folder))
        if keys is not None:
            dump(home, addresses, folder / "keys.dump", ["--data-only", "--schema", KEY_SCHEMA])
            write_archive(keys, manifest=_manifest(home, addresses, KEYS), sources=_key_parts(home, folder))
        if purges is not None:
            export_ledger(home, purges)
    report: dict[str, object] = {
        "file": str(file.absolute()),
        "bytes": file.stat().st_size,
        "parts": len(whole.parts),
        "made_at": whole.made_at,
        "keys": str(keys.absolute()) if keys else None,
        "purges": str(purges.absolute()) if purges else None,
    }
    (home.path / "backups" / LAST).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    return report


def dump(home: Home, addresses: Addresses, target: Path, options: Sequence[str]) -> None:
    """Run pg_dump in its own format into ``target``."""
    # Extensions belong to whoever provides the database; the dump must be loadable by the tables' owner.
    common = ["--format=custom", "--no-comments", "--exclude-extension=*", f"--file={target}", *options]
    run_tool("pg_dump", common, reach=_reach(addresses), log=home.logs / "backup.log")


def run_tool(program: str, arguments: Sequence[str], *, reach: Address, log: Path) -> None:
    """Run one of PostgreSQL's own programs against ``reach``. Raises EngineFailed with its last words."""
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **reach.environment()}
    command = [str(installed_engine().program(program)), *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(done.stderr, encoding="utf-8")
    if done.returncode != 0:
        raise errors.EngineFailed(program=program, detail=done.stderr.strip()[-400:], log=log)


def _reach(addresses: Addresses) -> Address:
    """Who may read every row: the superuser of the embedded server, else the owner of the tables."""
    if not addresses.embedded:
        return addresses.owner
    return Address({**addresses.owner.parameters, "user": postgres.SUPERUSER})


def _data_parts(home: Home, folder: Path) -> Iterator[tuple[str, Path]]:
    yield DUMP, folder / DUMP
    for name in _FOLDERS:
        for file in sorted((home.path / name).rglob("*")):
            if file.is_file() and not file.is_symlink():
                yield file.relative_to(home.path).as_posix(), file


def _key_parts(home: Home, folder: Path) -> Iterator[tuple[str, Path]]:
    yield "keys.dump", folder / "keys.dump"
    yield MASTER, home.path / "keys" / MASTER
    # Signs sessions and keys the digests people sign in by: as much a key as the other.
    yield SECRET, home.path / SECRET
    if (home.path / LEDGER).exists():
        yield LEDGER, home.path / LEDGER


def _manifest(home: Home, addresses: Addresses, content: str) -> Manifest:
    with addresses.owner.connect(application="gridkeeper backup") as connection:
        server = connection.info.parameter_status("server_version") or ""
    return Manifest(
        content=content,
        program=__version__,
        kind=home.kind,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        home_created_at=home.passport.created_at,
        keys_id=keys_id(home.master_key),
        server=server,
        app_role=addresses.app.parameters["user"],
        owner_role=addresses.owner.parameters["user"],
        tables=schema.fingerprint(),
    )
