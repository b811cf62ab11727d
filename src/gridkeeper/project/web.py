"""The web server process: loads the application once, then forks workers that share its memory.

Granian with blocking threads: asynchronous serving of a synchronous application is many times slower, and a killed
worker comes back only because it is told so. Forking after loading halves memory and start-up time on two cores.
"""

from __future__ import annotations

import gc
import os
import signal

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from gridkeeper.project.health import Application
from gridkeeper.project.processes import die_with_parent
from gridkeeper.project.serving import PACKAGE, door_from_environment

_THREADS = 4
_YEAR_SECONDS = 365 * 86400


def serve() -> None:
    """Listen on HOST and PORT until SIGTERM."""
    # The pinyin dictionaries are large and every search needs them: load them where all workers share them.
    import pypinyin  # noqa: F401

    from gridkeeper.project.wsgi import application

    door, assets = door_from_environment(), PACKAGE / "frontend_build" / "assets"
    server = MPServer(
        target="gridkeeper.project.wsgi:application",
        address=door.host,
        port=door.port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("GRIDKEEPER_WEB_WORKERS") or 2),
        blocking_threads=_THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=3,
        # Files with a digest in their name never change: answered without Python, kept for a year.
        static_path_route=["/static/assets"] if assets.is_dir() else None,
        static_path_mount=[assets] if assets.is_dir() else None,
        static_path_expires=_YEAR_SECONDS,
    )
    # What is loaded now is shared by all workers; the collector must not touch, and so copy, those pages.
    gc.collect()
    gc.freeze()
    parent = os.getpid()

    def in_worker() -> Application:
        # A worker whose server was killed would keep the port and answer with old code.
        die_with_parent(parent, signal.SIGKILL)
        return application

    server.serve(target_loader=in_worker, wrap_loader=False)


if __name__ == "__main__":
    serve()
