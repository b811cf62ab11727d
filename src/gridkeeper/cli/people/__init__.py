"""``gridkeeper people``: lists of people in and out, who they are, and doubles."""

from __future__ import annotations

from gridkeeper.cli.people.doubles import doubles, merge
from gridkeeper.cli.people.group import people
from gridkeeper.cli.people.lists import export, import_, template
from gridkeeper.cli.people.looking import list_, show

__all__ = ["doubles", "export", "import_", "list_", "merge", "people", "show", "template"]
