"""How the application and the owner reach the database: through the home's socket, or by two addresses of your own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

import psycopg
from psycopg.conninfo import conninfo_to_dict

from gridkeeper.project import errors
from gridkeeper.project.home import Home
from gridkeeper.project.postgres import cluster_of
from gridkeeper.project.roles import APP, DATABASE, OWNER

APP_VARIABLE, OWNER_VARIABLE = "DATABASE_URL", "DATABASE_OWNER_URL"
_DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


@dataclass(frozen=True)
class Address:
    """Connection parameters of one role, in libpq's words."""

    parameters: Mapping[str, str] = field(repr=False)

    @property
    def where(self) -> str:
        """Host and database for a message; never the password."""
        return f"{self.parameters.get('host', 'localhost')}/{self.parameters.get('dbname', '')}"

    def connect(self, *, application: str, autocommit: bool = True, timeout: int = 5) -> psycopg.Connection:
        """A plain connection outside Django. Raises psycopg.OperationalError."""
        parameters: dict[str, str] = {
            "connect_timeout": str(timeout),
            **self.parameters,
            "application_name": application,
        }
        return psycopg.connect(" ".join(f"{k}={_quoted(v)}" for k, v in parameters.items()), autocommit=autocommit)

    def django(self) -> dict[str, object]:
        """The entry of ``settings.DATABASES`` without pool and life-time choices."""
        entry: dict[str, object] = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {}}
        options: dict[str, object] = {}
        for key, value in self.parameters.items():
            if key in _DJANGO_NAMES:
                entry[_DJANGO_NAMES[key]] = value
            else:
                options[key] = value
        entry["OPTIONS"] = options
        return entry

    def environment(self) -> dict[str, str]:
        """The PG* variables that make PostgreSQL's own tools connect here, password included."""
        return {_LIBPQ_VARIABLES[k]: v for k, v in self.parameters.items() if k in _LIBPQ_VARIABLES}


_LIBPQ_VARIABLES = {
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "host": "PGHOST",
    "port": "PGPORT",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


@dataclass(frozen=True)
class Addresses:
    """Both ways in, and whether the server is ours to run."""

    app: Address
    owner: Address
    embedded: bool


def own_server_configured() -> bool:
    """True when the environment names a PostgreSQL of one's own."""
    return bool(os.environ.get(APP_VARIABLE) or os.environ.get(OWNER_VARIABLE))


def addresses(home: Home | None) -> Addresses:
    """The two addresses for ``home``. Raises DatabaseUrlMalformed for half a pair or an unreadable address."""
    if own_server_configured():
        return Addresses(app=_from_environment(APP_VARIABLE), owner=_from_environment(OWNER_VARIABLE), embedded=False)
    if home is None:
        raise errors.HomeMissing(path=os.environ.get("GRIDKEEPER_HOME", "home"))
    sockets = str(cluster_of(home).sockets)
    return Addresses(
        app=Address({"host": sockets, "user": APP, "dbname": DATABASE}),
        owner=Address({"host": sockets, "user": OWNER, "dbname": DATABASE}),
        embedded=True,
    )


def _from_environment(name: str) -> Address:
    url = os.environ.get(name, "")
    if not url:
        raise errors.DatabaseUrlMalformed(name=name, problem="is missing while the other address is given")
    try:
        parameters = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError as error:
        raise errors.DatabaseUrlMalformed(name=name, problem="cannot be read") from error
    if not parameters.get("dbname") or not parameters.get("user"):
        raise errors.DatabaseUrlMalformed(name=name, problem="names no database or no role")
    return Address(parameters)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
