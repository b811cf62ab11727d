"""What one served installation consists of: the commands and environment of its child processes."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from gridkeeper.project import errors
from gridkeeper.project.home import Home
from gridkeeper.project.processes import wait_until

_LEAVING_SECONDS = 4.0
PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True)
class Door:
    """Where the web server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Address to print and to ask for health: a wildcard is reached by loopback."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        return f"http://{host}:{self.port}"

    def require_free(self) -> None:
        """Raise PortTaken when another program listens here; the web server of a killed parent gets time to go."""
        if not wait_until(self._is_free, seconds=_LEAVING_SECONDS, every=0.1):
            raise errors.PortTaken(host=self.host, port=self.port)

    def _is_free(self) -> bool:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError:
                return False
        return True


def door_from_environment() -> Door:
    """``HOST`` (default 127.0.0.1) and ``PORT`` (default 8000). Raises BadPort."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise errors.BadPort(value=text)
    return Door(host=os.environ.get("HOST") or "127.0.0.1", port=int(text))


def environment_of(home: Home, door: Door) -> dict[str, str]:
    """What web and worker see: the home, the door, our settings."""
    return {
        **os.environ,
        "GRIDKEEPER_HOME": str(home.path),
        "DJANGO_SETTINGS_MODULE": "gridkeeper.project.settings",
        "HOST": door.host,
        "PORT": str(door.port),
        # Freed memory goes back to the system instead of staying with many per-thread arenas.
        "MALLOC_ARENA_MAX": "2",
        "PYTHONUNBUFFERED": "1",
    }


def web_command() -> list[str]:
    """The web server and its workers."""
    return [sys.executable, "-m", "gridkeeper.project.web"]


def worker_command() -> list[str]:
    """The background worker."""
    return [sys.executable, "-m", "gridkeeper.jobs.worker"]
