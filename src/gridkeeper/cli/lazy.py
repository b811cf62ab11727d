"""Command groups whose members are imported when they are called, not when help is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from gridkeeper.cli.usage import spoken, wrong_use
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import translated


@dataclass(frozen=True)
class Lazy:
    """Where a command lives (``module:attribute``) and the line that help shows for it."""

    where: str
    help: str


class LazyGroup(click.Group):
    """A group that knows its members by address."""

    def __init__(self, *arguments: Any, members: Mapping[str, Lazy] | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.members: dict[str, Lazy] = dict(members or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all members, in the order of the table."""
        return [*self.members, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the member; a module that is not part of this installation is a wrong use, said plainly."""
        lazy = self.members.get(cmd_name)
        if lazy is None:
            return super().get_command(ctx, cmd_name)
        module, attribute = lazy.where.split(":")
        if find_spec(module) is None:
            raise wrong_use(_("“{command}” is not part of this installation."), command=cmd_name)
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command), lazy.where
        return spoken(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the members without importing any."""
        del ctx  # click passes it; the list needs no context
        with formatter.section(translated("Commands")):
            formatter.write_dl([(name, translated(lazy.help)) for name, lazy in self.members.items()])
