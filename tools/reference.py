"""Write docs/reference/ from the code: commands, roles, personal data, errors, the schema of playbooks.

reference.py            write the pages
reference.py --check    exit 1 and name each page that is not what the code says
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import click

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
_MADE = "<!-- Written by tools/reference.py from the code; change the code, then run it again. -->"
_SHARED_OPTIONS = {"--json", "--as", "--home", "--help"}


def pages() -> dict[str, str]:
    """Every generated page by file name. The models must be usable (django.setup)."""
    makers: dict[str, Callable[[], Iterable[str]]] = {
        "commands.md": _commands,
        "roles.md": _roles,
        "personal-data.md": _personal_data,
        "errors.md": _errors,
    }
    made = {name: "\n".join([_MADE, "", *make()]).rstrip() + "\n" for name, make in makers.items()}
    return {**made, "playbook.schema.json": _playbook_schema()}


def _playbook_schema() -> str:
    from gridkeeper.playbooks.published import json_schema

    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


_REFUSAL = re.compile(r"^class \w+\((GridkeeperError|NotFound|Malformed|Forbidden)\):", re.MULTILINE)


def refusals() -> list[type]:
    """Every refusal of the house, by code."""
    import gridkeeper
    from gridkeeper.kernel.errors import GridkeeperError

    # A refusal may stand beside what refuses; read the sources, so that nothing depends on what is imported already.
    package = Path(gridkeeper.__path__[0])
    for path in sorted(package.rglob("*.py")):
        if _REFUSAL.search(path.read_text(encoding="utf-8")):
            importlib.import_module(".".join(("gridkeeper", *path.relative_to(package).with_suffix("").parts)))
    found, waiting = [], [GridkeeperError]
    while waiting:
        children = [child for child in waiting.pop().__subclasses__() if child.__module__.startswith("gridkeeper.")]
        found += children
        waiting += children
    return sorted(found, key=lambda error: error.code)


def anchor(code: str) -> str:
    """The anchor of a refusal's entry in errors.md."""
    return code.replace(".", "-").replace("_", "-").lower()


def _commands() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "Every command takes `--json` (answer as one line of JSON, of the shape in"
    yield "[answers.schema.json](answers.schema.json)), `--as LOGIN` (act as this account; without it"
    yield "the operator of the machine acts) and `--home DIRECTORY` (data folder; default `GRIDKEEPER_HOME`, or"
    yield "`./home`). Exit codes: 0 done; 1 refused, or findings; 2 wrong usage. A refusal carries a code:"
    yield "see [errors](errors.md)."
    for path, command in _walk(_root(), ()):
        yield from _command(path, command)


def _root() -> click.Group:
    from gridkeeper.cli.main import NOUNS, gridkeeper
    from gridkeeper.project.entry import VERBS

    gridkeeper.members = {**VERBS, **NOUNS}
    return gridkeeper


def _walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if path:
        yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            member = command.get_command(context, name)
            if member is not None:
                yield from _walk(member, (*path, name))


def _command(path: tuple[str, ...], command: click.Command) -> Iterator[str]:
    arguments = [part for part in command.params if isinstance(part, click.Argument)]
    options = [part for part in command.params if isinstance(part, click.Option) and not _is_shared(part)]
    yield ""
    yield f"{'##' if len(path) == 1 else '###'} gridkeeper {' '.join(path)}"
    yield ""
    yield " ".join((command.help or "").split())
    if not isinstance(command, click.Group) or options:
        words = ["gridkeeper", *path, *map(_metavar, arguments), *(["[OPTIONS]"] if options else [])]
        yield from ("", "```", " ".join(words), "```")
    if options:
        yield ""
        for option in options:
            told = _told(option)
            yield f"- `{_spelled(option)}`{' (needed)' if option.required else ''}{': ' if told else ''}{told}"


def _is_shared(option: click.Option) -> bool:
    return bool(_SHARED_OPTIONS & set(option.opts)) and option.name != "as_json"


def _metavar(argument: click.Argument) -> str:
    name = argument.metavar or (argument.name or "").upper()
    if argument.nargs == -1:
        name += " ..."
    return name if argument.required else f"[{name.strip('[]')}]"


def _spelled(option: click.Option) -> str:
    name = max(option.opts, key=len)
    if option.is_flag:
        return name
    kind = option.type
    if isinstance(kind, click.Choice):
        return f"{name} {'|'.join(map(str, kind.choices))}"
    return f"{name} {option.metavar or kind.name.upper().split()[0]}"


def _told(option: click.Option) -> str:
    text = " ".join((option.help or "").split())
    default = option.default
    if option.show_default and isinstance(default, str | int | float) and not isinstance(default, bool):
        text += f" Default: {default}."
    return text.strip()


def _roles() -> Iterator[str]:
    from gridkeeper.access.roles import ROLES

    yield "# Roles"
    yield ""
    yield "Rights come from posts and from nothing else; what a post allows is its role. Default deny. How far a"
    yield "permission reaches: *here* is the post's unit and below, *district* is the whole district the unit lies in,"
    yield "*home* is everything in this home."
    yield "How it is enforced: [how access works](../explanation/access.md)."
    yield ""
    yield "| role | 名称 | name | second factor | permissions |"
    yield "| --- | --- | --- | --- | --- |"
    for role in ROLES.values():
        allowed = ", ".join(f"{name} ({extent.value})" for name, extent in sorted(role.permissions.items()))
        second = "yes" if role.needs_second_factor else ""
        yield f"| `{role.key}` | {role.zh} | {role.en} | {second} | {allowed or 'none'} |"


def _personal_data() -> Iterator[str]:
    from gridkeeper.access.queries.rights import register_of_processing
    from gridkeeper.access.retention import RULES

    yield "# Personal data"
    yield ""
    yield "The register of processing: every personal field, why it is held, on which ground, and for how long. A field"
    yield "that is not in this list stops the program at its start. P2 is personal, P3 is sensitive and sealed."
    yield ""
    yield "| table | field | class | purpose | ground | kept |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for row in register_of_processing():
        kept = f"{row.days} days from {row.counted_from}" if row.days else f"until {row.counted_from}"
        if row.order_days is not None:
            kept += f"; made under an order: {row.order_days} days from the end of the order, if that is sooner"
        yield f"| {row.table} | {row.field} | {row.sensitivity} | {row.purpose} | {row.basis} | {kept} |"
    yield from ("", "## Retention rules", "", "| rule | kept | from | source |", "| --- | --- | --- | --- |")
    for rule in RULES.values():
        yield f"| {rule.name} | {rule.keep.days} days | {rule.counted_from} | {rule.source} |"


def _errors() -> Iterator[str]:
    yield "# Errors"
    yield ""
    yield "Everything that is refused is refused with a code, a sentence and the next step. Words in braces are"
    yield "filled in with the facts. With `--json` the answer is"
    yield '`{"refused": {"code": ..., "text": ..., "hint": ...}}`, and the exit code is 1.'
    for error in refusals():
        yield ""
        yield f'<a id="{anchor(error.code)}"></a>'
        yield f"## {error.code}"
        yield ""
        yield f"{error.text}"
        if error.hint:
            yield ""
            yield f"*What to do:* {error.hint}"


def stale() -> list[str]:
    """Names of pages that are not what the code says."""
    return [name for name, text in pages().items() if _present(FOLDER / name) != text]


def _present(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(arguments: Sequence[str]) -> int:
    """Write or check the pages; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page is out of date")
    wishes = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")
    import django

    django.setup()
    if wishes.check:
        found = stale()
        print("\n".join(f"{name} is out of date: run tools/reference.py" for name in found))
        return 1 if found else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
