"""The group of territory commands, and its groups for aliases and overlays."""

from __future__ import annotations

import click


@click.group("territory")
def territory() -> None:
    """The tree of units: show, search, import, export; changes over the years."""


@territory.group("alias")
def alias() -> None:
    """Further names that people use for a unit."""


@territory.group("overlay")
def overlay() -> None:
    """Compounds and other named sets of units."""
