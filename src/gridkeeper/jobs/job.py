"""How a room declares a job: a name, the system actor it runs as, and when it repeats.

Put jobs into ``<room>/jobs.py``; the worker finds them there::

    @job(name="orders.expire_orders", system_actor="system.orders", cron="* * * * *")
    def expire_orders() -> int: ...

A job is idempotent and safe to run twice: it is tried again after a failure and after a killed worker.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gridkeeper.jobs.choices import STALLED_SECONDS

_REGISTRY: dict[str, Job] = {}


@dataclass(frozen=True)
class Job:
    """A declared job. Calling it runs it here and now; ``defer`` puts it into the queue."""

    name: str
    system_actor: str
    run: Callable[..., Any]
    cron: str
    _task: Any

    def __call__(self, **arguments: Any) -> Any:
        """Run in this process, as tests and commands do."""
        return self.run(**arguments)

    def defer(self, **arguments: Any) -> int | None:
        """Queue one run inside the present transaction (rolled back with it); gives the job's number.

        ``arguments`` are JSON values. None when it repeats by itself and already waits.
        """
        return _enqueue(self._task, arguments)

    def defer_once(self, key: str, /, **arguments: Any) -> int | None:
        """Like ``defer``, unless one with the same ``key`` already waits; then None."""
        return _enqueue(self._task.configure(queueing_lock=f"{self.name}:{key}"), arguments)


def _enqueue(task: Any, arguments: dict[str, Any]) -> int | None:
    try:
        # A savepoint of its own: a refused insert would otherwise break the caller's transaction.
        with transaction.atomic():
            return int(task.defer(**arguments))
    except AlreadyEnqueued:
        return None


def job(
    *,
    name: str,
    system_actor: str,
    cron: str = "",
    queue: str = "default",
    attempts: int = 5,
    one_at_a_time: bool = False,
) -> Callable[[Callable[..., Any]], Job]:
    """Declare a job. ``cron`` (five fields, or six with seconds last) is wall time; the job asks the home's clock.

    ``attempts`` counts all tries, with growing pauses of 5, 25, 125 seconds. ``one_at_a_time`` never runs two together.
    Raises ValueError when the name is taken.
    """
    if name in _REGISTRY:
        raise ValueError(f"there is already a job named {name}")

    def declare(function: Callable[..., Any]) -> Job:
        @functools.wraps(function)
        def in_worker(**arguments: Any) -> Any:
            # The queue hands periodic jobs the tick's wall time; jobs read the home's clock instead.
            arguments.pop("timestamp", None)
            return function(**arguments)

        task: Any = app.task(
            name=name,
            queue=queue,
            lock=name if one_at_a_time else None,
            # Two runs of a periodic job that wait at once would do the same thing twice.
            queueing_lock=name if cron else None,
            retry=RetryStrategy(max_attempts=attempts, exponential_wait=5),
        )(in_worker)
        if cron:
            app.periodic(cron=cron)(task)
        declared = Job(name=name, system_actor=system_actor, run=function, cron=cron, _task=task)
        _REGISTRY[name] = declared
        return declared

    return declare


def worker_is_running() -> bool:
    """Whether a worker's heart beats: else whoever waits for a job does it themselves. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s))",
            [STALLED_SECONDS],
        )
        return bool(cursor.fetchone()[0])


def declared_jobs() -> tuple[Job, ...]:
    """Every job that was declared so far, by name."""
    return tuple(_REGISTRY[name] for name in sorted(_REGISTRY))
