"""Reading a pack folder: pack.yaml, then each table, checklist, notice, playbook and test, all mistakes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.reader import Reader
from gridkeeper.kernel.texts import Finding, TextRefused, TextUnreadable, Written, as_finding, read_yaml
from gridkeeper.packs.installed import installed_packs
from gridkeeper.packs.pack import PACK_FORMAT, Pack, PlaybookText
from gridkeeper.packs.parts import read_cases, read_checklist, read_notice
from gridkeeper.rules import RulePack, Table
from gridkeeper.rules.load import table_of
from gridkeeper.rules.table import FORMAT as TABLE_FORMAT

_TOP: Final = ("format", "name", "title", "about", "jurisdiction", "effective", "source", "test_words", "rule_packs")
_RULE_PACK: Final = ("title", "jurisdiction", "effective", "source")
_Part = TypeVar("_Part")


class NoPack(GridkeeperError):
    """A folder holds no pack."""

    code = "packs.none"
    text = "“{path}” holds no pack: it has no pack.yaml."
    hint = "Name the folder in which pack.yaml lies; docs/howto/write-a-pack.md shows one."


def load_pack(path: Path) -> Pack:
    """The pack in a folder. Raises NoPack, or TextRefused, which names file, line and place of every mistake."""
    pack, findings = read_pack(path)
    if pack is None:
        raise TextRefused(findings)
    return pack


@cache
def loaded_packs() -> Mapping[str, Pack]:
    """The installed packs by name, read once: a pack never changes while a process runs. Raises as `load_pack`."""
    return {name: load_pack(path) for name, path in installed_packs().items()}


@cache
def loaded_rules() -> tuple[RulePack, ...]:
    """The rule packs of every installed pack, to find the table in force on a day. Raises as `load_pack`."""
    return tuple(one for pack in loaded_packs().values() for one in pack.rule_packs)


@cache
def test_words() -> frozenset[str]:
    """How any installed pack calls a test of its hazard. Raises as `load_pack`."""
    return frozenset(word for pack in loaded_packs().values() for word in pack.test_words)


def read_pack(path: Path) -> tuple[Pack | None, list[Finding]]:
    """The pack in a folder and what is wrong with its texts; the pack is None when anything is. Raises NoPack."""
    if not (path / "pack.yaml").is_file():
        raise NoPack(path=path.name)
    reading = _Reading(path)
    pack = reading.pack()
    return (None if reading.findings else pack), reading.findings


def read_jurisdiction(reader: Reader, value: Any, *path: str | int) -> str:
    """A unit code prefix of digits; empty is anywhere."""
    code = "" if value is None else str(value)
    if code and not code.isdigit():
        reader.found(
            *path,
            code="packs.jurisdiction",
            text="“{value}” is no unit code.",
            hint="Write the digits a unit code begins with, like “140106”, or nothing for anywhere.",
            value=code,
        )
    return code


def read_test_words(reader: Reader, value: Any) -> frozenset[str]:
    """How a test of the hazard is called, a list of words."""
    if isinstance(value, list) and all(isinstance(word, str) and word.strip() for word in value):
        return frozenset(word.strip() for word in value)
    reader.found(
        "test_words",
        code="packs.test-words",
        text="A list of words is expected here.",
        hint="Write it like “[word, word]”.",
    )
    return frozenset()


@dataclass
class _Reading:
    """One folder being read; paths in findings are relative to it."""

    root: Path
    findings: list[Finding] = field(default_factory=list)

    def pack(self) -> Pack | None:
        """The whole folder."""
        written = self.written(self.root / "pack.yaml")
        if written is None:
            return None
        reader = Reader(written)
        top = reader.mapping(written.data, known=_TOP)
        if top is None:
            self.findings += reader.findings
            return None
        reader.format_is(top, PACK_FORMAT)
        title, about = (reader.words(top.get(key), key) for key in ("title", "about"))
        span = self.span(reader, top.get("effective"), "effective")
        rule_packs = tuple(self.rule_packs(reader, top.get("rule_packs") or {}))
        name = reader.name(top.get("name"), "name")
        jurisdiction = read_jurisdiction(reader, top.get("jurisdiction"), "jurisdiction")
        words = read_test_words(reader, top.get("test_words") or [])
        self.findings += reader.findings
        checklists = self.parts("checklists", read_checklist)
        notices = self.parts("notices", read_notice)
        cases = [case for found in self.parts("tests", read_cases) for case in found]
        if title is None or about is None or span is None:
            return None
        return Pack(
            name=name,
            title=title,
            about=about,
            jurisdiction=jurisdiction,
            effective_from=span[0],
            effective_to=span[1],
            source=str(top.get("source") or ""),
            root=self.root,
            rule_packs=rule_packs,
            checklists={one.name: one for one in checklists},
            notices={one.name: one for one in notices},
            playbooks={one.name: one for one in self.playbooks()},
            cases=tuple(cases),
            test_words=words,
        )

    def written(self, path: Path) -> Written | None:
        """A text of the folder; None, with a finding, where it cannot be read."""
        file = path.relative_to(self.root).as_posix()
        try:
            return read_yaml(path.read_text(encoding="utf-8"), file=file)
        except TextUnreadable as broken:
            self.findings.append(as_finding(broken))
        except UnicodeDecodeError:
            self.findings.append(as_finding(TextUnreadable(file=file, line=1, reason="it is not written in UTF-8")))
        return None

    def span(self, reader: Reader, value: Any, *path: str | int) -> tuple[date, date | None] | None:
        """The days from and to, both included; no ``to`` is no end yet."""
        given = reader.mapping(value, *path, known=("from", "to"))
        if given is None:
            return None
        start = reader.day(given.get("from"), *path, "from")
        end = None if given.get("to") is None else reader.day(given["to"], *path, "to")
        if start is not None and end is not None and end < start:
            reader.found(*path, code="packs.span", text="It ends before it begins.", hint="Write the earlier first.")
        return None if start is None else (start, end)

    def rule_packs(self, reader: Reader, value: Any) -> Iterator[RulePack]:
        """The dated packs of tables, each in its own folder below ``tables/``."""
        folders = {path.name for path in (self.root / "tables").glob("*") if path.is_dir()}
        given = reader.mapping(value, "rule_packs", known=folders) or {}
        for folder in sorted(folders - set(given)):
            reader.found(
                "rule_packs",
                code="packs.undated",
                text="The tables in “tables/{folder}” have no dates.",
                hint="Name {folder} under rule_packs, with its days and jurisdiction.",
                folder=folder,
            )
        for id_, entry in given.items():
            rule_pack = self.rule_pack(reader, id_, entry)
            if rule_pack is not None:
                yield rule_pack

    def rule_pack(self, reader: Reader, id_: str, entry: Any) -> RulePack | None:
        """One dated pack of tables."""
        path = ("rule_packs", id_)
        given = reader.mapping(entry, *path, known=_RULE_PACK)
        if given is None:
            return None
        title = reader.words(given.get("title"), *path, "title")
        span = self.span(reader, given.get("effective"), *path, "effective")
        jurisdiction = read_jurisdiction(reader, given.get("jurisdiction"), *path, "jurisdiction")
        if title is None or span is None:
            return None
        return RulePack(
            id=id_,
            title=title,
            jurisdiction=jurisdiction,
            effective_from=span[0],
            effective_to=span[1],
            source=str(given.get("source") or ""),
            tables=tuple(self.tables(id_)),
            format=TABLE_FORMAT,
            line=reader.written.line(*path),
        )

    def tables(self, id_: str) -> Iterator[Table]:
        """The tables of a rule pack."""
        for path in sorted((self.root / "tables" / id_).glob("*.yaml")):
            written = self.written(path)
            if written is None:
                continue
            table, findings = table_of(written, pack=id_)
            self.findings += findings
            if table is not None:
                yield table

    def parts(self, folder: str, read: Callable[[Reader], _Part | None]) -> list[_Part]:
        """Everything in a folder, read by the same function."""
        found: list[_Part] = []
        for path in sorted((self.root / folder).glob("*.yaml")):
            written = self.written(path)
            if written is None:
                continue
            reader = Reader(written)
            part = read(reader)
            self.findings += reader.findings
            if part is not None:
                found.append(part)
        return found

    def playbooks(self) -> Iterator[PlaybookText]:
        """The playbooks, as text."""
        for path in sorted((self.root / "playbooks").glob("*.yaml")):
            written = self.written(path)
            if written is not None:
                top = written.data if isinstance(written.data, dict) else {}
                name = str(top.get("name") or path.stem)
                yield PlaybookText(name=name, file=written.file, text=path.read_text(encoding="utf-8"))
