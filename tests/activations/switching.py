"""Carry out one switch in a process of its own and die at a given step: ``python switching.py DATABASE ID STEP``."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def main(database: str, activation: str, step: int) -> None:
    """Run the job; at the given step of its transaction the process is killed, as a power cut would."""
    import django

    django.setup()
    from django.db import connections

    for alias in connections:
        connections[alias].settings_dict["NAME"] = database
    from gridkeeper.activations import jobs

    said = 0

    @contextmanager
    def deadly(**_: object) -> Iterator[object]:
        def tell(name: str, *, done: int, total: int) -> None:
            nonlocal said
            if said == step:
                os.kill(os.getpid(), signal.SIGKILL)
            said += 1

        yield tell

    jobs.telling = deadly
    jobs.activate(activation=activation)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
