"""``gridkeeper pack export``, ``import`` and ``ask``: one rule table as a workbook or JDM, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import click

from gridkeeper.cli.pack_folder import pack_folder
from gridkeeper.cli.run import Answer, Wishes, plain_command
from gridkeeper.cli.values import NEW_FILE
from gridkeeper.cli.words import translated, wants_chinese
from gridkeeper.kernel.errors import GridkeeperError

if TYPE_CHECKING:
    from gridkeeper.kernel.texts import Finding
    from gridkeeper.rules import Table

_HERE: Final = ZoneInfo("Asia/Shanghai")
_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


class TableUnknown(GridkeeperError):
    """A pack has no table of this name."""

    code = "cli.pack.no-table"
    text = "“{name}” is no table of this pack."
    hint = "Name one of: {known}."


class FileKindUnknown(GridkeeperError):
    """The ending of a file says nothing we can write or read."""

    code = "cli.pack.file-kind"
    text = "“{file}” is no kind of file a table is kept in."
    hint = "End its name with .yaml, .xlsx or .json."


class InputUnreadable(GridkeeperError):
    """An argument is no ``name=value``."""

    code = "cli.pack.input"
    text = "“{given}” is no input and its value."
    hint = "Write it like days_clear=5."


def _told(answer: dict[str, Any]) -> str:
    """The trace and the answer, a line each."""
    language = "zh" if wants_chinese() else "en"
    lines = [line[language] for line in answer["trace"]]
    outputs = [f"{name}: {value}" for name, value in answer["outputs"].items()]
    return "\n".join([*lines, *outputs, f"{answer['pack']}/{answer['table']}/{answer['rule']} ({answer['source']})"])


def _read(answer: dict[str, Any]) -> str:
    """Where the table went, or what is wrong with it."""
    lines = [f"{one['file']}:{one['line']} {one['at']}: {one['text']}" for one in answer["findings"]]
    return "\n".join([*lines, str(answer["written"])])


@click.command("export")
@click.argument("path")
@click.argument("table")
@click.argument("file", type=NEW_FILE)
@plain_command()
def export_table(_wishes: Wishes, /, *, path: str, table: str, file: Path) -> object:
    """Write one TABLE (such as cn-2022/gate) of a pack to FILE: .xlsx to edit by hand, .json as JDM, or .yaml."""
    from gridkeeper.packs import load_pack

    tables = {f"{one.pack}/{one.name}": one for pack in load_pack(pack_folder(path)).rule_packs for one in pack.tables}
    if table not in tables:
        raise TableUnknown(name=table, known=", ".join(sorted(tables)) or "-")
    writers = _writers()
    if file.suffix not in writers:
        raise FileKindUnknown(file=file.name)
    file.write_bytes(writers[file.suffix](tables[table]))
    return {"table": table, "written": file}


@click.command("import")
@click.argument("file", type=_FILE)
@click.argument("table_file", metavar="YAML", type=NEW_FILE)
@plain_command(text=_read)
def import_table(_wishes: Wishes, /, *, file: Path, table_file: Path) -> Answer:
    """Read a table from FILE (.xlsx or .json, exported before) and write it as YAML for a pack's tables/.

    Exit code 0: written; 1: there are mistakes, and a workbook comes back beside it with each marked in its cell.
    """
    from gridkeeper.rules import lint_table
    from gridkeeper.rules.writing import as_yaml

    source = file.read_bytes()
    table, found = _from_file(file, source)
    if table is not None:
        found = lint_table(table)
    errors = [one for one in found if one.weight.value == "error"]
    data: dict[str, object] = {"findings": [_finding(one) for one in found], "written": None}
    if table is not None and not errors:
        table_file.write_text(as_yaml(table), encoding="utf-8")
        return Answer({**data, "written": table_file})
    if file.suffix == ".xlsx":
        from gridkeeper.rules.workbook import marked_workbook

        copy = file.with_name(f"{file.stem}-marked.xlsx")
        copy.write_bytes(marked_workbook(source, found, file=file.name, translate=translated))
        data["written"] = copy
    return Answer(data, findings=True)


@click.command("ask")
@click.argument("path")
@click.argument("topic")
@click.argument("inputs", metavar="NAME=VALUE", nargs=-1)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day asked about; default: today.")
@click.option("--place", default="", help="Unit code; the narrowest jurisdiction answers.")
@plain_command(text=_told)
def ask_topic(
    _wishes: Wishes, /, *, path: str, topic: str, inputs: tuple[str, ...], day: datetime | None, place: str
) -> object:
    """Ask the rule in force for a TOPIC, and say which row answered and why the others did not."""
    from gridkeeper.packs import load_pack
    from gridkeeper.rules import ask

    on = day.date() if day else datetime.now(_HERE).date()
    given = dict(map(_pair, inputs))
    return ask(load_pack(pack_folder(path)).rule_packs, topic, given, as_of=on, place=place).as_record()


def _pair(given: str) -> tuple[str, object]:
    name, sign, value = given.partition("=")
    if not (name and sign and value):
        raise InputUnreadable(given=given)
    try:
        read: object = json.loads(value)
    except ValueError:
        read = {"yes": True, "no": False}.get(value, value)
    return name, read


def _writers() -> Mapping[str, Callable[[Table], bytes]]:
    from gridkeeper.rules.jdm import to_jdm
    from gridkeeper.rules.workbook import to_workbook
    from gridkeeper.rules.writing import as_yaml

    return {
        ".xlsx": to_workbook,
        ".json": lambda table: json.dumps(to_jdm(table), ensure_ascii=False, indent=2).encode(),
        ".yaml": lambda table: as_yaml(table).encode(),
    }


def _from_file(file: Path, source: bytes) -> tuple[Table | None, list[Finding]]:
    from gridkeeper.rules.errors import ExchangeUnreadable
    from gridkeeper.rules.jdm import from_jdm
    from gridkeeper.rules.workbook import from_workbook

    if file.suffix == ".xlsx":
        return from_workbook(source, file=file.name)
    if file.suffix != ".json":
        raise FileKindUnknown(file=file.name)
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError:
        raise ExchangeUnreadable(file=file.name, reason="it is not written in UTF-8") from None
    return from_jdm(text, file=file.name)


def _finding(one: Finding) -> dict[str, object]:
    return {"file": one.file, "line": one.line, "at": one.at, "code": one.code, "text": one.sentence(translated)}
