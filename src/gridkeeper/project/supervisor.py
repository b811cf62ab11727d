"""One parent for database, web server and worker: starts them, heals them, ends them within seconds."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from gridkeeper.project import databases, errors, postgres, schema
from gridkeeper.project.health import PATH
from gridkeeper.project.home import Home
from gridkeeper.project.locks import HomeLock
from gridkeeper.project.processes import start_child, stop_child
from gridkeeper.project.running import prepare, prepare_own_server
from gridkeeper.project.serving import Door, environment_of, web_command, worker_command

_LOOK_EVERY = 0.1
_LONGEST_PAUSE = 10.0
_CALM_AFTER = 30.0
_FAILURES_BEFORE_READY = 4
_STOP_PATIENCE = 6.0


class Told(BaseException):
    """SIGTERM or SIGINT arrived: leave whatever is going on and stop in order."""


@dataclass
class Child:
    """A process that has to be there; comes back after growing pauses."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    last_status: int = 0
    _started_at: float = 0.0
    _again_at: float = 0.0

    def start(self) -> None:
        """Start it now, tied to our life."""
        self._started_at = time.monotonic()
        self.process = start_child(self.command, on_parent_death=signal.SIGTERM, env=self.environment)

    def look(self) -> bool:
        """Start it again if it has ended and its pause is over; True when it has just ended."""
        if self.process is None:
            if time.monotonic() >= self._again_at:
                self.start()
            return False
        status = self.process.poll()
        if status is None:
            return False
        now = time.monotonic()
        self.failures = 0 if now - self._started_at > _CALM_AFTER else self.failures + 1
        pause = 0.0 if self.failures <= 1 else min(_LONGEST_PAUSE, 0.25 * 2**self.failures)
        say(f"the {self.name} ended with status {status}; starting it again in {pause:.1f} s")
        self.process, self._again_at, self.last_status = None, now + pause, status
        return True


def _nothing(home: Home) -> None:  # noqa: ARG001
    return


@dataclass
class Supervisor:
    """Runs one home until told to stop.

    ``before_opening`` is called when the database is up and nobody can come in yet, ``when_ready`` once everything
    answers.
    """

    home: Home
    door: Door
    when_ready: Callable[[Home, Door], None]
    before_opening: Callable[[Home], None] = _nothing
    children: list[Child] = field(default_factory=list)
    cluster: postgres.Cluster | None = None
    server: subprocess.Popen[bytes] | None = None
    ready: bool = False

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT. Raises HomeInUse, PortTaken, and what a database may refuse."""
        for how in (signal.SIGTERM, signal.SIGINT):
            signal.signal(how, _tell)
        with take_home(self.home, self.door):
            self.door.require_free()
            try:
                self._start_database()
                self.before_opening(self.home)
                self._start_children()
                while True:
                    self._look()
                    time.sleep(_LOOK_EVERY)
            except Told:
                say("stopping")
            finally:
                self._stop()

    def _start_database(self) -> None:
        if databases.own_server_configured():
            prepare_own_server(self.home)
            return
        self.home = postgres.settle_cluster(self.home)
        self.cluster = postgres.cluster_of(self.home)
        self.server = self.cluster.start()
        prepare(self.home, self.cluster)

    def _start_children(self) -> None:
        environment = environment_of(self.home, self.door)
        self.children = [
            Child("web server", web_command(), environment),
            Child("worker", worker_command(), environment),
        ]
        for child in self.children:
            child.start()

    def _look(self) -> None:
        if self.server is not None and self.cluster is not None and self.server.poll() is not None:
            say(f"the database ended with status {self.server.returncode}; recovering")
            self.server = self.cluster.start()
        for child in self.children:
            if child.look() and not self.ready and child.failures >= _FAILURES_BEFORE_READY:
                raise errors.ChildKeepsFailing(child=child.name, status=child.last_status)
        if not self.ready and is_whole(self.door):
            self.ready = True
            self.when_ready(self.home, self.door)

    def _stop(self) -> None:
        for how in (signal.SIGTERM, signal.SIGINT):
            signal.signal(how, signal.SIG_IGN)
        running = [child.process for child in self.children if child.process is not None]
        # All at once, then each in turn: the slowest decides, not the sum.
        for process in running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in running:
            stop_child(process, signal.SIGTERM, patience=_STOP_PATIENCE)
        if self.server is not None and self.cluster is not None:
            self.cluster.stop(self.server)


def take_home(home: Home, door: Door) -> HomeLock:
    """The right to serve ``home``; waits for a short command, refuses a second server (HomeInUse)."""
    lock = HomeLock(home.path / "running.lock")
    deadline = time.monotonic() + 60.0
    while not lock.try_take():
        holder = lock.holder()
        if holder.get("role") == "server" or time.monotonic() > deadline:
            raise errors.HomeInUse(path=home.path, pid=holder.get("pid", "?"), role=holder.get("role", "?"))
        time.sleep(0.1)
    lock.describe({"role": "server", "url": door.url, "tables": schema.fingerprint()})
    return lock


def is_whole(door: Door) -> bool:
    """True when /healthz answers 200."""
    host = door.url.removeprefix("http://").rsplit(":", 1)[0].strip("[]")
    connection = http.client.HTTPConnection(host, door.port, timeout=3)
    try:
        connection.request("GET", PATH)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def say(text: str) -> None:
    """A line for whoever watches the terminal."""
    print(f"gridkeeper: {text}", file=sys.stderr, flush=True)


def _tell(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    raise Told
