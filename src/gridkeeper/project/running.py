"""A running database for one piece of work: attach to what runs, or start it and stop it afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg

from gridkeeper.project import databases, errors, postgres, roles, schema
from gridkeeper.project.home import Home
from gridkeeper.project.locks import HomeLock
from gridkeeper.project.processes import is_alive

_PATIENCE = 60.0


@contextmanager
def running_database(home: Home, *, up_to_date: bool = True) -> Iterator[databases.Addresses]:
    """Both addresses of a database that answers. Raises HomeRunsOtherTables, DatabaseUnreachable and kin.

    The tables are brought up to date unless ``up_to_date`` is False: the doctor looks at things as they are. The
    second of two commands attaches to what the first started; the first waits for it before it stops.
    """
    if databases.own_server_configured():
        yield prepare_own_server(home) if up_to_date else databases.addresses(home)
        return
    home = postgres.settle_cluster(home)
    running, use = HomeLock(home.path / "running.lock"), HomeLock(home.path / "use.lock", shared=True)
    if _attach_or_take(home, running=running, use=use, up_to_date=up_to_date):
        with use:
            yield databases.addresses(home)
        return
    with running:
        running.describe({"role": "command", "tables": schema.fingerprint()})
        cluster = postgres.cluster_of(home)
        server = cluster.start()
        alone = HomeLock(home.path / "use.lock")
        try:
            yield prepare(home, cluster) if up_to_date else databases.addresses(home)
            _wait_for_guests(alone)
        finally:
            with alone:
                cluster.stop(server)


def prepare(home: Home, cluster: postgres.Cluster) -> databases.Addresses:
    """Roles, database, extensions and tables on a cluster that has just come up; gives the two ways in."""
    with cluster.connect() as superuser:
        roles.provision_cluster(superuser)
    with cluster.connect(dbname=roles.DATABASE) as superuser:
        roles.provision_database(superuser)
    addresses = databases.addresses(home)
    require_sound(addresses)
    schema.migrate(home, addresses.owner)
    home.stamped()
    return addresses


def prepare_own_server(home: Home) -> databases.Addresses:
    """Rights, extensions and tables on a PostgreSQL of one's own; refuses what ``require_sound`` refuses."""
    addresses = databases.addresses(home)
    open_own_server(addresses)
    schema.migrate(home, addresses.owner)
    home.stamped()
    return addresses


def open_own_server(addresses: databases.Addresses) -> None:
    """Check both roles, then let the application role use what the owner will make."""
    require_sound(addresses)
    with addresses.owner.connect(application="gridkeeper start") as owner:
        roles.add_extensions(owner)
        roles.grant_defaults(owner, owner=addresses.owner.parameters["user"], app=addresses.app.parameters["user"])


def require_sound(addresses: databases.Addresses) -> None:
    """Refuse an unreachable database, an old server, and an application role that could pass row-level security."""
    try:
        with addresses.app.connect(application="gridkeeper start") as connection:
            roles.require_sound_database(connection)
        addresses.owner.connect(application="gridkeeper start").close()
    except psycopg.OperationalError as error:
        raise errors.DatabaseUnreachable(where=addresses.app.where, detail=str(error).strip()) from error


def _attach_or_take(home: Home, *, running: HomeLock, use: HomeLock, up_to_date: bool) -> bool:
    """True when attached to another process's database (``use`` is held), False when ``running`` was taken."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if running.try_take():
            return False
        if up_to_date:
            _refuse_other_tables(home, running.holder())
        if use.try_take():
            if _is_ready(home, up_to_date=up_to_date):
                return True
            use.release()
        time.sleep(0.1)
    holder = running.holder()
    raise errors.HomeInUse(path=home.path, pid=holder.get("pid", "?"), role=holder.get("role", "?"))


def _refuse_other_tables(home: Home, holder: Mapping[str, object]) -> None:
    """Who holds the home says what tables it brings about; waiting for others would be in vain."""
    tables, pid = holder.get("tables", ""), holder.get("pid")
    # What a process that has ended left in the file says nothing about the one that is just taking over.
    if tables != schema.fingerprint() and isinstance(pid, int) and is_alive(pid):
        raise errors.HomeRunsOtherTables(path=home.path, pid=pid)


def _is_ready(home: Home, *, up_to_date: bool) -> bool:
    try:
        return schema.is_present(databases.addresses(home).owner) or not up_to_date
    except psycopg.Error:
        return False


def _wait_for_guests(alone: HomeLock) -> None:
    # Whoever attached holds the lock shared; with it in our hand new ones are shut out while the server stops.
    while not alone.try_take():
        time.sleep(0.05)
