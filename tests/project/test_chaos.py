"""Kill -9 under load: whatever was acknowledged is there afterwards."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from uuid import uuid4

import psycopg
import pytest
from tests import served
from tests.served import ServedHome

from gridkeeper.project.processes import wait_until

pytestmark = [pytest.mark.chaos, pytest.mark.served]
WRITERS = 4
ENOUGH = 200
PATIENCE = 120.0


@dataclass
class Writers:
    """Threads that commit one row after the other as the application role and remember what was acknowledged."""

    address: str
    acknowledged: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def write(self) -> None:
        """Commit until told to stop; a lost connection is made again."""
        while not self.stopping.is_set():
            with suppress(psycopg.Error), psycopg.connect(self.address, autocommit=True) as connection:
                while not self.stopping.is_set():
                    key = uuid4().hex
                    connection.execute("INSERT INTO django_session VALUES (%s, '', now())", [key])
                    self.acknowledged.append(key)
            self.stopping.wait(0.05)

    def wait_for_more(self) -> None:
        """Return when a good number of further rows was acknowledged."""
        goal = len(self.acknowledged) + ENOUGH
        assert wait_until(lambda: len(self.acknowledged) >= goal, seconds=PATIENCE), "the writers stand still"


@contextmanager
def writers(address: str) -> Iterator[Writers]:
    """Several writers at work for the block."""
    crowd = Writers(address)
    threads = [threading.Thread(target=crowd.write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield crowd
    finally:
        crowd.stopping.set()
        for thread in threads:
            thread.join()


@pytest.fixture(scope="module")
def home() -> Iterator[ServedHome]:
    """An installation of its own: what is killed here must not disturb other tests."""
    with served.served() as home:
        yield home


def kill(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def kill_parent(home: ServedHome) -> None:
    kill([home.process.pid])
    home.process.wait()
    home.start()


def kill_database(home: ServedHome) -> None:
    kill(home.pids("postgres"))


def kill_web_worker(home: ServedHome) -> None:
    kill(home.pids("web")[-1:])


def kill_web(home: ServedHome) -> None:
    kill(home.pids("web"))


def kill_worker(home: ServedHome) -> None:
    kill(home.pids("worker"))


def kill_everything(home: ServedHome) -> None:
    kill([home.process.pid, *home.pids("web"), *home.pids("worker"), *home.pids("postgres")])
    home.process.wait()
    home.start()


KILLS: tuple[Callable[[ServedHome], None], ...] = (
    kill_database,
    kill_parent,
    kill_web_worker,
    kill_worker,
    kill_everything,
    kill_web,
)


def test_no_acknowledged_write_is_lost_whatever_is_killed(home: ServedHome, request: pytest.FixtureRequest):
    address = f"host={home.path / 'run'} user=gk_app dbname=gridkeeper connect_timeout=3"
    with writers(address) as crowd:
        for number in range(request.config.getoption("chaos_rounds")):
            crowd.wait_for_more()
            KILLS[number % len(KILLS)](home)
            home.wait_until_whole()
        crowd.wait_for_more()
    with psycopg.connect(address) as connection:
        stored = {row[0] for row in connection.execute("SELECT session_key FROM django_session")}
    assert set(crowd.acknowledged) <= stored


def test_an_exercise_of_ones_own_is_never_thrown_away_for_the_demo(home: ServedHome) -> None:
    done = home.run("demo", "--reset", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["refused"]["code"] == "demo.none-yet"
    assert home.is_whole()
