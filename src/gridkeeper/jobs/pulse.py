"""What has to happen within a second: looks at the clock that the worker repeats, with no row in the queue.

Put pulses into ``<room>/jobs.py`` beside the jobs::

    @pulse(name="orders.expire_orders", system_actor="system.orders")
    def expire_orders() -> int: ...

A pulse is idempotent, cheap when nothing is due, and safe beside another worker's: it claims what it changes.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import connection

_LOG = logging.getLogger("gridkeeper.jobs")
_EVERY_SECONDS = 1.0
_LONGEST_PAUSE = 60.0
_PULSES: dict[str, Pulse] = {}


@dataclass
class Pulse:
    """A declared pulse. Calling it runs it here and now; a failing one pauses longer and longer, up to a minute."""

    name: str
    system_actor: str
    run: Callable[[], int]
    failures: int = field(default=0, init=False)
    again_at: float = field(default=0.0, init=False)

    def __call__(self) -> int:
        """Run in this process, as tests do; gives how much was done."""
        return self.run()

    def beat(self, *, at: float) -> None:
        """Run unless a pause after failures lasts; never raises. ``at`` is monotonic seconds."""
        if at < self.again_at:
            return
        try:
            self.run()
        except Exception:  # noqa: BLE001 - logged, paused, tried again
            # The edge of a process: one room's trouble must not stop the sealing of the record.
            self.failures += 1
            self.again_at = at + min(_LONGEST_PAUSE, 2.0**self.failures)
            _LOG.exception("pulse %s failed; next try in %.0f s", self.name, self.again_at - at)
        else:
            self.failures = 0


def pulse(*, name: str, system_actor: str) -> Callable[[Callable[[], int]], Pulse]:
    """Declare a pulse. Raises ValueError when the name is taken."""
    if name in _PULSES:
        raise ValueError(f"there is already a pulse named {name}")

    def declare(function: Callable[[], int]) -> Pulse:
        _PULSES[name] = Pulse(name=name, system_actor=system_actor, run=function)
        return _PULSES[name]

    return declare


def declared_pulses() -> tuple[Pulse, ...]:
    """Every pulse that was declared so far, by name."""
    return tuple(_PULSES[name] for name in sorted(_PULSES))


def beat_all() -> None:
    """Every pulse once, on one connection that goes back to the pool afterwards."""
    try:
        for each in declared_pulses():
            each.beat(at=time.monotonic())
    finally:
        connection.close()


async def keep_beating() -> None:
    """Beat every second until cancelled; on a thread of its own, so that a long one delays no job."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="pulse") as thread:
        loop = asyncio.get_running_loop()
        while True:
            began = time.monotonic()
            await loop.run_in_executor(thread, beat_all)
            await asyncio.sleep(max(0.1, _EVERY_SECONDS - (time.monotonic() - began)))
