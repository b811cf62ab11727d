"""Compile the translations of every room with Babel; --extract gathers message ids first, --check finds gaps.

    compile_messages.py                    every src/**/django.po becomes a .mo beside it
    compile_messages.py --extract [ROOM]   merge the message ids found in the sources (of one room) into its .po
    compile_messages.py --check [ROOM]     exit 1 and name each message id without a translation, or a fuzzy one

A message id is found in templates ({% trans %}, {% blocktrans %}, _("...")), in Python (gettext and its family),
in the ``text`` and ``hint`` of error classes, and in the labels of choices, which the faces translate; in rooms
that read lists, in every sentence; and in rooms with commands, in what their help says.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, pofile
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src" / "gridkeeper"
LOCALE = "zh_Hans"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_ERROR_TEXTS = ("text", "hint")
# Rooms that say what is wrong with a row of a list: there every sentence in the code is a message id.
_ROOMS_OF_SENTENCES = frozenset({"formats", "kernel", "packs", "posts", "rules", "territory"})
# Rooms whose commands have help: the docstrings of commands, and the words for options.
_ROOMS_OF_COMMANDS = frozenset({"cli", "project"})
_SENTENCE = re.compile(r"[A-Z“{][^\n]* [^\n]*[.?]")


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message id where it stands; ``id`` is a pair when it has a plural."""

    id: str | tuple[str, ...]
    context: str | None = None
    places: list[str] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    """Do what the arguments ask; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--extract", action="store_true", help="gather message ids from the sources first")
    parser.add_argument("--check", action="store_true", help="name what is not translated and exit 1")
    parser.add_argument("room", nargs="?", help="a folder of src/gridkeeper; all when absent")
    chosen = parser.parse_args(arguments)
    if chosen.extract:
        for room in rooms(chosen.room):
            extract_room(room)
    if chosen.check:
        return check(chosen.room)
    compile_all(chosen.room)
    return 0


def rooms(name: str | None) -> list[Path]:
    """Folders whose texts have a catalogue of their own."""
    if name:
        return [SOURCE / name]
    return sorted(path for path in SOURCE.iterdir() if path.is_dir() and not path.name.startswith(("_", "frontend")))


def catalogue_path(room: Path) -> Path:
    """Where a room keeps its translations."""
    return room / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def catalogues(name: str | None) -> list[Path]:
    """The .po files there are."""
    return [path for room in rooms(name) if (path := catalogue_path(room)).exists()]


def extract_room(room: Path) -> None:
    """Merge a room's message ids into its .po; translations stay, ids no longer used go."""
    found = Catalog(locale=LOCALE, domain="django", charset="utf-8")
    for message in messages(room):
        places = [(place, 0) for place in message.places]
        found.add(message.id, locations=places, context=message.context, flags=())
    if not len(found):
        return
    path = catalogue_path(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = read(path) if path.exists() else Catalog(locale=LOCALE, domain="django", charset="utf-8")
    catalogue.update(found, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    for entry in catalogue:
        entry.flags.discard("python-format")
    written = BytesIO()
    pofile.write_po(written, catalogue, width=0, omit_header=False, sort_output=True, include_lineno=False)
    path.write_bytes(stable(written.getvalue()))


def stable(po: bytes) -> bytes:
    """Without the dates and names that would change with every run."""
    changing = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Last-Translator', b'"Generated-By', b'"Language-Team')
    changing += (b'"Project-Id-Version', b'"Report-Msgid-Bugs-To')
    lines = [line for line in po.splitlines() if not line.startswith((*changing, b"# ")) and line != b"#"]
    return b"\n".join(line for line in lines if line != b"#, fuzzy").strip() + b"\n"


def messages(room: Path) -> Iterator[Message]:
    """Every message id of a room, in files' order."""
    for path in sorted(room.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        yield from called(path.read_bytes(), place)
        for text in class_texts(path.read_text(encoding="utf-8")):
            yield Message(id=text, places=[place])
        if room.name in _ROOMS_OF_SENTENCES:
            for text in sentences(path.read_text(encoding="utf-8")):
                yield Message(id=text, places=[place])
        if room.name in _ROOMS_OF_COMMANDS:
            for text in helps(path.read_text(encoding="utf-8")):
                yield Message(id=text, places=[place])
    for path in sorted([*room.rglob("*.html"), *room.rglob("templates/**/*.txt")]):
        place = path.relative_to(SOURCE).as_posix()
        yield from called(as_python(path.read_text(encoding="utf-8")), place)


def as_python(template: str) -> bytes:
    """A template as the calls to gettext in it, one a line, which is what the extractor reads."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    calls = templatize(template)
    return "\n".join(line.strip() for line in calls.splitlines()).encode()


def called(source: bytes, place: str) -> Iterator[Message]:
    """Message ids in calls to gettext and its family."""
    for _line, ids, _comments, context in extract("python", BytesIO(source), keywords=KEYWORDS):
        yield Message(id=ids, context=context, places=[place])


def class_texts(source: str) -> Iterator[str]:
    """``text`` and ``hint`` of refusals and labels of choices: plain English below the faces, translated there."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ClassDef):
            continue
        values = {name: value for statement in node.body for name, value in assigned(statement)}
        if any(isinstance(base, ast.Name) and base.id.endswith("Choices") for base in node.bases):
            yield from (label(name, value) for name, value in values.items())
        else:
            yield from (text for name in _ERROR_TEXTS if isinstance(text := values.get(name), str) and text)


def sentences(source: str) -> Iterator[str]:
    """Sentences in English that stand in the code as values, not as explanations of it."""
    tree = ast.parse(source)
    explaining = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Constant) and id(node) not in explaining | inside else None
        if isinstance(value, str) and _SENTENCE.fullmatch(value):
            yield value


def helps(source: str) -> Iterator[str]:
    """What the help of commands says: their docstrings, ``help=`` of options, the line of a member not yet loaded."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            calls = [one.func for one in node.decorator_list if isinstance(one, ast.Call)]
            if any(isinstance(one, ast.Attribute) and one.attr in ("command", "group") for one in calls):
                yield ast.get_docstring(node) or ""
        elif isinstance(node, ast.Call):
            said = [one.value for one in node.keywords if one.arg == "help"]
            if isinstance(node.func, ast.Name) and node.func.id == "Lazy":
                said += node.args[1:2]
            yield from (str(one.value) for one in said if isinstance(one, ast.Constant) and one.value)


def label(name: str, value: object) -> str:
    """The label of a choice: the second of its pair, or Django's own from its name."""
    return str(value[1]) if isinstance(value, tuple) else name.replace("_", " ").title()


def assigned(statement: ast.stmt) -> Iterator[tuple[str, object]]:
    """Name and literal value (a constant, or a tuple of constants) of a plain class attribute."""
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    for target in targets:
        value = statement.value  # type: ignore[attr-defined]
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
            yield target.id, value.value
        elif isinstance(target, ast.Name) and isinstance(value, ast.Tuple) and len(value.elts) == 2:
            yield target.id, tuple(part.value if isinstance(part, ast.Constant) else "" for part in value.elts)


def read(path: Path) -> Catalog:
    """A catalogue from its file."""
    with path.open("rb") as file:
        return pofile.read_po(file, locale=LOCALE, domain="django")


def compile_all(name: str | None) -> None:
    """Write the .mo beside every .po."""
    for path in catalogues(name):
        # Whoever runs meanwhile reads the old file or the new one, never half of it.
        fresh = path.with_suffix(f".{os.getpid()}.mo")
        with fresh.open("wb") as file:
            write_mo(file, read(path))
        fresh.replace(path.with_suffix(".mo"))


def check(name: str | None) -> int:
    """Name the gaps: ids in the sources without a translation, and translations marked as doubtful."""
    gaps = [gap for room in rooms(name) for gap in room_gaps(room)]
    for gap in gaps:
        print(gap, file=sys.stderr)
    return 1 if gaps else 0


def room_gaps(room: Path) -> list[str]:
    """What a room's catalogue lacks, one sentence each."""
    path = catalogue_path(room)
    catalogue = read(path) if path.exists() else Catalog(locale=LOCALE)
    gaps = []
    for message in messages(room):
        key = message.id if isinstance(message.id, str) else message.id[0]
        entry = catalogue.get(key, message.context)
        text = entry.string if entry else ""
        if not text or (isinstance(text, tuple) and not all(text)):
            gaps.append(f"{message.places[0]}: not translated: {key}")
        elif entry is not None and entry.fuzzy:
            gaps.append(f"{message.places[0]}: doubtful: {key}")
    return list(dict.fromkeys(gaps))


if __name__ == "__main__":
    sys.exit(main())
