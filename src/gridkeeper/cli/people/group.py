"""The group of people commands, and the words for roles that its lists use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gridkeeper.posts.people_table import RoleWords


@click.group("people")
def people() -> None:
    """People as a workbook, in and out; who serves where."""


def role_words() -> RoleWords:
    """The roles a list may name, from the room that knows what each allows."""
    from gridkeeper.access.roles import ROLES
    from gridkeeper.formats.columns import Choice
    from gridkeeper.posts.people_table import RoleWords

    return RoleWords(choices=tuple(Choice(key=role.key, zh=role.zh, en=role.en) for role in ROLES.values()))
