"""What a careful colleague says of a rule table that can be read: rows that never answer, cells the engine would skip.

The engine passes over a row silently when a cell of it cannot be worked out, and the default answers. So every cell
is compiled here as the engine does, and every formula is tried on inputs of each kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Any, Final

import zen

from gridkeeper.kernel.texts import Finding, Weight, nearest
from gridkeeper.rules.cells import for_engine
from gridkeeper.rules.coverage import Coverage, Example, coverage, samples
from gridkeeper.rules.jdm import answer_for_engine, inputs_for_engine
from gridkeeper.rules.table import Field, Formula, Hit, Row, Table
from gridkeeper.rules.trace import NAMED
from gridkeeper.rules.values import expected_of, reason_of, shown, value_of

_TRIED: Final = 200
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_WORD: Final = re.compile(r"[^\W\d]\w*(?!\w*\s*\()")
_ENGINE_WORDS: Final = frozenset({"and", "or", "not", "in", "true", "false", "null"})


def lint_table(table: Table) -> list[Finding]:
    """Every finding about a table that could be read, in the order of its lines."""
    look = _Look(table)
    found = [finding for row in (*table.rows, table.default) for finding in look.row(row)]
    found += look.covered(coverage(table))
    return sorted(found, key=lambda one: one.line)


@dataclass(frozen=True)
class _Look:
    """One look over one table."""

    table: Table

    def finding(self, row: Row, *at: str, code: str, text: str, hint: str = "", **facts: Any) -> Finding:
        """A finding in a row; ``weight`` may stand among the facts."""
        weight = facts.pop("weight", Weight.ERROR)
        place = "default" if row is self.table.default else f"rows/{row.id}"
        return Finding(
            file=self.table.file,
            line=row.line,
            at="/".join((place, *at)),
            code=code,
            text=text,
            hint=hint,
            facts=facts,
            weight=weight,
        )

    def row(self, row: Row) -> Iterator[Finding]:
        """What is wrong inside one row."""
        yield from self.cells(row)
        yield from self.placeholders(row)
        if row.condition:
            yield from self.formula(row, "if", row.condition, None)
        for name, answer in row.then.items():
            output = self.table.output(name)
            if isinstance(answer, Formula) and output is not None:
                yield from self.formula(row, f"then/{name}", answer.text, output)

    def cells(self, row: Row) -> Iterator[Finding]:
        """Every cell must compile, or the engine would pass over the row."""
        for name, test in row.when.items():
            asked = self.table.input(name)
            cell = for_engine(test, asked.values if asked else ())
            reason = _refused(zen.compile_unary_expression, cell)
            if reason:
                yield self.finding(
                    row,
                    "when",
                    name,
                    code="rules.engine-cell",
                    cell=cell,
                    reason=reason,
                    text="The engine cannot read the cell “{cell}”: {reason}.",
                    hint="Write the cell in a simpler way.",
                )
        for name, answer in row.then.items():
            reason = _refused(zen.compile_expression, answer_for_engine(answer))
            if reason:
                yield self.finding(
                    row,
                    "then",
                    name,
                    code="rules.engine-answer",
                    reason=reason,
                    cell=answer_for_engine(answer),
                    hint="Mend the formula, or write a plain value.",
                    text="The engine cannot read the answer “{cell}”: {reason}.",
                )

    def placeholders(self, row: Row) -> Iterator[Finding]:
        """Names in a row's words must be fields."""
        known = [one.name for one in (*self.table.inputs, *self.table.outputs)]
        for language in ("zh", "en"):
            words = row.words.zh if language == "zh" else row.words.en
            for name in NAMED.findall(words):
                if name not in known:
                    yield self.finding(
                        row,
                        language,
                        code="rules.placeholder",
                        name=name,
                        nearest=nearest(name, known),
                        text="“{name}” in the words is no field of this table.",
                        hint="Did you mean {nearest}?",
                    )

    def formula(self, row: Row, at: str, text: str, output: Field | None) -> Iterator[Finding]:
        """A formula must compile, know its names, and give what is wanted for inputs of every kind."""
        reason = _refused(zen.compile_expression, text)
        if reason:
            if output is None:
                yield self.finding(
                    row,
                    at,
                    code="rules.engine-cell",
                    cell=text,
                    reason=reason,
                    text="The engine cannot read the cell “{cell}”: {reason}.",
                    hint="Write the cell in a simpler way.",
                )
            return
        known = [one.name for one in self.table.inputs]
        unknown = [name for name in _WORD.findall(_QUOTED.sub("", text)) if name not in {*known, *_ENGINE_WORDS}]
        if unknown:
            yield self.finding(
                row,
                at,
                code="rules.unknown-input",
                name=unknown[0],
                nearest=nearest(unknown[0], known),
                hint="Did you mean {nearest}?",
                text="“{name}” is no input of this table.",
            )
            return
        yield from self.tried(row, at, text, output)

    def tried(self, row: Row, at: str, text: str, output: Field | None) -> Iterator[Finding]:
        """The formula on inputs that the row's own cells let through; the first that goes wrong is told."""
        compiled = zen.compile_expression(text)
        for example in self.examples(row):
            given = _worked_out(compiled, inputs_for_engine(dict(example)))
            right = isinstance(given, bool) if output is None else value_of(given, output) is not None
            if not right:
                expected = expected_of(output) if output else "true, false"
                yield self.finding(
                    row,
                    at,
                    code="rules.formula",
                    formula=text,
                    given=given,
                    expected=expected,
                    example=self.told(example),
                    hint="It must give: {expected}.",
                    text="“{formula}” gives “{given}” when {example}.",
                )
                return

    def examples(self, row: Row) -> Iterator[Example]:
        """Inputs of each kind that fit the row's cells, at most a couple of hundred."""
        tests = [
            [other.when[one.name] for other in self.table.rows if one.name in other.when] for one in self.table.inputs
        ]
        values = [
            [value for value in samples(one, list(cells)) if one.name not in row.when or row.when[one.name].fits(value)]
            for one, cells in zip(self.table.inputs, tests, strict=True)
        ]
        names = [one.name for one in self.table.inputs]
        return (tuple(zip(names, chosen, strict=True)) for chosen in islice(product(*values), _TRIED))

    def covered(self, found: Coverage) -> Iterator[Finding]:
        """Rows that never answer, rows that fit together, inputs that nothing fits."""
        for at, row in enumerate(self.table.rows):
            if at not in found.fitting:
                yield self.finding(
                    row,
                    code="rules.impossible",
                    text="No input fits this row.",
                    hint="Look at its cells and at the bounds of the inputs.",
                )
            elif at not in found.reached:
                yield self.finding(
                    row,
                    code="rules.unreachable",
                    hint="Put it above them, or delete it.",
                    text="This row never answers: rows above it fit first.",
                )
        if self.table.hit is Hit.UNIQUE:
            for (one, other), example in found.together.items():
                yield self.finding(
                    self.table.rows[other],
                    code="rules.overlap-rows",
                    one=self.table.rows[one].id,
                    other=self.table.rows[other].id,
                    example=self.told(example),
                    text="{one} and {other} both fit when {example}.",
                    hint="Narrow one of them, or write “hit: first”.",
                )
        if found.uncovered is not None and self.table.alarm:
            yield self.finding(
                self.table.default,
                code="rules.uncovered",
                example=self.told(found.uncovered),
                text="No row fits for sure when {example}, and the default raises an alarm.",
                hint="Add a row for it, or write “alarm: false”.",
                weight=Weight.WARNING,
            )

    def told(self, example: Example) -> str:
        """An example in words."""
        return ", ".join(f"{name} = {shown(value, _bare(self.table, name), 'en')}" for name, value in example)


def _bare(table: Table, name: str) -> Field:
    """The field without the words of its values, so that an example shows what stands in cells."""
    field = table.input(name)
    assert field is not None, "examples are made of inputs"
    return Field(name=name, kind=field.kind, title=field.title, unit=field.unit)


def _refused(compile_: Any, text: str) -> str:
    """Why the engine cannot read a text; empty when it can."""
    try:
        compile_(text)
    except RuntimeError as refused:
        return reason_of(refused)
    return ""


def _worked_out(compiled: Any, inputs: str) -> object:
    """What a formula gives; the engine's reason where it cannot work it out."""
    try:
        given: object = compiled.evaluate(inputs)
    except RuntimeError as refused:
        return _Broken(reason_of(refused))
    return given


@dataclass(frozen=True)
class _Broken:
    """A formula that could not be worked out."""

    reason: str

    def __str__(self) -> str:
        return self.reason
