"""One throw-away PostgreSQL for all test processes of a run, and a clone of the migrated database for each of them.

The server is started by whichever process needs it first, in a process of its own that ends when the last user's file
lock is gone. The kernel releases those locks, so a killed test run leaves nothing behind.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql
from tests import worlds

from gridkeeper.project import roles
from gridkeeper.project.postgres import THROW_AWAY, Cluster
from gridkeeper.project.processes import wait_until
from gridkeeper.project.system_account import database_account

TEMPLATE = "gk_template"
ROOT = Path(__file__).resolve().parents[1]
_PATIENCE = 180.0


def common_temp() -> Path:
    """The system's temporary folder."""
    # Short, and passable for the account that runs the server when the tests run as root.
    return Path("/tmp") if os.access("/tmp", os.W_OK) else Path(tempfile.gettempdir())


@dataclass(frozen=True)
class TestServer:
    """A folder shared by the processes of one run, with a cluster inside."""

    __test__ = False
    folder: Path

    @property
    def cluster(self) -> Cluster:
        """The cluster, durable against nothing."""
        return Cluster(
            data=self.folder / "pg",
            sockets=self.folder / "run",
            account=database_account(),
            log=self.folder / "postgres.log",
            settings={**THROW_AWAY, "max_wal_size": "256MB", "autovacuum": "off"},
        )

    @property
    def ready(self) -> Path:
        """Exists once the template is migrated."""
        return self.folder / "ready"

    def url(self, role: str, database: str) -> str:
        """An address for ``role``."""
        return f"postgresql://{role}@/{database}?host={self.folder / 'run'}"


def folder_of_this_run() -> Path:
    """A new folder name; the first process of a run asks, the others are told."""
    return common_temp() / f"gk-test-{os.getpid()}-{secrets.token_hex(4)}"


def join(folder: Path) -> TestServer:
    """Use the server of this run, starting it when we are first; returns when the template is ready."""
    server = TestServer(folder)
    folder.mkdir(mode=0o711, exist_ok=True)
    folder.chmod(0o711)
    hold(folder / "users.lock", fcntl.LOCK_SH)
    with (folder / "start.lock").open("a") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        if not (folder / "started").exists():
            (folder / "started").touch()
            log = (folder / "server.log").open("ab")
            subprocess.Popen(
                [sys.executable, "-m", "tests.database", str(folder)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
    failed = folder / "failed"
    wait_until(lambda: server.ready.exists() or failed.exists(), seconds=_PATIENCE, every=0.05)
    if not server.ready.exists():
        raise RuntimeError("the test database did not come up:\n" + (folder / "server.log").read_text()[-3000:])
    return server


def clone(server: TestServer, name: str, *, of: str = worlds.TEMPLATE) -> None:
    """A fresh copy of the migrated database under ``name``, replacing one that is there."""
    with server.cluster.connect() as superuser:
        superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        superuser.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(of), sql.Identifier(roles.OWNER)
            )
        )


_held: list[int] = []


def hold(path: Path, mode: int) -> None:
    """Keep a lock on ``path`` until this process ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, mode)
    _held.append(descriptor)


def _make_template(server: TestServer) -> None:
    cluster = server.cluster
    with cluster.connect() as superuser:
        roles.provision_cluster(superuser, database=TEMPLATE)
    with cluster.connect(dbname=TEMPLATE) as superuser:
        roles.provision_database(superuser)
    # In the home of this run: what is sealed while the worlds are made has to open in the tests.
    os.environ.update(
        GRIDKEEPER_DATABASE_POOL="0",
        DATABASE_URL=server.url(roles.APP, TEMPLATE),
        DATABASE_OWNER_URL=server.url(roles.OWNER, TEMPLATE),
    )
    from gridkeeper.project import migrate

    migrate.run("exercise", verbosity=0)
    from django.db import connections

    connections.close_all()
    from tests.console.furnished import furnish
    from tests.personas import settle

    worlds.keep(server, {"settled": settle, "furnished": furnish})


def _serve(folder: Path) -> None:
    server = TestServer(folder)
    cluster = server.cluster
    child = cluster.start()
    try:
        _make_template(server)
        server.ready.touch()
        users = os.open(folder / "users.lock", os.O_RDWR)
        while not is_free(users):
            time.sleep(0.2)
    finally:
        cluster.stop(child)
        if server.ready.exists():
            shutil.rmtree(folder, ignore_errors=True)
        else:
            (folder / "failed").touch()


def is_free(descriptor: int) -> bool:
    """True when nobody else holds the file any more; it is ours then."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
