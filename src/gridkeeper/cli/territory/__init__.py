"""``gridkeeper territory``: look at the tree, bring lists in, take them out."""

from __future__ import annotations

from gridkeeper.cli.territory.asking import children, compounds, history, neighbours, search, show
from gridkeeper.cli.territory.group import territory
from gridkeeper.cli.territory.lists import export, import_
from gridkeeper.cli.territory.naming import add_alias, add_overlay, end_overlay, list_overlays, show_overlay

__all__ = [
    "add_alias",
    "add_overlay",
    "children",
    "compounds",
    "end_overlay",
    "export",
    "history",
    "import_",
    "list_overlays",
    "neighbours",
    "search",
    "show",
    "show_overlay",
    "territory",
]
