"""A PostgreSQL cluster under our own supervision: made once, run as a child, found again, recovered after a crash."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO

import psycopg

from gridkeeper.project import errors
from gridkeeper.project.engine import Engine, engine_for, installed_engine
from gridkeeper.project.home import Home
from gridkeeper.project.processes import command_lines, start_child, stop_child, wait_until
from gridkeeper.project.system_account import SystemAccount, database_account

SUPERUSER = "postgres"
# The kernel allows 107 bytes for the address of a socket; the file name takes 15 of them.
_LONGEST_SOCKET_FOLDER = 88
_RECOVERY_PATIENCE = 900.0
_STATE_ROOT = Path("/var/lib/gridkeeper")
# lc_ctype C would leave Chinese without trigrams, and with them search by name without its index.
_INITDB = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-collate=C",
    "--lc-ctype=C.UTF-8",
    "--auth-local=trust",
    "--auth-host=scram-sha-256",
    f"--username={SUPERUSER}",
)
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "jit": "off",
    "max_connections": "80",
    # The system's own page cache does the rest; an idle installation stays small.
    "shared_buffers": "64MB",
    "io_workers": "1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
}
THROW_AWAY: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """One database cluster: its data folder, its socket folder, and the account that runs it."""

    data: Path
    sockets: Path
    account: SystemAccount
    log: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Title of its processes, by which what a killed parent left behind is found again."""
        return f"gk-{sha256(str(self.data).encode()).hexdigest()[:12]}"

    def connect(self, *, dbname: str = "postgres", timeout: float = 5) -> psycopg.Connection:
        """A connection as superuser, in autocommit; raises psycopg.OperationalError."""
        return psycopg.connect(
            host=str(self.sockets), user=SUPERUSER, dbname=dbname, autocommit=True, connect_timeout=max(2, int(timeout))
        )

    def answers(self) -> bool:
        """True when a real connection works now; a pid file proves nothing."""
        if not self.sockets.is_dir():
            return False
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def engine(self) -> Engine:
        """The programs for this cluster."""
        return engine_for(self.account, spare_place=self.data.parent)

    def start(self) -> subprocess.Popen[bytes]:
        """Run the server as our child until a connection works. Raises EngineMismatch, EngineFailed.

        The caller holds the lock of the home. Whatever an earlier parent left running is ended first.
        """
        self._require_same_major()
        end_leftovers(self)
        if not (self.data / "PG_VERSION").exists():
            self._make()
        _own_folder(self.sockets, self.account)
        self._drop_stale_claims()
        return self._run()

    def stop(self, server: subprocess.Popen[bytes]) -> None:
        """Shut down fast (open transactions roll back), harder when that takes too long."""
        stop_child(server, signal.SIGINT, signal.SIGQUIT, patience=10)

    def _require_same_major(self) -> None:
        version = self.data / "PG_VERSION"
        if version.exists():
            found, present = version.read_text(encoding="ascii").strip(), str(installed_engine().major)
            if found != present:
                raise errors.EngineMismatch(path=self.data, found=found, present=present)

    def _make(self) -> None:
        # Made beside and renamed, so that a start cut off half-way leaves nothing that looks like a cluster.
        making = self.data.with_name(self.data.name + ".making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True, mode=0o700)
        self.account.own(making)
        command = [str(self.engine().program("initdb")), "-D", str(making), *_INITDB]
        if self.settings.get("fsync") == "off":
            command.append("--no-sync")
        made = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            env=_environment(),
            **self.account.popen_options,
        )  # type: ignore[call-overload]
        if made.returncode != 0:
            raise errors.EngineFailed(program="initdb", detail=made.stderr.strip()[-400:], log=self.log)
        making.rename(self.data)

    def _drop_stale_claims(self) -> None:
        # None of this cluster's processes is left, so the number in these files is a zombie's or a stranger's; the
        # server would refuse to start over it. Its shared memory is guarded apart from them.
        for claim in (self.data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*")):
            claim.unlink(missing_ok=True)

    def _run(self) -> subprocess.Popen[bytes]:
        deadline = time.monotonic() + _RECOVERY_PATIENCE
        for _attempt in range(5):
            with _append_to(self.log) as log:
                server = start_child(
                    self._command(),
                    on_parent_death=signal.SIGINT,
                    log=log,
                    cwd="/",
                    env=_environment(),
                    **self.account.popen_options,
                )
            if self._comes_up(server, seconds=deadline - time.monotonic()):
                return server
            # Shared memory of killed backends goes a moment after them; a second attempt then succeeds.
            stop_child(server, signal.SIGQUIT, patience=5)
            end_leftovers(self)
        raise errors.EngineFailed(program="postgres", detail=_tail(self.log), log=self.log)

    def _comes_up(self, server: subprocess.Popen[bytes], *, seconds: float) -> bool:
        # Crash recovery can take minutes; only the end of the process is a failure.
        wait_until(lambda: server.poll() is not None or self.answers(), seconds=seconds, every=0.05)
        return server.poll() is None and self.answers()

    def _command(self) -> list[str]:
        settings = {
            **_SETTINGS,
            "unix_socket_directories": str(self.sockets),
            "cluster_name": self.name,
            **self.settings,
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return [str(self.engine().program("postgres")), "-D", str(self.data), *options]


def cluster_of(home: Home) -> Cluster:
    """The cluster that belongs to ``home``, wherever its account can reach it; nothing is made or started."""
    account = database_account()
    place = Path(home.passport.cluster) if home.passport.cluster else _place_for(home, account)
    sockets = place / "run"
    if len(os.fsencode(sockets)) > _LONGEST_SOCKET_FOLDER:
        sockets = _temporary_root() / f"gk-{home.name_hash}-{account.uid}"
    return Cluster(data=place / "pg", sockets=sockets, account=account, log=home.logs / "postgres.log")


def settle_cluster(home: Home) -> Home:
    """Decide once where the cluster of ``home`` lives and write it down when that is outside the home."""
    if home.passport.cluster:
        return home
    place = _place_for(home, database_account())
    if place == home.path:
        return home
    # An earlier home of the same path may have been set aside; its cluster stays its own.
    taken = 1
    while (place / "pg").exists():
        taken += 1
        place = place.with_name(f"{home.name_hash}-{taken}")
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o711)
    return home.placed(place)


def end_leftovers(cluster: Cluster) -> None:
    """End processes of this cluster that have lost their parent: politely, then firmly."""
    for how, patience in ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        left = leftovers(cluster)
        if not left:
            return
        for pid in left:
            try:
                os.kill(pid, how)
            except ProcessLookupError:
                continue
        wait_until(lambda: not leftovers(cluster), seconds=patience, every=0.05)


def leftovers(cluster: Cluster) -> list[int]:
    """Process ids of this cluster's postmaster and its backends, told by argument and title, never by pid file."""
    title = f"postgres: {cluster.name}:"
    return [
        pid
        for pid, arguments in command_lines()
        if arguments[0].startswith(title)
        or (Path(arguments[0]).name == "postgres" and arguments[1:3] == ["-D", str(cluster.data)])
    ]


def _place_for(home: Home, account: SystemAccount) -> Path:
    if account.can_pass(home.path):
        return home.path
    root = _STATE_ROOT if os.access(_STATE_ROOT.parent, os.W_OK) else _temporary_root()
    return root / home.name_hash


def _temporary_root() -> Path:
    # Not tempfile.gettempdir() first: two processes of one home may have different TMPDIR.
    common = Path("/tmp")
    return common if os.access(common, os.W_OK) else Path(tempfile.gettempdir())


def _own_folder(path: Path, account: SystemAccount) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {account.uid, os.geteuid()}:
        raise errors.EngineFailed(program="postgres", detail=f"{path} belongs to somebody else", log=path)
    account.own(path)
    path.chmod(0o700)


def _environment() -> dict[str, str]:
    # Nothing of the caller's PG* variables or locale may reach the server.
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _append_to(log: Path) -> IO[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > 8_000_000:
        log.replace(log.with_suffix(".log.1"))
    return log.open("ab")


def _tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-6:] if log.exists() else []
    return " / ".join(line.strip() for line in lines) or "no message"
