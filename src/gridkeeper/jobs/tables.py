"""Whether the tables are those this program was written for: asked by a worker before it takes a job."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.loader import MigrationLoader


class TablesTooOld(SystemExit):
    """The program was renewed on disk while its tables were not: a job taken now would fail and use up its tries."""


def missing_migrations() -> list[str]:
    """Migrations of this program that these tables have not seen, as ``room.name``."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    return sorted(f"{room}.{name}" for room, name in set(loader.disk_migrations) - set(loader.applied_migrations))


def require_present_tables() -> None:
    """End this process with words, before it touches the queue, where the tables are older (TablesTooOld)."""
    missing = missing_migrations()
    if missing:
        raise TablesTooOld(
            f"gridkeeper: the worker takes no job: this program is newer than the tables ({len(missing)} steps are "
            f"missing, the first is {missing[0]}). Stop `gridkeeper serve` and start it again; it brings them up."
        )
