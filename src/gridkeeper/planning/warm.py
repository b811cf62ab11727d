"""Compile and cache every kernel of every planner: `python -m gridkeeper.planning.warm`."""

from __future__ import annotations

import sys
import time
from importlib import import_module

PLANNERS = ("partition", "site", "cover", "staff", "pair", "mobilise", "roster", "route", "simulate")


def warm() -> tuple[tuple[str, float], ...]:
    """Warm every planner that has kernels; gives each name with the seconds it took."""
    done = []
    for name in PLANNERS:
        began = time.perf_counter()
        module = import_module(f"gridkeeper.planning.{name}")
        if hasattr(module, "warm"):
            module.warm()
            done.append((name, time.perf_counter() - began))
    return tuple(done)


if __name__ == "__main__":
    for planner, seconds in warm():
        sys.stdout.write(f"{planner}: {seconds:.1f} s\n")
