"""The worker process: takes jobs as they come, beats its heart, ends within seconds when told to."""

from __future__ import annotations

import asyncio
import logging
import os

from procrastinate import App, PsycopgConnector

from gridkeeper.jobs.choices import STALLED_SECONDS, WORKER_APPLICATION
from gridkeeper.jobs.pulse import keep_beating

_HEARTBEAT_SECONDS = 5.0
_CONNECTION_SECONDS = 6.0
"""How long a connection may fail to come before the worker ends, and is started again with fresh ones."""


async def _work(app: App, *, concurrency: int) -> None:
    async with app.open_async():
        beating = asyncio.create_task(keep_beating())
        try:
            await app.run_worker_async(
                name="gridkeeper",
                concurrency=concurrency,
                wait=True,
                fetch_job_polling_interval=5.0,
                update_heartbeat_interval=_HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                shutdown_graceful_timeout=4.0,
                install_signal_handlers=True,
            )
        finally:
            beating.cancel()


def main() -> None:
    """Run until SIGTERM. Ends with an error when the database goes away; the supervisor starts it again.

    Takes nothing from the queue while the tables are older than this program (TablesTooOld).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    from gridkeeper.jobs.tables import require_present_tables

    require_present_tables()
    parameters = {**connector_params("default"), "application_name": WORKER_APPLICATION}
    connector = PsycopgConnector(kwargs=parameters, min_size=1, max_size=4, num_workers=1, timeout=_CONNECTION_SECONDS)
    logging.getLogger("procrastinate").setLevel(os.environ.get("GRIDKEEPER_LOG_LEVEL", "WARNING"))
    with app.replace_connector(connector) as ready:
        asyncio.run(_work(ready, concurrency=int(os.environ.get("GRIDKEEPER_WORKERS", "4"))))


if __name__ == "__main__":
    main()
