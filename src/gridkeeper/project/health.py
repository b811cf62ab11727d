"""Is everything up? Answered in front of Django, so that a broken application still says what is broken."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import psycopg

from gridkeeper import __version__
from gridkeeper.jobs.choices import WORKER_APPLICATION
from gridkeeper.project.databases import Address
from gridkeeper.project.roles import knows_chinese

PATH = "/healthz"
# A live connection proves the process, a fresh heartbeat proves that its loop still turns.
_WORKER_ALIVE = """
SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = %s)
   AND EXISTS (SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - interval '20 seconds')
"""

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


@dataclass(frozen=True, kw_only=True)
class Health:
    """What answers: ``web`` is whoever asks."""

    database: bool
    worker: bool
    trigrams: bool = False

    @property
    def is_whole(self) -> bool:
        """True when every part is up."""
        return self.database and self.worker

    def as_json(self, *, kind: str) -> dict[str, object]:
        """The published answer of /healthz."""
        return {"web": True, "database": self.database, "worker": self.worker, "version": __version__, "kind": kind}


def health(app: Address) -> Health:
    """Ask the database over a connection of its own; a full pool must not look like a dead database."""
    try:
        with app.connect(application="gridkeeper health", timeout=2) as connection:
            return Health(database=True, worker=_worker_alive(connection), trigrams=knows_chinese(connection))
    except psycopg.Error:
        return Health(database=False, worker=False)


def _worker_alive(connection: psycopg.Connection) -> bool:
    try:
        row = connection.execute(_WORKER_ALIVE, [WORKER_APPLICATION]).fetchone()
    except psycopg.errors.UndefinedTable:
        return False
    return bool(row and row[0])


def answering_health(application: Application, *, app: Address, kind: str) -> Application:
    """A WSGI application that answers /healthz itself (200 when whole, 503 otherwise) and passes on the rest."""

    def door(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != PATH:
            return application(environ, start_response)
        found = health(app)
        body = json.dumps(found.as_json(kind=kind)).encode()
        status = "200 OK" if found.is_whole else "503 Service Unavailable"
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
        start_response(status, headers)
        return [body]

    return door
