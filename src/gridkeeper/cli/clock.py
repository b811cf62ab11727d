"""``gridkeeper clock``: the time of an exercise, which every process obeys (R-05)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.values import MOMENT, SPAN

if TYPE_CHECKING:
    from gridkeeper.clocks.queries import HomeTime


@click.group("clock")
def clock() -> None:
    """The time of this home; in an exercise: set, advance, run faster."""


@clock.command("show")
@domain_command()
def show(run: Run) -> object:
    """Show the home's moment, kind and speed."""
    from gridkeeper.clocks.queries import home_time

    del run  # anybody may ask what time it is
    return _as_json(home_time())


@clock.command("set")
@click.argument("moment", type=MOMENT)
@domain_command()
def set_(run: Run, moment: datetime) -> object:
    """Put the exercise clock to a later MOMENT, such as 2022-11-13T18:00."""
    from gridkeeper.exercises.clock import set_exercise_clock

    return _as_json(set_exercise_clock(actor=run.actor, to=moment, now=run.now))


@clock.command("advance")
@click.argument("span", type=SPAN)
@domain_command()
def advance(run: Run, span: timedelta) -> object:
    """Move the exercise clock forward by SPAN, such as 90m, 2h or 1d12h."""
    from gridkeeper.exercises.clock import advance_exercise_clock

    return _as_json(advance_exercise_clock(actor=run.actor, by=span, now=run.now))


@clock.command("run")
@click.option("--speed", type=click.FloatRange(0, 100_000), required=True, help="Virtual seconds a second; 0 stops it.")
@domain_command()
def run_(run: Run, speed: float) -> object:
    """Let the exercise clock run faster or slower."""
    from gridkeeper.exercises.clock import run_exercise_clock

    return _as_json(run_exercise_clock(actor=run.actor, speed=speed, now=run.now))


def _as_json(time: HomeTime) -> dict[str, object]:
    return {"now": time.now, "kind": time.kind.value, "speed": time.speed}
