"""A whole home served by real processes, for tests that ask over HTTP, drive a browser or kill something."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import starter
from tests.database import ROOT, common_temp, hold, is_free

from gridkeeper.project.processes import command_lines, wait_until

_START_PATIENCE = 180.0
_OURS = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DJANGO_SETTINGS_MODULE",
    "GRIDKEEPER_DATABASE_POOL",
    "GRIDKEEPER_HOME",
    "GK_TEST_FOLDER",
)


@dataclass
class Installation:
    """A running installation in a folder of its own."""

    path: Path
    port: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """For commands that should work on this home."""
        return environment_for(self.path, self.port)

    def health(self) -> dict[str, object]:
        """What /healthz says, with its status; empty when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=3)
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            return {"status": answer.status, **json.loads(answer.read())}
        except (OSError, http.client.HTTPException, ValueError):
            return {}
        finally:
            connection.close()

    def is_whole(self) -> bool:
        """True when web, database and worker are up."""
        return self.health().get("status") == 200

    def log(self) -> str:
        """What it printed."""
        return (self.path.parent / "serve.log").read_text(errors="replace")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Do one command on this home."""
        return starter.run(*arguments, environment=self.environment)


@dataclass
class ServedHome(Installation):
    """One that the tests started themselves, and may stop, kill and start again."""

    process: subprocess.Popen[bytes]

    def wait_until_whole(self) -> None:
        """Wait for that; fail with the log otherwise."""
        whole = False

        def settled() -> bool:
            nonlocal whole
            whole = self.is_whole()
            return whole or self.process.poll() is not None

        wait_until(settled, seconds=_START_PATIENCE, every=0.1)
        if not whole:
            raise AssertionError("the installation is not up:\n" + self.log()[-3000:])

    def pids(self, part: str) -> list[int]:
        """Processes of this installation: ``server``, ``web``, ``worker`` or ``postgres``."""
        module = {"web": "gridkeeper.project.web", "worker": "gridkeeper.jobs.worker"}.get(part)
        if part == "server":
            return [self.process.pid]
        if part == "postgres":
            data = str(self.path / "pg")
            return [pid for pid, line in command_lines() if line[1:3] == ["-D", data]]
        return [pid for pid, line in command_lines() if module in line and _home_of(pid) == str(self.path)]

    def start(self) -> None:
        """Start it again after it ended."""
        self.process = _start(self.path, self.port)

    def stop(self) -> None:
        """End it in order."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)


def environment_for(home: Path, port: int) -> dict[str, str]:
    """The environment of a terminal in which somebody works on ``home``."""
    clean = {key: value for key, value in os.environ.items() if key not in _OURS}
    return {**clean, "GRIDKEEPER_HOME": str(home), "PORT": str(port), "HOST": "127.0.0.1", "LC_ALL": "C.UTF-8"}


def command(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run ``gridkeeper`` with these arguments, as from a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "gridkeeper.project.entry", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
    )


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """A short-named folder that the database's account may pass; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="gk-served-", dir=common_temp()))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def served(kind: str = "exercise") -> Iterator[ServedHome]:
    """Serve a new home of ``kind`` on a free port for the block: ``exercise``, ``real``, or a furnished ``demo``."""
    with fresh_folder() as folder:
        port = free_port()
        begun = (
            _first_moment(folder / "home", port) if kind == "demo" else _start(folder / "home", port, "--kind", kind)
        )
        home = ServedHome(path=folder / "home", port=port, process=begun)
        try:
            home.wait_until_whole()
            yield home
        finally:
            home.stop()


def join_demo() -> Installation:
    """The demo that every process of a test run shares: whoever asks first has it started, the last one's end stops it.

    It is kept by a process of its own, which looks at the users' file lock; the kernel releases that of a killed one.
    """
    folder = _join_keeper()
    (folder / "asked").touch()
    _wait_for(folder, "port")
    return Installation(path=folder / "home", port=int((folder / "port").read_text()))


def _first_moment(home: Path, port: int) -> subprocess.Popen[bytes]:
    """A demo at ``home`` that has just been loaded: a copy of the one this run loads, put back to its first moment.

    Outside a test run, as for a benchmark, it is loaded here.
    """
    if "GK_TEST_FOLDER" not in os.environ:
        return _start(home, port, verb="demo")
    folder = _join_keeper()
    _wait_for(folder, "loaded")
    _copy(folder / "rested" / "home", home)
    again = command("demo", "--reset", "--json", environment=environment_for(home, port))
    assert again.returncode == 0, again.stdout + again.stderr
    return _start(home, port, verb="demo")


def _join_keeper() -> Path:
    folder = Path(os.environ["GK_TEST_FOLDER"] + "-demo")
    folder.mkdir(mode=0o711, exist_ok=True)
    folder.chmod(0o711)
    hold(folder / "users.lock", fcntl.LOCK_SH)
    with (folder / "start.lock").open("a") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        if not (folder / "started").exists():
            (folder / "started").touch()
            with (folder / "keeper.log").open("ab") as log:
                subprocess.Popen(
                    [sys.executable, "-m", "tests.served", str(folder)],
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
    return folder


def _wait_for(folder: Path, sign: str) -> None:
    wanted, failed = folder / sign, folder / "failed"
    wait_until(lambda: wanted.exists() or failed.exists(), seconds=_START_PATIENCE, every=0.1)
    if not wanted.exists():
        said = "".join(log.read_text(errors="replace")[-3000:] for log in sorted(folder.glob("**/serve.log")))
        raise AssertionError("the demo is not up:\n" + said)


def _copy(home: Path, to: Path) -> None:
    # With owners: the database's folder belongs to the account that runs it.
    subprocess.run(["cp", "-a", str(home), str(to)], check=True)


def _keep_demo(folder: Path) -> None:
    users = os.open(folder / "users.lock", os.O_RDWR)
    shared: ServedHome | None = None
    try:
        _load_demo(folder / "rested")
        (folder / "loaded").touch()
        while not is_free(users):
            if shared is None and (folder / "asked").exists():
                shared = _share_demo(folder)
            time.sleep(0.2)
    except AssertionError:
        (folder / "failed").touch()
        raise
    finally:
        if shared is not None:
            shared.stop()
        if not (folder / "failed").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _load_demo(folder: Path) -> None:
    """A demo that was loaded once and rests, to be copied."""
    folder.mkdir(mode=0o711)
    folder.chmod(0o711)
    port = free_port()
    home = ServedHome(path=folder / "home", port=port, process=_start(folder / "home", port, verb="demo"))
    try:
        home.wait_until_whole()
    finally:
        home.stop()


def _share_demo(folder: Path) -> ServedHome:
    _copy(folder / "rested" / "home", folder / "home")
    port = free_port()
    home = ServedHome(path=folder / "home", port=port, process=_start(folder / "home", port, verb="demo"))
    try:
        home.wait_until_whole()
    except AssertionError:
        home.stop()
        raise
    ready = folder / "port.new"
    ready.write_text(str(port))
    ready.rename(folder / "port")
    return home


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(home: Path, port: int, *options: str, verb: str = "serve") -> subprocess.Popen[bytes]:
    with (home.parent / "serve.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "gridkeeper.project.entry", verb, *options],
            env=environment_for(home, port),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _home_of(pid: int) -> str:
    try:
        pairs = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return ""
    return next((pair.partition(b"=")[2].decode() for pair in pairs if pair.startswith(b"GRIDKEEPER_HOME=")), "")


if __name__ == "__main__":
    _keep_demo(Path(sys.argv[1]))
