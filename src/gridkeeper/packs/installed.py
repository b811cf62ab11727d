"""Packs found where they are installed: those shipped here, and those other distributions name by entry point."""

from __future__ import annotations

from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import Final

GROUP: Final = "gridkeeper.packs"


def installed_packs() -> dict[str, Path]:
    """Folders of all installed packs by name. An entry point of the group names a package with pack.yaml in it;
    one with the name of a shipped pack takes its place."""
    shipped = Path(__file__).parent
    found = {path.parent.name: path.parent for path in sorted(shipped.glob("*/pack.yaml"))}
    for point in entry_points(group=GROUP):
        found[point.name] = Path(str(files(point.value)))
    return found
