"""Run one piece of work in a forked child: its own peak memory, and its crash is a line, not the end."""

from __future__ import annotations

import os
import pickle
import select
import signal
import time
import traceback
from collections.abc import Callable
from typing import Any


def run_alone(work: Callable[[], dict[str, Any]], *, limit: float) -> dict[str, Any]:
    """What ``work`` answers, with `peak_mib` of its process; `status` "error" and `reason` where it died.

    The child is ended after ``limit`` wall seconds.
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _answer(work, write_end)
    os.close(write_end)
    message, in_time = _received(read_end, limit)
    os.close(read_end)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    _, code, usage = os.wait4(child, 0)
    answer: dict[str, Any] = pickle.loads(message) if message else {"status": "error", "reason": _why(code, in_time)}
    return answer | {"peak_mib": usage.ru_maxrss / 1024.0}


def _answer(work: Callable[[], dict[str, Any]], write_end: int) -> None:
    """The child's whole life; it never returns, so that nothing of the parent runs twice."""
    # Native libraries greet on standard output (HiGHS 1.16 does in its constructor): that is for our lines alone.
    os.dup2(2, 1)
    try:
        message = pickle.dumps(work())
    except BaseException as failure:  # noqa: BLE001 - the edge of a process: recorded as the instance's error line
        last = traceback.extract_tb(failure.__traceback__)[-1]
        where = f"{os.path.basename(last.filename)}:{last.lineno}"
        message = pickle.dumps({"status": "error", "reason": f"{type(failure).__name__}: {failure} ({where})"})
    with os.fdopen(write_end, "wb") as pipe:
        pipe.write(message)
    os._exit(0)


def _received(read_end: int, limit: float) -> tuple[bytes, bool]:
    """All the child wrote, and whether it ended within ``limit`` seconds."""
    chunks: list[bytes] = []
    until = time.monotonic() + limit
    while True:
        ready, _, _ = select.select([read_end], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return b"", False
        chunk = os.read(read_end, 1 << 16)
        if not chunk:
            return b"".join(chunks), True
        chunks.append(chunk)


def _why(code: int, in_time: bool) -> str:
    if not in_time:
        return "still running long after its time; ended"
    if os.WIFSIGNALED(code):
        return f"ended by signal {signal.Signals(os.WTERMSIG(code)).name}"
    return f"ended with exit code {os.waitstatus_to_exitcode(code)} and no answer"
