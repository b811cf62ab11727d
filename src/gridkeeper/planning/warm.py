"""Compile and cache every kernel of every planner: `python -m gridkeeper.planning.warm`."""

from __future__ import annotations

import sys
import time
from importlib import import_module
from importlib.util import find_spec

PLANNERS = ("partition", "site", "cover", "staff", "pair", "mobilise", "roster", "route", "simulate")


def warm() -> tuple[tuple[str, float], ...]:
    """Warm every planner that has kernels; gives each name with the seconds it took."""
    done = []
    for name in PLANNERS:
        path = f"gridkeeper.planning.{name}"
        if find_spec(path) is None:
            continue
        began = time.perf_counter()
        module = import_module(path)
        if hasattr(module, "warm"):
            module.warm()
            done.append((name, time.perf_counter() - began))
    return tuple(done)


if __name__ == "__main__":
    for planner, seconds in warm():
        sys.stdout.write(f"{planner}: {seconds:.1f} s\n")
