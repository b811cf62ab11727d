"""Reading a rule table from YAML: every mistake with its line, row and cell, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from gridkeeper.kernel.reader import Reader
from gridkeeper.kernel.texts import (
    Finding,
    TextRefused,
    TextUnreadable,
    Words,
    Written,
    as_finding,
    nearest,
    read_yaml,
)
from gridkeeper.rules.cells import CellBroken, Test
from gridkeeper.rules.table import FORMAT, Field, Formula, Hit, Kind, Row, Table, Value
from gridkeeper.rules.values import expected_of, read_answer, read_cell

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_TOP: Final = ("format", "name", "topic", "title", "source", "hit", "inputs", "outputs", "rows", "default")
_FIELD: Final = ("type", "title", "unit", "values", "min", "max")
_ROW: Final = ("id", "when", "if", "then", "zh", "en", "source")


def load_table(text: str, *, file: str, pack: str = "") -> Table:
    """The table written in a text. Raises TextUnreadable or TextRefused, which name file, line, row and cell."""
    table, findings = read_table(text, file=file, pack=pack)
    if table is None:
        raise TextRefused(findings)
    return table


def read_table(text: str, *, file: str, pack: str = "") -> tuple[Table | None, list[Finding]]:
    """The table of a text and what is wrong with it; the table is None when there are findings."""
    try:
        written = read_yaml(text, file=file)
    except TextUnreadable as broken:
        return None, [as_finding(broken)]
    return table_of(written, pack=pack)


def table_of(written: Written, *, pack: str = "") -> tuple[Table | None, list[Finding]]:
    """The table of an already read text and what is wrong with it."""
    reader = _TableReader(written)
    table = reader.table(pack)
    return (None if reader.findings else table), reader.findings


class _TableReader(Reader):
    """Reads one table."""

    def table(self, pack: str) -> Table | None:
        """The whole table; what could not be read stands in the findings."""
        top = self.mapping(self.written.data, known=_TOP)
        if top is None:
            return None
        self.format_is(top, FORMAT)
        inputs = self.fields("inputs", top)
        outputs = self.fields("outputs", top)
        rows = tuple(filter(None, (self.row(row, ("rows", at), inputs, outputs) for at, row in self.listed(top))))
        default, alarm = self.default(top.get("default"), outputs)
        self.unique_ids(rows, default)
        hit = self.chosen(top.get("hit"), "hit", known=[one.value for one in Hit], otherwise=Hit.FIRST.value)
        title = self.words(top.get("title"), "title")
        name = self.name(top.get("name"), "name")
        if title is None or default is None:
            return None
        return Table(
            name=name,
            topic=str(top.get("topic") or name),
            title=title,
            source=str(top.get("source") or ""),
            hit=Hit(hit),
            inputs=tuple(inputs.values()),
            outputs=tuple(outputs.values()),
            rows=rows,
            default=default,
            alarm=alarm,
            pack=pack,
            file=self.written.file,
        )

    def fields(self, side: str, top: Mapping[str, Any]) -> dict[str, Field]:
        """Inputs or answers by name."""
        given = top.get(side)
        if not isinstance(given, dict) or not given:
            self.found(
                side,
                code="rules.no-fields",
                text="The table declares no {side}.",
                side=side,
                hint="Declare each with its type: whole, number, yes_no or choice.",
            )
            return {}
        read = {name: self.field(side, name, value) for name, value in given.items()}
        return {name: field for name, field in read.items() if field is not None}

    def field(self, side: str, name: str, value: Any) -> Field | None:
        """One declared field."""
        given = self.mapping(value, side, name, known=_FIELD)
        if given is None:
            return None
        kinds = [kind.value for kind in Kind if side == "outputs" or kind is not Kind.TEXT]
        if not _NAME.fullmatch(name) or given.get("type") not in kinds:
            self.found(
                side,
                name,
                "type",
                code="rules.field",
                text="“{name}” has no type the rules know.",
                name=name,
                hint="Write it in small letters, with one of the types: {kinds}.",
                kinds=", ".join(kinds),
            )
            return None
        kind = Kind(given["type"])
        title = self.words(given.get("title"), side, name, "title")
        values = self.values(given.get("values"), side, name) if kind is Kind.CHOICE else {}
        low, high = (self.bound(given.get(key), side, name, key) for key in ("min", "max"))
        if title is None:
            return None
        return Field(
            name=name,
            kind=kind,
            title=title,
            unit=str(given.get("unit") or ""),
            values=values,
            minimum=low,
            maximum=high,
        )

    def values(self, given: Any, side: str, name: str) -> dict[str, Words]:
        """The values of a choice, with their words."""
        if not isinstance(given, dict) or not given:
            self.found(
                side,
                name,
                "values",
                code="rules.no-values",
                text="The choice “{name}” has no values.",
                hint="Write values: {{value: {{zh: ..., en: ...}}}}.",
                name=name,
            )
            return {}
        for value in given:
            if re.search(r"""["'\\,，、\n]""", value) or value != value.strip():
                self.found(
                    side,
                    name,
                    "values",
                    value,
                    code="rules.value",
                    value=value,
                    text="“{value}” has a comma, a quotation mark or a blank at its end.",
                    hint="Write a short word, and what it means under zh and en.",
                )
        read = {value: self.words(words, side, name, "values", value) for value, words in given.items()}
        return {value: words for value, words in read.items() if words is not None}

    def bound(self, value: Any, *path: str) -> Decimal | None:
        """The least or greatest number a field takes."""
        if value is None:
            return None
        try:
            return Decimal(str(value))
        except InvalidOperation:
            self.found(*path, code="rules.bound", text="“{value}” is no number.", hint="Write digits.", value=value)
            return None

    def listed(self, top: Mapping[str, Any]) -> list[tuple[int, Any]]:
        """The rows, numbered."""
        rows = top.get("rows")
        if isinstance(rows, list) and rows:
            return list(enumerate(rows))
        self.found("rows", code="rules.no-rows", text="The table has no rows.", hint="Write at least one rule.")
        return []

    def row(
        self, value: Any, path: tuple[str | int, ...], inputs: Mapping[str, Field], outputs: Mapping[str, Field]
    ) -> Row | None:
        """One rule."""
        given = self.mapping(value, *path, known=_ROW)
        if given is None:
            return None
        if not given.get("id"):
            self.found(
                *path,
                code="rules.no-id",
                text="The row has no id.",
                hint="Write a short id that never changes: it is kept with every decision.",
            )
        when = self.when(given.get("when"), path, inputs)
        then = self.then(given.get("then"), path, outputs)
        words = self.words(given, *path)
        if words is None:
            return None
        return Row(
            id=str(given.get("id") or ""),
            when=when,
            condition=str(given.get("if") or ""),
            then=then,
            words=words,
            source=str(given.get("source") or ""),
            line=self.written.line(*path),
        )

    def when(self, value: Any, path: tuple[str | int, ...], inputs: Mapping[str, Field]) -> dict[str, Test]:
        """The tests of a row by input; a cell that fits anything is left out."""
        if value is not None and not isinstance(value, dict):
            self.found(
                *path,
                "when",
                code="rules.when",
                text="The tests of a row are names of inputs with cells.",
                hint="Write when: {{name: cell}}.",
            )
            return {}
        tests = {name: self.test(cell, path, name, inputs) for name, cell in (value or {}).items()}
        return {name: test for name, test in tests.items() if test is not None}

    def test(self, cell: Any, path: tuple[str | int, ...], name: str, inputs: Mapping[str, Field]) -> Test | None:
        """What a cell means; None where it fits anything or means nothing."""
        field = inputs.get(name)
        if field is None:
            self.found(
                *path,
                "when",
                name,
                code="rules.unknown-input",
                text="“{name}” is no input of this table.",
                hint="Did you mean {nearest}?",
                name=name,
                nearest=nearest(name, inputs),
            )
            return None
        try:
            return read_cell(cell, field)
        except CellBroken as broken:
            self.found(
                *path,
                "when",
                name,
                code="rules.cell",
                value=broken.args[1],
                known=", ".join(field.values),
                text="The cell “{value}” means nothing here.",
                hint=broken.args[0],
            )
            return None

    def then(self, value: Any, path: tuple[str | int, ...], outputs: Mapping[str, Field]) -> dict[str, Value | Formula]:
        """The answers of a row: every declared one, each of its type."""
        given = value if isinstance(value, dict) else {}
        for name in given:
            if name not in outputs:
                self.found(
                    *path,
                    "then",
                    name,
                    code="rules.unknown-answer",
                    name=name,
                    nearest=nearest(name, outputs),
                    text="“{name}” is no answer of this table.",
                    hint="Did you mean {nearest}?",
                )
        answers: dict[str, Value | Formula] = {}
        for name, field in outputs.items():
            read = read_answer(given.get(name), field)
            if read is None:
                self.found(
                    *path,
                    "then",
                    name,
                    code="rules.answer",
                    value=given.get(name, ""),
                    name=name,
                    expected=expected_of(field),
                    text="“{value}” is no answer for “{name}”.",
                    hint="Write one of: {expected}.",
                )
            else:
                answers[name] = read
        return answers

    def default(self, value: Any, outputs: Mapping[str, Field]) -> tuple[Row | None, bool]:
        """The row for everything else, and whether somebody must hear when it answers."""
        if value is None:
            self.found(
                "default",
                code="rules.no-default",
                text="The table has no default.",
                hint="Write what holds when no row fits, with “alarm: true” where that should never happen.",
            )
            return None, True
        alarm = value.get("alarm", True) if isinstance(value, dict) else True
        if not isinstance(alarm, bool):
            self.found("default", "alarm", code="rules.alarm", text="The alarm is true or false.")
        given = {key: part for key, part in value.items() if key != "alarm"} if isinstance(value, dict) else value
        row = self.row(given, ("default",), {}, outputs)
        return row, alarm is not False

    def unique_ids(self, rows: tuple[Row, ...], default: Row | None) -> None:
        """Every id stands once: decisions are kept by it."""
        seen: set[str] = set()
        for at, row in enumerate(rows):
            if row.id in seen or (default and row.id == default.id):
                self.found(
                    "rows",
                    at,
                    "id",
                    code="rules.id-twice",
                    text="The id “{id}” stands twice.",
                    hint="Give each row its own.",
                    id=row.id,
                )
            seen.add(row.id)
