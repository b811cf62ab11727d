"""``gridkeeper plan``: plan a whole generated district from a scenario file, or check such a plan again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from gridkeeper.cli.plan_sums import pair_leaders, patrols_kept, size_sampling, wait_at_the_door
from gridkeeper.cli.plan_words import deployment_lines, finding_lines
from gridkeeper.cli.run import Answer, Wishes, plain_command
from gridkeeper.kernel.errors import GridkeeperError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class FileUnreadable(GridkeeperError):
    """A file is no YAML or JSON."""

    code = "cli.file.unreadable"
    text = "{file} cannot be read: {reason}."
    hint = "Check the file; an example stands in docs/reference/scenario.md."


@click.group()
def plan() -> None:
    """Run the planners on a file; no database is needed."""


@plan.command("deploy")
@click.option("--unit", default="140106", show_default=True, help="Code of the generated district.")
@click.option("--scenario", "scenario_file", type=_FILE, help="YAML of what is wanted; without it the example.")
@click.option("--start", "start_file", type=_FILE, help="JSON of an earlier deployment: change as little as possible.")
@click.option("--seconds", type=click.FloatRange(min=0.0), default=10.0, show_default=True, help="Time for all parts.")
@plain_command(text=deployment_lines)
def deploy_district(
    _wishes: Wishes, /, *, unit: str, scenario_file: Path | None, start_file: Path | None, seconds: float
) -> Answer:
    """Plan grids, pairing, sampling, people, rosters and rounds of a district in one call.

    Exit code 0: done; 1: refused, or the checker found a broken rule.
    """
    from gridkeeper.cli.generated import generated_district
    from gridkeeper.planning.deploy import Scenario, deploy, warm
    from gridkeeper.planning.deploy.record import read, written
    from gridkeeper.planning.plan import Budget

    scenario = Scenario.from_mapping(_mapping(scenario_file) if scenario_file else {})
    district = generated_district(unit)
    start = read(_mapping(start_file), district) if start_file else None
    # A fresh installation compiles here, outside the time that is shared out to the parts.
    warm()
    made = deploy(district, scenario, budget=Budget(seconds=seconds, seed=scenario.seed), start=start)
    return Answer(written(made, unit=unit, seed=scenario.seed), findings=not made.is_sound)


@plan.command("check")
@click.argument("file", type=_FILE)
@plain_command(text=finding_lines)
def check_deployment(_wishes: Wishes, /, *, file: Path) -> Answer:
    """Look a deployment over again, rule by rule, without trusting what wrote it.

    Exit code 0: nothing found; 1: findings, or refused.
    """
    from gridkeeper.cli.generated import generated_district
    from gridkeeper.planning.deploy.record import RecordBroken, read
    from gridkeeper.planning.plan import Status

    record = _mapping(file)
    if "unit" not in record:
        raise RecordBroken(reason="it names no unit")
    read_again = read(record, generated_district(str(record["unit"])))
    found = [
        {"part": name, "rule": broken.rule, "row": broken.row, "amount": broken.amount}
        for name, part in read_again.parts.items()
        for broken in part.broken
    ]
    # Its violations say why such a part is no answer; whoever looks for one must know that nobody vouches for it.
    unanswered = [
        name
        for name, part in read_again.parts.items()
        if part.plan is not None and part.plan.status not in (Status.OPTIMAL, Status.FEASIBLE)
    ]
    said = {"unit": record["unit"], "sound": not found, "findings": found, "not_looked_over": unanswered}
    return Answer(said, findings=bool(found))


def _mapping(file: Path) -> dict[str, Any]:
    """The mapping in a YAML or JSON file."""
    import yaml

    try:
        text = file.read_text(encoding="utf-8")
        given = json.loads(text) if text.lstrip().startswith("{") else yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as broken:
        raise FileUnreadable(file=file.name, reason=str(broken).splitlines()[0]) from None
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise FileUnreadable(file=file.name, reason="it holds no list of names and values")
    return given


for _command in (pair_leaders, patrols_kept, size_sampling, wait_at_the_door):
    plan.add_command(_command)
