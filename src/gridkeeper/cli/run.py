"""What every command shares: who asks, at what moment, in which form the answer goes out.

A command of a room looks like this; the function returns JSON-able data, or an ``Answer`` when there are findings, or
a function without arguments that answers once everything is committed::

    @territory.command("show")
    @click.argument("unit")
    @domain_command(text=lines_of_unit)
    def show(run: Run, unit: str) -> object: ...
"""

from __future__ import annotations

import functools
import getpass
import json
import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import click

from gridkeeper.cli.values import with_its_year
from gridkeeper.cli.words import say_in_language
from gridkeeper.kernel.errors import CannotBeKept, GridkeeperError
from gridkeeper.kernel.quantity import Quantity

if TYPE_CHECKING:
    from gridkeeper.kernel.actor import Actor


class Doors(Protocol):
    """Opens what the command line needs from above its own room."""

    def open_home(self, path: Path) -> AbstractContextManager[None]:
        """Make the database of the home at ``path`` answer, and the models usable, for a block."""


@dataclass
class Wishes:
    """The shared options, wherever on the line they were written."""

    doors: Doors
    home: Path
    as_json: bool = False
    login: str = ""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One command being done: its actor, the home's moment, and the wall's (for ``recorded_at``, R-07)."""

    actor: Actor
    now: datetime
    wall: datetime
    home: Path
    is_exercise: bool


@dataclass(frozen=True)
class Answer:
    """Data with a verdict: ``findings`` makes the exit code 1."""

    data: object
    findings: bool = field(default=False, kw_only=True)


def shared_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--json``, ``--as`` and ``--home`` to a command; they are read from ``Wishes``, not passed on."""
    for option in reversed(_SHARED):
        command = option(command)
    return command


def domain_command(
    *, text: Callable[[Any], str] | None = None
) -> Callable[[Callable[..., object]], Callable[..., None]]:
    """Make a click callback that runs inside the home as an actor, in one transaction, and prints what it returns.

    ``text`` turns the data into lines for people; without it the data are shown as an indented outline.
    """

    def decorate(function: Callable[..., object]) -> Callable[..., None]:
        @shared_options
        @functools.wraps(function)
        @click.pass_context
        def callback(ctx: click.Context, /, **arguments: Any) -> None:
            wishes = wishes_of(ctx)
            with wishes.doors.open_home(wishes.home):
                answer = _do(function, wishes=wishes, arguments=arguments)
            ctx.exit(finish(answer, as_json=wishes.as_json, text=text))

        return callback

    return decorate


def plain_command(
    *, text: Callable[[Any], str] | None = None
) -> Callable[[Callable[..., object]], Callable[..., None]]:
    """Like ``domain_command`` without database or actor: the function gets ``wishes`` first."""

    def decorate(function: Callable[..., object]) -> Callable[..., None]:
        @shared_options
        @functools.wraps(function)
        @click.pass_context
        def callback(ctx: click.Context, /, **arguments: Any) -> None:
            wishes = wishes_of(ctx)
            ctx.exit(finish(function(wishes, **arguments), as_json=wishes.as_json, text=text))

        return callback

    return decorate


def wishes_of(ctx: click.Context) -> Wishes:
    """The shared options of this line."""
    wishes = ctx.find_object(Wishes)
    assert wishes is not None, "commands run under the top group"
    return wishes


def finish(answer: object, *, as_json: bool, text: Callable[[Any], str] | None) -> int:
    """Print data or an ``Answer``; gives the exit code."""
    found = answer if isinstance(answer, Answer) else Answer(answer)
    if found.data is not None:
        click.echo(as_line(found.data) if as_json else (text(found.data) if text else outline(found.data)))
    return 1 if found.findings else 0


def show_refusal(refusal: GridkeeperError, *, as_json: bool) -> None:
    """A refusal as JSON on standard output, or as sentences on standard error, in the language of the terminal."""
    sentence, hint = say_in_language(refusal.text, refusal.facts), say_in_language(refusal.hint, refusal.facts)
    if as_json:
        click.echo(as_line({"refused": {"code": refusal.code, "text": sentence, "hint": hint}}))
        return
    click.echo(sentence, err=True)
    if hint:
        click.echo(f"  {hint}", err=True)


def as_line(data: object) -> str:
    """Data as one line of JSON; moments in ISO 8601, quantities with their qualifier (K-12)."""
    return json.dumps(data, ensure_ascii=False, default=_plain)


def outline(data: object, depth: int = 0) -> str:
    """Data as indented lines for people."""
    pad = "  " * depth
    if isinstance(data, Mapping):
        return "\n".join(_entry(f"{pad}{key}:", value, depth) for key, value in data.items())
    if isinstance(data, list | tuple):
        return "\n".join(_entry(f"{pad}-", value, depth) for value in data)
    if isinstance(data, datetime):
        return f"{pad}{with_its_year(data)}"
    return f"{pad}{data if isinstance(data, str) else as_line(data).strip(chr(34))}"


def _entry(head: str, value: object, depth: int) -> str:
    nested = isinstance(value, Mapping | list | tuple) and bool(value)
    return f"{head}\n{outline(value, depth + 1)}" if nested else f"{head} {outline(value)}".rstrip()


def _do(function: Callable[..., object], *, wishes: Wishes, arguments: Mapping[str, Any]) -> object:
    # Imported here: the models exist only once the home is open.
    from django.db import DataError

    from gridkeeper.access.actors import actor_of, local_operator
    from gridkeeper.accounts.queries import account_by_login
    from gridkeeper.clocks.queries import home_time, wall_now
    from gridkeeper.scopes.doors import acting_as

    time = home_time()
    login = wishes.login
    actor = actor_of(account_by_login(login), now=time.now) if login else local_operator(_system_user())
    run = Run(actor=actor, now=time.now, wall=wall_now(), home=wishes.home, is_exercise=time.is_exercise)
    try:
        with acting_as(actor):
            answer = function(run, **arguments)
    except DataError as error:
        raise CannotBeKept from error
    return answer() if callable(answer) else answer


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run under a number that has no name.
        return str(os.getuid())


def _plain(value: object) -> object:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Path):
        return str(value)
    if isinstance(value, Quantity):
        return {"value": value.value, "unit": value.unit, "qualifier": value.qualifier.value}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    raise TypeError(f"no JSON for {type(value).__name__}")


def _wish(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def write(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        if value:
            setattr(wishes_of(ctx), name, value)

    return write


_SHARED = (
    # Eager, so that a value refused while the line is read is refused as JSON too.
    click.option(
        "--json",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_wish("as_json"),
        help="Answer as JSON.",
    ),
    click.option("--as", metavar="LOGIN", expose_value=False, callback=_wish("login"), help="Act as this account."),
    click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        expose_value=False,
        callback=_wish("home"),
        help="Data folder; default: GRIDKEEPER_HOME, or ./home.",
    ),
)
