"""``gridkeeper pack``: the packs that are installed, what lint says of one, its own tests, its tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import click

from gridkeeper.cli.pack_folder import pack_folder
from gridkeeper.cli.pack_tables import ask_topic, export_table, import_table
from gridkeeper.cli.run import Answer, Wishes, plain_command
from gridkeeper.cli.words import translated, wants_chinese

if TYPE_CHECKING:
    from gridkeeper.kernel.texts import Finding
    from gridkeeper.packs import CaseResult, Pack

_HERE: Final = ZoneInfo("Asia/Shanghai")
_STATES: Final = {
    "zh": {True: "有效期内", False: "不在有效期，只能演练"},
    "en": {True: "in force", False: "not in force: exercises only"},
}


def _listed(packs: list[dict[str, Any]]) -> str:
    """One line a pack."""
    states = _STATES["zh" if wants_chinese() else "en"]
    lines = [
        f"{one['name']:16} {one['from']}..{one['to'] or '…'}  {one['title']}  {states[one['in_force']]}"
        for one in packs
    ]
    return "\n".join(lines) or "-"


def _found(answer: dict[str, Any]) -> str:
    """One line a finding: file, line, place, what is wrong and how to mend it."""
    lines = [f"{one['file']}:{one['line']} {one['at']}: {one['text']}" for one in answer["findings"]]
    return "\n".join([*lines, f"{answer['errors']} errors, {answer['warnings']} warnings"])


def _tested(answer: dict[str, Any]) -> str:
    """One line a case that failed, with what was not as expected, and how many there were."""
    lines = [f"{one['file']}:{one['line']} {one['id']}: {'; '.join(one['differences'])}" for one in answer["failed"]]
    lines += [f"- {row}" for row in answer["untried"]]
    return "\n".join(
        [*lines, f"{answer['passed']} passed, {len(answer['failed'])} failed, {len(answer['untried'])} rows untried"]
    )


@click.group()
def pack() -> None:
    """Packs of rules, checklists, notices and playbooks; no database is needed."""


@pack.command("list")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Which are in force on this day; default: today.")
@plain_command(text=_listed)
def list_packs(_wishes: Wishes, /, *, day: datetime | None) -> object:
    """List the installed packs with their days; one whose days are over runs in exercises only (R-06)."""
    from gridkeeper.packs import installed_packs, load_pack

    on = day.date() if day else datetime.now(_HERE).date()
    return [_as_json(load_pack(path), on) for path in installed_packs().values()]


@pack.command("lint")
@click.argument("path")
@plain_command(text=_found)
def lint(_wishes: Wishes, /, *, path: str) -> Answer:
    """Say what a careful colleague would of the pack in a folder (or an installed one), with line and cell.

    Exit code 0: nothing wrong, warnings at most; 1: errors.
    """
    from gridkeeper.kernel.texts import Weight
    from gridkeeper.packs import lint_pack

    found = lint_pack(pack_folder(path))
    errors = sum(one.weight is Weight.ERROR for one in found)
    data = {"errors": errors, "warnings": len(found) - errors, "findings": list(map(_finding, found))}
    return Answer(data, findings=errors > 0)


@pack.command("test")
@click.argument("path")
@plain_command(text=_tested)
def test(_wishes: Wishes, /, *, path: str) -> Answer:
    """Run the cases of the pack in a folder (or an installed one), and name rows that no case reaches.

    Exit code 0: all passed; 1: some failed.
    """
    from gridkeeper.packs import load_pack
    from gridkeeper.packs.checks import check_pack, untried_rows

    loaded = load_pack(pack_folder(path))
    results = check_pack(loaded)
    failed = [_failed(one) for one in results if not one.passed]
    untried = untried_rows(loaded, results)
    return Answer({"passed": len(results) - len(failed), "failed": failed, "untried": untried}, findings=bool(failed))


def _as_json(one: Pack, on: date) -> dict[str, object]:
    return {
        "name": one.name,
        "title": one.title.say("zh" if wants_chinese() else "en"),
        "from": one.effective_from,
        "to": one.effective_to,
        "jurisdiction": one.jurisdiction,
        "in_force": one.in_force(on),
        "rule_packs": [rule_pack.id for rule_pack in one.rule_packs],
        "topics": sorted(one.topics),
        "checklists": sorted(one.checklists),
        "notices": sorted(one.notices),
        "playbooks": sorted(one.playbooks),
        "path": one.root,
    }


def _finding(one: Finding) -> dict[str, object]:
    return {
        "weight": one.weight.value,
        "file": one.file,
        "line": one.line,
        "at": one.at,
        "code": one.code,
        "text": one.sentence(translated),
    }


def _failed(one: CaseResult) -> dict[str, object]:
    return {"file": one.case.file, "line": one.case.line, "id": one.case.id, "differences": list(one.differences)}


for _command in (ask_topic, export_table, import_table):
    pack.add_command(_command)
