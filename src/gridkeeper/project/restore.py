"""Restore: a fresh home from a backup, opened only when what was purged since is purged again (R-18)."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from gridkeeper import __version__
from gridkeeper.project import databases, errors, postgres, roles, schema
from gridkeeper.project import home as homes
from gridkeeper.project.archive import Manifest, keys_id, read_archive
from gridkeeper.project.backup import DATA, DUMP, KEYS, MASTER, SECRET, run_tool
from gridkeeper.project.ledger import export_ledger, kept_ledger, remember_purged, replay_ledger
from gridkeeper.project.locks import HomeLock
from gridkeeper.project.running import open_own_server, running_database


def restore_backup(
    path: Path, *, file: Path, keys: Path | None, purges: Path | None, replace: bool
) -> dict[str, object]:
    """Make the home at ``path`` from ``file`` and the escrow ``keys``; gives what was done and what is missing.

    ``purges`` is a later purge ledger; with ``replace`` that of the replaced home counts as well. Every part is
    checked before anything is touched, and a restore that was cut off leaves a home that refuses to open. Raises
    BackupUnreadable, BackupIsNewer, KeysDoNotFit, HomeNotEmpty, HomeExists (without ``replace``), HomeInUse,
    MigrationFailed, ReplayFailed.
    """
    with tempfile.TemporaryDirectory(prefix="gk-restore-") as place:
        data, escrow = Path(place, DATA), Path(place, KEYS)
        manifest = read_archive(file, into=data, content=DATA)
        _require_readable(manifest, file)
        if keys is not None:
            _require_fit(manifest, read_archive(keys, into=escrow, content=KEYS), escrow)
        known = kept_ledger(escrow) + (kept_ledger(path.absolute()) if replace else [])
        ledger = _later_purges(path.absolute(), purges, known=known, folder=Path(place), replace=replace)
        set_aside = _make_room(path.absolute(), replace=replace)
        home = _found_home(path, manifest)
        _place_files(home, data, escrow if keys else None)
        with _bare_database(home) as addresses:
            _load(home, addresses, data / DUMP)
            if keys is not None:
                _load(home, addresses, escrow / "keys.dump")
            if manifest.tables == schema.fingerprint():
                schema.remember(addresses.owner)
            schema.migrate(home, addresses.owner)
            replayed = replay_ledger(home, ledger, with_keys=keys is not None)
        remember_purged(home, [(eraser, UUID(key)) for eraser, key in known])
        (home.path / homes.RESTORING).unlink()
    return {
        "home": str(home.path),
        "kind": home.kind,
        "made_at": manifest.made_at,
        "with_keys": keys is not None,
        "set_aside": str(set_aside) if set_aside else None,
        "purges_replayed": replayed,
    }


def _require_readable(manifest: Manifest, file: Path) -> None:
    if homes.version_key(manifest.program) > homes.version_key(__version__):
        raise errors.BackupIsNewer(file=file, found=manifest.program, present=__version__)
    if databases.own_server_configured():
        present = databases.addresses(None)
        wanted = (manifest.app_role, manifest.owner_role)
        found = (present.app.parameters["user"], present.owner.parameters["user"])
        if wanted != found:
            raise errors.RolesDiffer(wanted=" / ".join(wanted), found=" / ".join(found))


def _require_fit(data: Manifest, keys: Manifest, escrow: Path) -> None:
    if data.keys_id != keys.keys_id or keys_id((escrow / MASTER).read_bytes()) != data.keys_id:
        raise errors.KeysDoNotFit()


def _later_purges(
    path: Path, purges: Path | None, *, known: list[tuple[str, str]], folder: Path, replace: bool
) -> Path | None:
    """One ledger of what was purged since: the file given, the escrow's, and that of the home about to be replaced."""
    ledgers = [purges] if purges else []
    if replace and homes.exists(path) and not (path / homes.RESTORING).exists():
        present = homes.open(path)
        with running_database(present):
            export_ledger(present, folder / "present.json")
        ledgers.append(folder / "present.json")
    if not ledgers and not known:
        return None
    lines = [list(line) for line in known]
    lines += [line for ledger in ledgers for line in json.loads(ledger.read_text(encoding="utf-8"))]
    (folder / "purges.json").write_text(json.dumps(lines), encoding="utf-8")
    return folder / "purges.json"


def _make_room(path: Path, *, replace: bool) -> Path | None:
    """Set an old home aside; gives where it went."""
    if not path.exists() or not any(path.iterdir()):
        return None
    if not homes.exists(path):
        raise errors.HomeNotEmpty(path=path)
    if not replace:
        raise errors.HomeExists(path=path)
    lock = HomeLock(path / "running.lock")
    if not lock.try_take():
        holder = lock.holder()
        raise errors.HomeInUse(path=path, pid=holder.get("pid", "?"), role=holder.get("role", "?"))
    aside = path.with_name(f"{path.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    with lock:
        path.rename(aside)
    return aside


def _found_home(path: Path, manifest: Manifest) -> homes.Home:
    home = homes.create(path, homes.kind_named(manifest.kind))
    (home.path / homes.RESTORING).touch()
    passport = replace(home.passport, created_at=manifest.home_created_at)
    homes.write_passport(home.path, passport)
    return postgres.settle_cluster(homes.Home(path=home.path, passport=passport))


def _place_files(home: homes.Home, data: Path, escrow: Path | None) -> None:
    if (data / "files").is_dir():
        shutil.copytree(data / "files", home.path / "files", dirs_exist_ok=True)
    if escrow is not None:
        homes.write_secret(home.path / "keys" / MASTER, (escrow / MASTER).read_bytes())
        homes.write_secret(home.path / SECRET, (escrow / SECRET).read_bytes())


@contextmanager
def _bare_database(home: homes.Home) -> Iterator[databases.Addresses]:
    """A database with roles and extensions and nothing else, for the block."""
    if databases.own_server_configured():
        addresses = databases.addresses(home)
        open_own_server(addresses)
        with addresses.owner.connect(application="gridkeeper restore") as connection:
            row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        if row is None or row[0]:
            raise errors.DatabaseNotEmpty(where=addresses.owner.where)
        yield addresses
        return
    cluster, running = postgres.cluster_of(home), HomeLock(home.path / "running.lock")
    if not running.try_take():
        raise errors.HomeInUse(path=home.path, pid="?", role="?")
    with running:
        server = cluster.start()
        try:
            with cluster.connect() as superuser:
                roles.provision_cluster(superuser)
            with cluster.connect(dbname=roles.DATABASE) as superuser:
                roles.provision_database(superuser)
            yield databases.addresses(home)
        finally:
            cluster.stop(server)


def _load(home: homes.Home, addresses: databases.Addresses, dump: Path) -> None:
    arguments = ["--single-transaction", "--exit-on-error", "--no-comments", f"--dbname={_database_of(addresses)}"]
    run_tool("pg_restore", [*arguments, str(dump)], reach=addresses.owner, log=home.logs / "restore.log")


def _database_of(addresses: databases.Addresses) -> str:
    return addresses.owner.parameters["dbname"]
