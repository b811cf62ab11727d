"""A home from cold to ready and again, what it weighs when idle, and how long backup, restore and verifying take."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.served import environment_for, free_port, fresh_folder  # noqa: E402

from benchmarks.record import Line, keep  # noqa: E402

_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 900.0
_SETTLING = 5.0


@dataclass(frozen=True)
class Start:
    """What one start took: seconds until ready, and the processor seconds of all its processes by then."""

    wall: float
    cpu: float
    idle_mib: float
    processes: int


def main() -> None:
    """Measure and keep."""
    with fresh_folder() as folder:
        lines = _starts(folder)
        lines += _upkeep(folder)
    keep("platform", lines)
    for line in lines:
        print(line)


def _starts(folder: Path) -> list[Line]:
    with _served(folder, "demo") as cold:
        pass
    with _served(folder, "demo") as second:
        pass
    return [
        Line(
            name="demo from an empty folder to ready",
            ours=f"{cold.wall:.1f} s wall, {cold.cpu:.1f} s CPU",
            goal="< 60 s",
            held=cold.wall < 60,
        ),
        Line(
            name="second start of the demo",
            ours=f"{second.wall:.1f} s wall, {second.cpu:.1f} s CPU",
            goal="< 6 s",
            held=second.wall < 6,
        ),
        Line(
            name=f"server processes idle ({second.processes}, proportional set size)",
            ours=f"{second.idle_mib:.0f} MB",
            goal="< 400 MB",
            held=second.idle_mib < 400,
        ),
    ]


def _upkeep(folder: Path) -> list[Line]:
    """Backup with keys, restore into another folder, and the chain of the demo verified."""
    data, keys = folder / "data.gkb", folder / "keys.gkb"
    acts = (
        ("backup of the demo with its keys", folder / "home", ("backup", str(data), "--keys", str(keys))),
        ("restore of that backup", folder / "restored", ("restore", str(data), "--keys", str(keys))),
        ("audit verify, demo as loaded", folder / "home", ("audit", "verify")),
    )
    lines = []
    for name, home, words in acts:
        began, before = time.perf_counter(), os.times()
        done = subprocess.run(
            [sys.executable, "-m", "gridkeeper.project.entry", *words],
            check=False,
            capture_output=True,
            text=True,
            env=environment_for(home, free_port()),
        )
        wall, after = time.perf_counter() - began, os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        told = "" if done.returncode == 0 else f"ended with {done.returncode}"
        lines.append(Line(name=name, ours=f"{wall:.1f} s wall, {cpu:.1f} s CPU", note=told or _note(data, words)))
    shutil.rmtree(folder / "restored", ignore_errors=True)
    return lines


def _note(data: Path, words: tuple[str, ...]) -> str:
    return f"{data.stat().st_size / 1e6:.1f} MB; starts the database itself" if words[0] == "backup" else ""


@contextmanager
def _served(folder: Path, verb: str) -> Iterator[Start]:
    """Run ``verb`` on the home in ``folder`` until it says Ready; stop it afterwards."""
    log = folder / f"{verb}.log"
    began = time.perf_counter()
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", "gridkeeper.project.entry", verb],
            env=environment_for(folder / "home", free_port()),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        while b"Ready" not in log.read_bytes():
            if server.poll() is not None or time.perf_counter() - began > _PATIENCE:
                raise SystemExit(f"{verb} did not become ready:\n{log.read_text()[-2000:]}")
            time.sleep(0.05)
        wall = time.perf_counter() - began
        family = _family(server.pid)
        cpu = sum(_cpu(pid) for pid in family)
        time.sleep(_SETTLING)
        family = _family(server.pid)
        yield Start(wall=wall, cpu=cpu, idle_mib=sum(map(_pss, family)), processes=len(family))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def _family(pid: int) -> list[int]:
    """A process and everything below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        fields = _stat(int(entry.parent.name))
        if fields:
            parents.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], [])
    return found


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, which may hold spaces."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _cpu(pid: int) -> float:
    """Processor seconds of a process and of its children that have ended."""
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) / _TICKS if fields else 0.0


def _pss(pid: int) -> float:
    """Proportional set size in MB."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)


if __name__ == "__main__":
    main()
