"""``gridkeeper playbook``: list, check, try out and switch on playbooks (K-07)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridkeeper.cli.order import read_document
from gridkeeper.cli.run import Answer, Run, domain_command
from gridkeeper.cli.switch_wait import DOCUMENT, answer_of, wish_from
from gridkeeper.cli.switch_words import lines_of_preview, lines_of_switch
from gridkeeper.cli.usage import wrong_use
from gridkeeper.cli.values import MOMENT
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import translated, wants_chinese

if TYPE_CHECKING:
    from gridkeeper.kernel.texts import Finding


@click.group("playbook")
def playbook() -> None:
    """Playbooks: list, lint, preview, activate."""


@playbook.command("list")
@click.option("--unit", default="", help="Only what may be used at this unit.")
@domain_command(text=lambda rows: "\n".join(map(_line, rows)) or translated(_("No playbooks.")))
def list_(run: Run, unit: str) -> object:
    """List playbooks: a unit's own versions, then those shipped with packs."""
    from gridkeeper.activations.queries.library import playbooks_at
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code if unit else ""
    return [
        {
            "name": one.playbook.name,
            "version": one.playbook.version,
            "pack": one.playbook.pack,
            "title": {"zh": one.playbook.title.zh, "en": one.playbook.title.en},
            "level": str(one.playbook.level),
            "mode": str(one.playbook.mode),
            "measures": len(one.playbook.measures),
            "in_force": one.in_force,
            "owner": one.owner_code,
            "digest": one.digest,
        }
        for one in playbooks_at(actor=run.actor, unit_code=code, now=run.now)
    ]


@playbook.command("lint")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--unit", default="", help="Count people and places of this unit as well.")
@domain_command(text=lambda data: "\n".join(map(_finding_line, data["findings"])) or translated(_("Nothing to mend.")))
def lint(run: Run, path: Path, unit: str) -> object:
    """Say what a careful colleague would of the playbook in PATH; exit code 1 where it must be mended.

    Where PATH lies in the folder of a pack, its rule tables are looked through as well; PATH may also be that folder.
    """
    from gridkeeper.activations.queries.composing import facts_of
    from gridkeeper.activations.queries.library import remarks_on
    from gridkeeper.kernel.texts import Weight
    from gridkeeper.territory.queries.find import unit_meant

    facts = None
    if unit:
        place = unit_meant(actor=run.actor, text=unit)
        run.actor.require("orders.read", at=place.unit_code)
        facts = facts_of(unit_code=place.unit_code, now=run.now)
    found: list[Finding] = []
    for number, file in enumerate(_playbooks_in(path)):
        text = file.read_text(encoding="utf-8", errors="replace")
        # What stands around several playbooks is looked through once.
        found += remarks_on(text, facts=facts, where=file.name, folder=None if number else _pack_around(file))
    rows = [
        {
            "file": one.file,
            "line": one.line,
            "at": one.at,
            "weight": str(one.weight),
            "code": one.code,
            "text": one.sentence(translated),
        }
        for one in found
    ]
    return Answer({"findings": rows}, findings=any(one.weight is Weight.ERROR for one in found))


def _playbooks_in(path: Path) -> list[Path]:
    """The file itself, or the playbooks of a folder: a pack's own, else whatever lies there."""
    if path.is_file():
        return [path]
    inside = path / "playbooks" if (path / "playbooks").is_dir() else path
    found = sorted(file for file in inside.glob("*.y*ml") if file.name != "pack.yaml")
    if not found:
        raise wrong_use(_("In the folder {path} lies no playbook (.yaml)."), path=path)
    return found


def _pack_around(file: Path) -> Path | None:
    around = file.resolve().parent
    return around.parent if around.name == "playbooks" and (around.parent / "pack.yaml").is_file() else None


@playbook.command("keep")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", required=True, help="The unit whose own playbook it is.")
@domain_command()
def keep(run: Run, path: Path, unit: str) -> object:
    """Keep the playbook in PATH as a version of the unit's own."""
    from gridkeeper.activations.commands.playbooks import keep_playbook
    from gridkeeper.territory.queries.find import unit_meant

    place = unit_meant(actor=run.actor, text=unit)
    row = keep_playbook(
        actor=run.actor,
        unit_id=place.id,
        unit_code=place.unit_code,
        text=path.read_text(encoding="utf-8", errors="replace"),
        now=run.now,
    )
    return {"playbook": row.name, "version": row.version, "digest": row.digest, "owner": row.unit_code}


@playbook.command("preview")
@click.argument("name")
@click.option("--unit", required=True, help="Where it would be activated.")
@click.option("--until", type=MOMENT, default=None, help="When its order would end; default: as the playbook says.")
@click.option("--counts", is_flag=True, help="Only the counts, by place and kind.")
@domain_command(text=lines_of_preview)
def preview(run: Run, *, name: str, unit: str, until: datetime | None, counts: bool) -> object:
    """Show what activating NAME at a unit would change, without changing anything."""
    from gridkeeper.activations.queries.preview import previewed
    from gridkeeper.territory.queries.find import unit_meant

    place = unit_meant(actor=run.actor, text=unit)
    found = previewed(actor=run.actor, playbook=name, unit_code=place.unit_code, until=until, now=run.now)
    shown = found.preview
    answer: dict[str, Any] = {
        "playbook": found.shelved.playbook.name,
        "version": found.shelved.playbook.version,
        "unit": place.unit_code,
        "counts": _counted(shown.counts),
        "unmet": [_remark(one) for one in shown.unmet],
        "conflicts": [_remark(one) for one in shown.conflicts],
    }
    if counts:
        answer["by_community"] = {code: _counted(kinds) for code, kinds in shown.counts_below(12).items()}
    else:
        answer["changes"] = [
            {
                "change": str(one.sign),
                "kind": one.kind,
                "key": one.key,
                "unit": one.unit_code,
                "measure": one.measure,
                "zh": one.zh,
                "en": one.en,
                "people": [str(key) for key in (one.person_id, *one.people) if key is not None],
            }
            for one in shown.changes
        ]
    return answer


@playbook.command("activate")
@click.argument("name")
@click.option("--unit", required=True, help="Where.")
@click.option("--order", "file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--expires", "expires_at", required=True, type=MOMENT, help="When it ends, at most 14 days later.")
@click.option("--no-wait", is_flag=True, help="Do not wait for a switch under way.")
@domain_command(text=lines_of_switch)
def activate(
    run: Run, *, name: str, unit: str, file: Path, expires_at: datetime, no_wait: bool
) -> Callable[[], object]:
    """Ask a second person to switch NAME on at a unit, under the order that a YAML file tells.

    The file names number, issued_by, issued_at, legal_basis and document. The same playbook, unit and order answer
    with the same activation.
    """
    from gridkeeper.activations.commands.propose import propose_activation
    from gridkeeper.territory.queries.find import unit_meant

    said = read_document(file, DOCUMENT)
    place = unit_meant(actor=run.actor, text=unit)
    asked = propose_activation(
        actor=run.actor,
        wish=wish_from(
            said, name, unit_id=place.id, unit_code=place.unit_code, place=place.name, expires_at=expires_at
        ),
        is_exercise=run.is_exercise,
        now=run.now,
    )
    key, pending = asked.activation.id, asked.pending
    return lambda: answer_of(run, key, pending=pending, wait=not (no_wait or pending))


def _counted(counts: Any) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (sign, kind), number in sorted(counts.items()):
        found.setdefault(str(sign), {})[kind] = number
    return found


def _remark(one: Any) -> dict[str, Any]:
    return {"rule": one.rule, "measure": one.measure, "unit": one.unit_code, "zh": one.zh, "en": one.en}


def _line(row: dict[str, Any]) -> str:
    force = translated(_("in force") if row["in_force"] else _("exercises only"))
    title = row["title"]["zh" if wants_chinese() else "en"] or row["title"]["zh"]
    return f"{row['name']}@{row['version']}  {title}  {row['owner'] or row['pack']}  {force}"


def _finding_line(row: dict[str, Any]) -> str:
    return f"{row['file']}:{row['line']}  {row['weight']}  {row['at']}  {row['text']}"
