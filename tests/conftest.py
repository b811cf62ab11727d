"""Fixtures every test may use: a real PostgreSQL with row-level security in force, and a whole served home.

``@pytest.mark.django_db``: the application role on a clone of the migrated database, rolled back afterwards. The home
is an exercise that starts on 12 November 2022, 08:00. ``committed_db`` is for tests that must commit.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests import database, served

_PURE_FLOOR = {("kernel",), ("planning",), ("formats",), ("synthetic",)}
_NAME = f"gk_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def _settle_environment() -> tuple[Path, Path]:
    """Settings are read once and early: what they need stands in the environment, the same for every xdist process."""
    from gridkeeper.project import home as homes
    from gridkeeper.project import roles

    if "GK_TEST_FOLDER" not in os.environ:
        home = Path(tempfile.mkdtemp(prefix="gk-home-"))
        homes.create(home, "exercise")
        server = database.TestServer(database.folder_of_this_run())
        os.environ.update(
            GK_TEST_FOLDER=str(server.folder),
            DJANGO_SETTINGS_MODULE="gridkeeper.project.settings",
            GRIDKEEPER_HOME=str(home),
            GRIDKEEPER_DATABASE_POOL="0",
            DATABASE_URL=server.url(roles.APP, _NAME),
            DATABASE_OWNER_URL=server.url(roles.OWNER, _NAME),
        )
    return Path(os.environ["GK_TEST_FOLDER"]), Path(os.environ["GRIDKEEPER_HOME"])


_FOLDER, _HOME = _settle_environment()


def pytest_addoption(parser: pytest.Parser) -> None:
    """How often the crash tests kill."""
    parser.addoption("--chaos-rounds", type=int, default=3, help="rounds of each crash test")


def pytest_configure(config: pytest.Config) -> None:
    """Make Django ready before test modules import models; a run of the pure floor alone does without."""
    only_hands_out_tests = bool(config.getoption("numprocesses", None)) and "PYTEST_XDIST_WORKER" not in os.environ
    if only_hands_out_tests or all(_is_pure(argument) for argument in config.args):
        return
    import django

    django.setup()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts whole homes takes longest and waits most: it begins first, and no process is left alone with it."""
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in ("served", "browser", "chaos")))


def _is_pure(argument: str) -> bool:
    inside = Path(argument.split("::", maxsplit=1)[0]).absolute()
    tests = Path(__file__).parent
    return inside.is_relative_to(tests) and inside.relative_to(tests).parts[:1] in _PURE_FLOOR


def pytest_unconfigure() -> None:
    """Leave no home behind; the xdist processes share that of the first."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def database_server() -> database.TestServer:
    """The PostgreSQL of this run."""
    return database.join(_FOLDER)


@pytest.fixture(scope="session")
def django_db_setup(database_server: database.TestServer) -> None:
    """Replaces pytest-django's: a clone of the migrated template for this process."""
    from django.db import connections

    for alias in connections:
        connections[alias].settings_dict["NAME"] = _NAME
    database.clone(database_server, _NAME)


@pytest.fixture
def owner_connection(django_db_setup: None, database_server: database.TestServer) -> Iterator[psycopg.Connection]:
    """A connection as the owner of the tables, in autocommit; it does not see what a test has not committed."""
    from gridkeeper.project import roles

    with psycopg.connect(database_server.url(roles.OWNER, _NAME), autocommit=True) as connection:
        yield connection


@pytest.fixture
def committed_db(django_db_setup: None, database_server: database.TestServer, django_db_blocker) -> Iterator[None]:
    """Database access with real commits, seen by other connections and threads; a fresh clone follows.

    Without the worlds beside its tables: such a test may write a backup of the whole.
    """
    from django.db import connections

    with django_db_blocker.unblock():
        connections.close_all()
        database.clone(database_server, _NAME, of=database.TEMPLATE)
        yield
        connections.close_all()
    database.clone(database_server, _NAME)


@pytest.fixture(scope="session")
def home_path() -> Path:
    """The home of this test process."""
    return _HOME


@pytest.fixture(scope="session")
def served_home() -> Iterator[served.ServedHome]:
    """A whole installation (database, web, worker) on a free port, for tests marked ``served`` or ``browser``."""
    with served.served() as home:
        yield home
