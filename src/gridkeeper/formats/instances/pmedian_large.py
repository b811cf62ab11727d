"""TSPLIB point files read as p-median instances: every point is both demand and candidate."""

from __future__ import annotations

from gridkeeper.formats.instances.figures import figures, need

MEDIANS = (10, 50, 100, 200, 300, 500)
MEDIANS_ABOVE = (100, 500, 1000)
LARGE = 6000


def read(text: str, *, name: str) -> tuple[tuple[float, float], ...]:
    """The points of the NODE_COORD_SECTION in their order; `Malformed` where it is missing or cut short."""
    head, section, body = text.partition("NODE_COORD_SECTION")
    need(name, bool(section), "a NODE_COORD_SECTION")
    rows = []
    for line in body.splitlines():
        words = line.split()
        if words and not words[0].lstrip("-").isdigit():
            break
        if words:
            rows.append(figures(line, name=name))
    need(name, bool(rows) and all(len(row) == 3 for row in rows), "lines of number, x and y")
    written = [line.split(":")[1] for line in head.splitlines() if line.startswith("DIMENSION") and ":" in line]
    need(name, not written or figures(written[0], name=name)[0] == len(rows), "as many points as its DIMENSION says")
    return tuple((row[1], row[2]) for row in rows)


def medians(points: int) -> tuple[int, ...]:
    """The numbers of sites in use for so many points; only those below half of them."""
    wanted = MEDIANS if points <= LARGE else MEDIANS_ABOVE
    return tuple(p for p in wanted if 2 * p <= points) or (max(1, points // 10),)
