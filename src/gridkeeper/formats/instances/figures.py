"""Reads files that are nothing but figures between blanks."""

from __future__ import annotations

import math

from gridkeeper.kernel.errors import Malformed


def need(name: str, fine: bool, expected: str) -> None:
    """Refuse the file ``name`` with `Malformed` unless ``fine``."""
    if not fine:
        raise Malformed(field="file", value=name, expected=f"a file with {expected}", example="the published format")


def figures(text: str, *, name: str) -> list[float]:
    """Every figure in ``text``; `Malformed` where it is empty or holds anything else."""
    words = text.split()
    need(name, bool(words), "something in it (this one is empty)")
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        numbers = [math.nan]
    need(name, all(math.isfinite(value) for value in numbers), "nothing but figures")
    return numbers
