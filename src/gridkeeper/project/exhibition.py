"""The demo: an exercise home filled once with an invented district, and put back to its first moment in seconds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from gridkeeper.project import databases, errors, postgres, roles, schema
from gridkeeper.project.home import Home
from gridkeeper.project.ledger import LEDGER
from gridkeeper.project.load_demo import WAITING
from gridkeeper.project.migrate import EXERCISE_STARTS_AT
from gridkeeper.project.running import running_database

_FIRST_MOMENT = f"{roles.DATABASE}_first_moment"


def sign_ins(home: Home) -> dict[str, Any]:
    """The sign-ins by role, as ``demo.json`` in the home says; empty when nothing was loaded."""
    file = home.path / "demo.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def load_once(home: Home) -> None:
    """Load the district unless that is done, and keep a copy of the first moment. Raises DemoFailed.

    Killed anywhere, the next start finishes or begins again: the sign-ins are written down before the load commits, and
    whether it did is asked of the database, which a reset that was killed may have left empty.
    """
    file = home.path / "demo.json"
    is_loaded = _is_loaded(home)
    if is_loaded and file.exists():
        return
    if is_loaded and file.with_suffix(WAITING).exists():
        file.with_suffix(WAITING).replace(file)
    else:
        _load(home, file)
    if not databases.own_server_configured():
        _keep_first_moment(home)


def _is_loaded(home: Home) -> bool:
    """True where the invented district was committed to this home's database."""
    with databases.addresses(home).owner.connect(application="gridkeeper demo") as owner:
        row = owner.execute("SELECT EXISTS (SELECT 1 FROM audit_event WHERE verb = 'exercise.loaded')").fetchone()
    return row is not None and bool(row[0])


def _load(home: Home, file: Path) -> None:
    loader = [sys.executable, "-m", "gridkeeper.project.load_demo", str(file)]
    environment = {**os.environ, "GRIDKEEPER_HOME": str(home.path), "GRIDKEEPER_DATABASE_POOL": "0"}
    # A process of its own: what loading needs of memory goes with it.
    done = subprocess.run(loader, check=False, env=environment)
    if done.returncode != 0:
        raise errors.DemoFailed(status=done.returncode)


def reset(home: Home) -> None:
    """Put the demo back to its first moment, also while it is being served.

    Raises HomeKindIsFixed, NoReset, and NoDemoYet: what somebody else made in this folder, or is just loading, is
    never thrown away.
    """
    if not home.is_exercise:
        raise errors.HomeKindIsFixed(path=home.path, kind=home.kind, wanted="exercise")
    if databases.own_server_configured():
        raise errors.NoReset()
    if not (home.path / "demo.json").exists():
        raise errors.NoDemoYet(path=home.path)
    with running_database(home) as addresses:
        with postgres.cluster_of(home).connect() as superuser:
            if not _first_moment_fits(superuser):
                _start_over(home, superuser)
            else:
                _clone(superuser, source=_FIRST_MOMENT, target=roles.DATABASE)
        schema.migrate(home, addresses.owner)
        load_once(home)
        with addresses.owner.connect(application="gridkeeper reset") as owner:
            # The copy's clock has run on since it was taken; the exercise begins again at its first moment.
            owner.execute(
                "UPDATE clocks_homeclock SET anchor_wall = now(), anchor_virtual = %s, speed = 1", [EXERCISE_STARTS_AT]
            )
    # The first moment knows of no purge: what was purged in the exercise before belongs to that one.
    (home.path / LEDGER).unlink(missing_ok=True)
    for folder in (home.path / "files", home.path / "exports"):
        _empty(folder)


def _start_over(home: Home, superuser: psycopg.Connection) -> None:
    # Tables have changed since the copy was taken: load afresh.
    superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(_FIRST_MOMENT)))
    superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(roles.DATABASE)))
    roles.provision_cluster(superuser)
    with postgres.cluster_of(home).connect(dbname=roles.DATABASE) as inside:
        roles.provision_database(inside)
    (home.path / "demo.json").unlink(missing_ok=True)


def _keep_first_moment(home: Home) -> None:
    with postgres.cluster_of(home).connect() as superuser:
        _clone(superuser, source=roles.DATABASE, target=_FIRST_MOMENT)


def _first_moment_fits(superuser: psycopg.Connection) -> bool:
    row = superuser.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [_FIRST_MOMENT]
    ).fetchone()
    return row is not None and row[0] == schema.mark()


def _clone(superuser: psycopg.Connection, *, source: str, target: str) -> None:
    names = {"source": sql.Identifier(source), "target": sql.Identifier(target), "owner": sql.Identifier(roles.OWNER)}
    # Nobody may be connected to the source of a copy; whoever served from it reconnects by itself.
    superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {target} WITH (FORCE)").format(**names))
    superuser.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
        [source],
    )
    superuser.execute(
        sql.SQL("CREATE DATABASE {target} TEMPLATE {source} OWNER {owner} STRATEGY FILE_COPY").format(**names)
    )
    superuser.execute(
        sql.SQL("COMMENT ON DATABASE {target} IS {mark}").format(mark=sql.Literal(schema.mark()), **names)
    )


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
