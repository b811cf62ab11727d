"""Capacitated p-median files: Osman and Christofides (`no best / n p cap`) and Lorena and Senne (`n p`)."""

from __future__ import annotations

from dataclasses import dataclass

from gridkeeper.formats.instances.figures import figures, need


@dataclass(frozen=True)
class Clients:
    """Points with a demand each; a site at a point may take so much.

    ``is_whole``: distances are rounded down to whole numbers. ``best``: the best objective the file itself names.
    """

    xy: tuple[tuple[float, float], ...]
    demand: tuple[float, ...]
    capacity: tuple[float, ...]
    p: int
    is_whole: bool
    best: float | None = None


def read(text: str, *, name: str) -> Clients:
    """The clients written in ``text``; `Malformed` where it is empty, cut short or of neither form."""
    numbers = figures(text, name=name)
    first = len(text.strip().splitlines()[0].split())
    second = len(text.strip().splitlines()[1].split()) if "\n" in text.strip() else 0
    need(name, first == 2 and second in (3, 4), "`no best` and `n p capacity`, or `n p`, in front")
    return _osman(numbers, name) if second == 3 else _lorena(numbers, name)


def _osman(numbers: list[float], name: str) -> Clients:
    n, p, capacity = int(numbers[2]), int(numbers[3]), numbers[4]
    rows = _rows(numbers[5:], n, name)
    xy = tuple((row[1], row[2]) for row in rows)
    return Clients(xy, tuple(row[3] for row in rows), (capacity,) * n, p, True, numbers[1])


def _lorena(numbers: list[float], name: str) -> Clients:
    n, p = int(numbers[0]), int(numbers[1])
    rows = _rows(numbers[2:], n, name)
    xy = tuple((row[0], row[1]) for row in rows)
    return Clients(xy, tuple(row[3] for row in rows), tuple(row[2] for row in rows), p, False)


def _rows(numbers: list[float], n: int, name: str) -> list[list[float]]:
    need(name, len(numbers) >= 4 * n, f"{n} lines of four figures")
    return [numbers[at : at + 4] for at in range(0, 4 * n, 4)]
