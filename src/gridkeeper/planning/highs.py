"""A HiGHS solver that says nothing and uses one thread."""

from __future__ import annotations

import os
from functools import cache

import highspy


@cache
def _hush() -> None:
    """Let the library print its banner, once a process and past Python's own streams, into nothing."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def quiet_highs() -> highspy.Highs:
    """A silent solver on one thread."""
    _hush()
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("parallel", "off")
    return highs
