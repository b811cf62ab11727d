"""Measure everything, or single parts, and write one page: docs/benchmarks.md. Asserts no time.

run.py                      every part, the picture, the page
run.py platform pmed cvrp   these parts and the page; the others as they were measured before
run.py planning             all families of published instances
run.py page                 the page from what was kept
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.planners import RUNS  # noqa: E402
from benchmarks.record import Kept, Line, kept  # noqa: E402

PAGE = ROOT / "docs" / "benchmarks.md"
PICTURE = "screenshots/district-plan.png"
PARTS: dict[str, tuple[str, ...]] = {
    "platform": ("home_times.py",),
    "million": ("million.py",),
    "phones": ("phones.py",),
    "switch": ("switch.py",),
    "board-pages": ("board_pages.py",),
    "rounds": ("rounds.py",),
    "deployment": ("planners.py", "deployment"),
    **{name: ("planners.py", name) for name in RUNS},
}
_SECTIONS: dict[str, tuple[str, ...]] = {
    "The platform: starting, idling, keeping": ("platform",),
    "The platform: a million people, 600,000 names": ("million",),
    "The platform: duty pages on phones": ("phones",),
    "The switch: a district's playbook on and off": ("switch", "board-pages"),
    "The switch: a million rounds": ("rounds",),
    "The district's plan": ("deployment",),
    "Published instances": tuple(RUNS),
}
_TABLE = (
    "| what | ours | peer, same run | ratio | goal | held | note |",
    "| --- | --- | --- | --- | --- | --- | --- |",
)
_HEAD = """# Benchmarks

Written by `make bench` ([how to run parts of it](howto/benchmarks.md)). Machine class: two shared cores. Where the
load stands above 2, other work shared them and wall times are longer than on a quiet machine: a line that is *not
held* was not held in that run, whatever the reason, and none is left out for it. A goal is never asserted by a test.
"""


def main(arguments: list[str]) -> int:
    """Run the parts asked for, draw, write; gives 1 where a part failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help=f"some of: {', '.join(PARTS)}, planning, picture, page; none: all")
    words = parser.parse_args(arguments).parts or [*PARTS, "picture"]
    asked = [part for word in words for part in (RUNS if word == "planning" else (word,))]
    unknown = set(asked) - set(PARTS) - {"picture", "page"}
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    failed = [part for part in asked if part in PARTS and not _ran(PARTS[part])]
    if "picture" in asked:
        from benchmarks.picture import draw

        draw()
    PAGE.write_text("\n".join(_page()) + "\n", encoding="utf-8")
    if failed:
        print(f"did not end well: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _ran(words: tuple[str, ...]) -> bool:
    script, *more = words
    return subprocess.run([sys.executable, str(ROOT / "benchmarks" / script), *more], check=False).returncode == 0


def _page() -> Iterator[str]:
    yield _HEAD.rstrip()
    if (PAGE.parent / PICTURE).exists():
        yield ""
        yield f"![Communities, work grids and sampling sites of the generated district]({PICTURE})"
        yield ""
        yield "Generated buildings (生成) on real streets, (c) OpenStreetMap contributors; colours tell areas apart."
    for title, parts in _SECTIONS.items():
        yield from ("", f"## {title}", "")
        found = [(part, answer) for part in parts if (answer := kept(part)) is not None]
        if not found:
            yield "Not run."
            continue
        yield _measured(found)
        yield from ("", *_TABLE)
        for _, answer in found:
            yield from map(_row, answer.lines)
        missing = [part for part in parts if part not in dict(found)]
        if missing:
            yield from ("", f"Not run: {', '.join(missing)}.")
    details = [line for part in PARTS if (answer := kept(part)) is not None for line in answer.details]
    if details:
        yield from ("", "## Instance by instance", "", *_TABLE, *map(_row, details))


def _measured(found: list[tuple[str, Kept]]) -> str:
    """When, and how busy the machine was then."""
    moments = {(answer.day, answer.load) for _, answer in found}
    if len(found) == 1 and found[0][0] != "deployment":
        ((day, load),) = moments
        return f"Measured {day}, load over fifteen minutes {load}."
    days = sorted({day for day, _ in moments})
    return f"Measured {' and '.join(days)}; each row names the load it was measured under."


def _row(line: Line) -> str:
    held = {True: "yes", False: "**no**", None: ""}[line.held]
    cells = (line.name, line.ours, line.peer, line.ratio, line.goal, held, line.note)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
