"""Brings the tables to the present state as their owner, and skips that when nothing can have changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from gridkeeper.project import errors
from gridkeeper.project.databases import Address
from gridkeeper.project.home import Home
from gridkeeper.project.rooms import INSTALLED

_LIBRARIES = ("django", "django-allauth", "procrastinate")
_MARK = "gridkeeper schema "


def fingerprint() -> str:
    """A digest of every migration that could be applied: our files, and the versions of the libraries."""
    digest = sha256("".join(f"{name}={version(name)};" for name in _LIBRARIES).encode())
    for room in INSTALLED:
        digest.update(room.encode())
        if room.startswith("gridkeeper."):
            for file in sorted(_folder(room).glob("migrations/*.py")):
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def mark() -> str:
    """The comment a database carries once it was brought to this state."""
    return _MARK + fingerprint()


def is_present(owner: Address) -> bool:
    """True when this database was brought to exactly this state before; cheap, needs no Django."""
    with owner.connect(application="gridkeeper schema") as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return row is not None and row[0] == mark()


def migrate(home: Home, owner: Address) -> None:
    """Apply what is missing in a process of its own (its memory goes with it). Raises MigrationFailed."""
    if is_present(owner):
        return
    environment = {**os.environ, "GRIDKEEPER_HOME": str(home.path), "GRIDKEEPER_DATABASE_POOL": "0"}
    log = home.logs / "migrate.log"
    done = subprocess.run(
        [sys.executable, "-m", "gridkeeper.project.migrate", home.kind],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    log.write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode != 0:
        raise errors.MigrationFailed(detail=_reason(done.stderr), log=log)
    remember(owner)


def remember(owner: Address) -> None:
    """Leave the fingerprint on the database. An owner of the tables that does not own the database checks each time."""
    with owner.connect(application="gridkeeper schema") as connection:
        name = sql.Identifier(connection.info.dbname)
        try:
            connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(mark())))
        except psycopg.errors.InsufficientPrivilege:
            return


def _reason(trace: str) -> str:
    # The last line that names an error; PostgreSQL adds lines with the place underneath.
    named = [line for line in trace.splitlines() if re.match(r"[\w.]+(Error|Exception|Exit|Warning)\b", line)]
    return named[-1] if named else "no message"


def _folder(package: str) -> Path:
    found = find_spec(package)
    assert found is not None, package
    assert found.origin is not None, package
    return Path(found.origin).parent
