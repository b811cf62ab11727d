"""Which rows of a table can answer, which fit together: every kind of input is tried, sets of rows at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from gridkeeper.rules.cells import Span, Spans, Test
from gridkeeper.rules.table import NUMBERS, Field, Kind, Table, Value

_FINEST = Decimal("1e-9")
Example = tuple[tuple[str, Value], ...]


@dataclass(kw_only=True)
class Coverage:
    """What trying every kind of input showed; examples are inputs by name.

    ``reached`` holds rows that answer somewhere, ``together`` pairs of rows that both fit, ``uncovered`` an input
    that no row fits for sure, None where there is none. A row with a condition fits perhaps: it hides no other.
    """

    reached: set[int] = field(default_factory=set)
    fitting: set[int] = field(default_factory=set)
    together: dict[tuple[int, int], Example] = field(default_factory=dict)
    uncovered: Example | None = None


def coverage(table: Table) -> Coverage:
    """Try one value of every stretch of inputs that no cell tells apart.

    Rows are bits of a number; two values that the same rows fit are one case, so the work stays small.
    """
    every_row = (1 << len(table.rows)) - 1
    reached: dict[int, Example] = {every_row: ()}
    for asked in table.inputs:
        values = samples(asked, [row.when[asked.name] for row in table.rows if asked.name in row.when])
        cases = {_mask(table, asked, value): value for value in reversed(values)}
        step: dict[int, Example] = {}
        for mask, example in reached.items():
            for case, value in cases.items():
                step.setdefault(mask & case, (*example, (asked.name, value)))
        reached = step
    found = Coverage()
    for mask, example in reached.items():
        _note(table, found, mask, example)
    return found


def samples(asked: Field, tests: list[Test]) -> list[Value]:
    """One value of every stretch of a field that none of the tests tells apart."""
    if asked.kind is Kind.CHOICE:
        return list(asked.values)
    if asked.kind not in NUMBERS:
        return [True, False]
    spans = [span for test in tests if isinstance(test, Spans) for span in test.spans]
    edges = {edge for span in spans for edge in (span.low, span.high) if edge is not None}
    edges |= {edge for edge in (asked.minimum, asked.maximum) if edge is not None}
    ordered = sorted(edges)
    if not ordered:
        return [Decimal(0)]
    stretches = [Span(high=ordered[0], high_closed=False)]
    for low, high in pairwise(ordered):
        stretches += [Span(low, low), Span(low, high, False, False)]
    stretches += [Span(ordered[-1], ordered[-1]), Span(low=ordered[-1], low_closed=False)]
    inside = (_inside(stretch, asked) for stretch in stretches)
    return [value for value in inside if value is not None]


def _inside(stretch: Span, asked: Field) -> Decimal | None:
    """A value of the field in a stretch between edges; None where the field has none there."""
    step = Decimal(1) if asked.kind is Kind.WHOLE else _FINEST
    if stretch.low is not None:
        value = stretch.low if stretch.low_closed else stretch.low + step
        value = value.quantize(step, ROUND_FLOOR if not stretch.low_closed else ROUND_CEILING)
    else:
        assert stretch.high is not None, "a stretch lies beside an edge"
        value = (stretch.high - step).quantize(step, ROUND_CEILING)
    outside = (asked.minimum is not None and value < asked.minimum) or (
        asked.maximum is not None and value > asked.maximum
    )
    return None if outside or not stretch.holds(value) else value


def _mask(table: Table, asked: Field, value: Value) -> int:
    mask = 0
    for at, row in enumerate(table.rows):
        test = row.when.get(asked.name)
        if test is None or test.fits(value):
            mask |= 1 << at
    return mask


def _note(table: Table, found: Coverage, mask: int, example: Example) -> None:
    fitting = [at for at in range(len(table.rows)) if mask >> at & 1]
    found.fitting.update(fitting)
    for at in fitting:
        found.reached.add(at)
        if not table.rows[at].condition:
            break
    else:
        found.uncovered = found.uncovered or example
    for at, one in enumerate(fitting):
        for other in fitting[at + 1 :]:
            found.together.setdefault((one, other), example)
