"""Child processes that never outlive us, and a look at what an earlier, killed parent left behind."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int, how: signal.Signals) -> None:
    """Ask the kernel to send this process ``how`` when its parent ends, however it ends."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)
    # The parent may have died between fork and prctl: then nobody would ever tell us.
    if os.getppid() != parent:
        os.kill(os.getpid(), how)


def start_child(
    command: list[str], *, on_parent_death: signal.Signals, log: IO[Any] | int | None = None, **options: Any
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own (no Ctrl-C of the terminal), tied to our life."""
    parent = os.getpid()

    def tie() -> None:
        # Runs after the change of account: changing it would clear the wish.
        die_with_parent(parent, on_parent_death)

    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
        # Unsafe only beside threads: our parents have none.
        preexec_fn=tie,  # noqa: PLW1509
        **options,
    )


def stop_child(child: subprocess.Popen[bytes], *signals: signal.Signals, patience: float) -> int:
    """Send ``signals`` one after the other, ``patience`` seconds apart, then SIGKILL; gives the exit status."""
    for how in (*signals, signal.SIGKILL):
        if child.poll() is not None:
            break
        child.send_signal(how)
        try:
            return child.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            continue
    return child.wait()


def wait_until(done: Callable[[], bool], *, seconds: float, every: float = 0.02) -> bool:
    """Ask ``done`` until it says yes; False when ``seconds`` have passed."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def is_alive(pid: int) -> bool:
    """True when a process of that number runs here, whoever owns it."""
    return Path(f"/proc/{pid}").exists()


def command_lines() -> Iterator[tuple[int, list[str]]]:
    """Every visible process with its arguments (a title set by the process itself comes as one argument)."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            raw = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        arguments = [part.decode(errors="replace") for part in raw.rstrip(b"\0 ").split(b"\0")]
        if arguments != [""]:
            yield int(entry.name), arguments
