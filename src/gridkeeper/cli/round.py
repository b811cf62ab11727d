"""``gridkeeper round``: what recurs where, walks that cover it, and how much was covered (YZ-47, R-13)."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from gridkeeper.cli.run import Answer, Run, domain_command
from gridkeeper.cli.values import DAY, MOMENT, SPAN, on_the_wall
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import translated
from gridkeeper.kernel.errors import Malformed

if TYPE_CHECKING:
    from gridkeeper.rounds.commands.walking import Brought, Entry, Recorded

_QUALIFIERS = ("exact", "at_least", "at_most", "about")
_STATES = ("planned", "started", "done", "late", "missed")
_BROUGHT = (
    click.option("--number", default="", help="The figure; zero is one, nothing is none."),
    click.option("--qualifier", type=click.Choice(_QUALIFIERS), default="exact", show_default=True),
    click.option("--answer", "answers", multiple=True, type=bool, help="Yes or no for each line of the checklist."),
    click.option("--photo", "photos", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    click.option("--words", default=""),
)


def _brings(command: Any) -> Any:
    for option in reversed(_BROUGHT):
        command = option(command)
    return command


@click.group("round")
def round_() -> None:
    """Recurring duties: start, finish, record, list."""


@round_.command("plan")
@click.option("--unit", required=True, help="Where.")
@click.option("--name", required=True, help="Key of its kind, such as patrol.")
@click.option("--title", "zh", required=True, help="What people call it.")
@click.option("--title-en", "en", default="")
@click.option("--every", type=SPAN, default="1h", show_default=True)
@click.option("--tolerance", type=SPAN, default="15m", show_default=True)
@click.option("--hold", type=SPAN, default="1h", show_default=True)
@click.option("--hours", default="00:00-00:00", show_default=True, help="FROM-TO; the same twice is round the clock.")
@click.option("--from", "starts", type=MOMENT, help="First moment; default now.")
@click.option("--to", "ends", type=MOMENT)
@click.option("--evidence", type=click.Choice(("none", "photo", "number", "checklist")), default="none")
@click.option("--item", "items", multiple=True, help="A line of the checklist; repeat.")
@click.option("--quantity-unit", default="")
@click.option("--role", default="", help="Role whose people walk it.")
@click.option("--body", "body_id", type=click.UUID)
@domain_command()
def plan(run: Run, *, unit: str, hours: str, starts: datetime | None, evidence: str, **said: Any) -> object:
    """Plan a recurring duty; its next windows exist at once."""
    from gridkeeper.rounds.choices import Evidence
    from gridkeeper.rounds.commands.series import NewSeries, plan_series
    from gridkeeper.territory.queries.find import unit_meant

    place = unit_meant(actor=run.actor, text=unit)
    try:
        day_from, day_to = (time.fromisoformat(part.strip()) for part in hours.split("-"))
    except ValueError as error:
        raise Malformed(field="hours", value=hours, expected="two times of day", example="06:00-22:00") from error
    series = NewSeries(
        unit_id=place.id,
        unit_code=place.unit_code,
        starts=starts or run.now,
        day_from=day_from,
        day_to=day_to,
        evidence=Evidence(evidence),
        **said,
    )
    return {"series": plan_series(actor=run.actor, series=series, now=run.now).id}


@round_.command("start")
@click.argument("series_id", metavar="SERIES", type=click.UUID)
@click.option("--id", "walk_id", type=click.UUID, help="Id the device made.")
@domain_command()
def start(run: Run, series_id: UUID, walk_id: UUID | None) -> object:
    """Begin a round; it holds its window for an hour."""
    from gridkeeper.kernel.ids import uuid7
    from gridkeeper.rounds.commands.walking import start_round

    return _told(start_round(actor=run.actor, series_id=series_id, walk_id=walk_id or uuid7(), now=run.now))


@round_.command("finish")
@click.argument("walk_id", metavar="WALK", type=click.UUID)
@click.option("--late-because", default="")
@_brings
@domain_command()
def finish(run: Run, walk_id: UUID, late_because: str, **brought: Any) -> object:
    """End a round that was begun, with what it brought."""
    from gridkeeper.rounds.commands.walking import finish_round

    found = _brought(brought)
    return _told(finish_round(actor=run.actor, walk_id=walk_id, brought=found, late_because=late_because, now=run.now))


@round_.command("record")
@click.argument("series_id", metavar="SERIES", type=click.UUID, required=False)
@click.option("--started", "started_at", type=MOMENT)
@click.option("--done", "done_at", type=MOMENT)
@click.option("--id", "walk_id", type=click.UUID, help="Id the device made; sent twice, it counts once.")
@click.option("--late-because", default="")
@click.option("--batch", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSON lines of a device.")
@_brings
@domain_command()
def record(
    run: Run,
    *,
    series_id: UUID | None,
    started_at: datetime | None,
    done_at: datetime | None,
    walk_id: UUID | None,
    late_because: str,
    batch: Path | None,
    **brought: Any,
) -> object:
    """Write down a whole round, or a batch a device kept: JSON lines of series, id, started, done, ..."""
    from gridkeeper.kernel.ids import uuid7
    from gridkeeper.rounds.commands.walking import Entry, record_round, record_rounds

    if batch is not None:
        answers = record_rounds(actor=run.actor, entries=_entries(batch), now=run.now)
        told = [_told(answer) for answer in answers]
        return Answer(told, findings=any("refused" in answer for answer in told))
    if series_id is None or started_at is None:
        raise Malformed(field="started", value="", expected="filled in", example="--started 2022-11-13T09:05")
    entry = Entry(
        series_id=series_id,
        walk_id=walk_id or uuid7(),
        started_at=started_at,
        done_at=done_at or run.now,
        brought=_brought(brought),
        late_because=late_because,
    )
    return _told(record_round(actor=run.actor, entry=entry, now=run.now))


@round_.command("list")
@click.option("--unit", default="", help="Only at and below this unit.")
@click.option("--date", "day", type=DAY, help="Only of this day.")
@click.option("--kind", default="")
@click.option("--state", type=click.Choice(_STATES), default=None, help="What became of them.")
@click.option("--size", type=click.IntRange(1, 1000), default=100, show_default=True)
@domain_command(text=lambda rows: "\n".join(map(_line, rows)) or translated(_("No rounds.")))
def list_(run: Run, *, unit: str, day: date | None, kind: str, state: str | None, size: int) -> object:
    """List due windows and what became of them."""
    from gridkeeper.rounds.queries.rows import rounds_page
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code if unit else ""
    rows = rounds_page(actor=run.actor, unit_code=code, day=day, kind=kind, state=state or "", size=size)
    return [asdict(row) for row in rows]


@round_.command("coverage")
@click.option("--unit", required=True)
@click.option("--date", "day", required=True, type=DAY)
@click.option("--days", type=click.IntRange(1, 92), default=1, show_default=True)
@click.option("--kind", default="")
@domain_command(text=lambda rows: "\n".join(map(_day_line, rows)) or translated(_("No rounds.")))
def coverage(run: Run, *, unit: str, day: date, days: int, kind: str) -> object:
    """How much was covered, by day and kind."""
    from gridkeeper.rounds.queries.coverage import coverage_of
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code
    last = day + timedelta(days=days - 1)
    rows = coverage_of(actor=run.actor, unit_code=code, from_day=day, to_day=last, kind=kind)
    return [{**asdict(row), "open": row.open, "coverage": row.share} for row in rows]


def _brought(said: dict[str, Any]) -> Brought:
    from gridkeeper.rounds.commands.walking import Brought
    from gridkeeper.rounds.evidence import figure

    return Brought(
        number=figure(said["number"], unit="", qualifier=said["qualifier"]),
        answers=tuple(said["answers"]),
        photos=tuple(path.read_bytes() for path in said["photos"]),
        words=said["words"],
    )


def _entries(file: Path) -> list[Entry]:
    from gridkeeper.rounds.commands.walking import Brought, Entry
    from gridkeeper.rounds.evidence import figure

    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise Malformed(field="batch", value=file.name, expected="text in UTF-8", example="kept.jsonl") from error
    entries = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            figures = figure(str(said.get("number", "")), unit="", qualifier=said.get("qualifier", "exact"))
            entry = Entry(
                series_id=UUID(said["series"]),
                walk_id=UUID(said["id"]),
                started_at=MOMENT.convert(said["started"], None, None),
                done_at=MOMENT.convert(said["done"], None, None),
                late_because=said.get("late_because", ""),
                brought=Brought(number=figures, answers=tuple(said.get("answers", ())), words=said.get("words", "")),
            )
        except (ValueError, KeyError, TypeError, AttributeError, click.BadParameter) as error:
            example = '{"series": "...", "id": "...", "started": "2022-11-13T09:05", "done": "2022-11-13T09:25"}'
            raise Malformed(field=f"line {number}", value=line[:60], expected="a round", example=example) from error
        entries.append(entry)
    return entries


def _told(answer: Recorded) -> dict[str, Any]:
    if answer.refusal is not None:
        return {"walk": answer.walk_id, "refused": {"code": answer.refusal.code, "text": answer.refusal.message}}
    return {
        "walk": answer.walk_id,
        "round": answer.round_id,
        "state": answer.state,
        "due_at": answer.due_at,
        "is_new": answer.is_new,
    }


def _day_line(row: dict[str, Any]) -> str:
    share = "-" if row["coverage"] is None else f"{100 * row['coverage']:.1f} %"
    counts = f"due {row['due']}, done {row['done']}, late {row['late']}, missed {row['missed']}, open {row['open']}"
    return f"{row['day']}  {row['zh'] or row['kind']}  {share}  ({counts})"


def _line(row: dict[str, Any]) -> str:
    hours = f"{on_the_wall(row['due_at'])} to {on_the_wall(row['closes_at'])}"
    return f"{hours}  {row['state']:<8}  {row['unit_code']:<18}  {row['zh']}"
