"""Random tables of every kind of field, cell and answer, and an evaluator that reads them row by row."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from gridkeeper.kernel.texts import Words
from gridkeeper.rules import Field, Kind, Row, Table
from gridkeeper.rules.values import read_cell

WORDS = Words(zh="字", en="word")
VALUES = {"a": WORDS, "b": WORDS, "丙": WORDS}
INPUTS = (
    Field(name="n", kind=Kind.NUMBER, title=WORDS, unit="m"),
    Field(name="w", kind=Kind.WHOLE, title=WORDS, minimum=Decimal(-3), maximum=Decimal(9)),
    Field(name="c", kind=Kind.CHOICE, title=WORDS, values=VALUES),
    Field(name="y", kind=Kind.YES_NO, title=WORDS),
)
OUTPUTS = (Field(name="o", kind=Kind.WHOLE, title=WORDS), Field(name="t", kind=Kind.TEXT, title=WORDS))

numbers = st.integers(-5, 10).map(str) | st.decimals(-5, 10, places=3).map(str)


@st.composite
def spans(draw: st.DrawFn) -> str:
    low, high = sorted([draw(st.integers(-5, 10)), draw(st.integers(-5, 10))])
    if low == high:
        return f"[{low}..{high}]"
    return f"{draw(st.sampled_from('[('))}{low}..{high}{draw(st.sampled_from('])'))}"


comparisons = st.tuples(st.sampled_from(["", "> ", ">= ", "< ", "<= ", "!= "]), numbers).map("".join)
number_cells = st.lists(comparisons | spans(), min_size=1, max_size=3).map(", ".join)
choice_cells = st.tuples(
    st.sampled_from(["", "not "]), st.lists(st.sampled_from(list(VALUES)), min_size=1, max_size=2, unique=True)
).map(lambda pair: pair[0] + ", ".join(pair[1]))
cells = {
    "n": number_cells,
    "w": number_cells,
    "c": choice_cells,
    "y": st.sampled_from(["yes", "no"]),
}
inputs = st.fixed_dictionaries(
    {
        "n": st.integers(-6, 11) | st.decimals(-6, 11, places=3),
        "w": st.integers(-3, 9),
        "c": st.sampled_from(list(VALUES)),
        "y": st.booleans(),
    }
)
texts = st.text(alphabet="字 word，。:#-'\"{}", min_size=1).map(str.strip).filter(bool)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of up to six rows."""
    rows = []
    for at in range(draw(st.integers(1, 6))):
        named = draw(st.lists(st.sampled_from(INPUTS), max_size=4, unique_by=lambda one: one.name))
        tests = {one.name: read_cell(draw(cells[one.name]), one) for one in named}
        rows.append(
            Row(
                id=f"R{at}",
                when={name: test for name, test in tests.items() if test is not None},
                then={"o": Decimal(at), "t": draw(texts)},
                words=Words(zh=draw(texts), en=draw(texts)),
                source=draw(st.sampled_from(["", "X-1"])),
            )
        )
    default = Row(id="D", then={"o": Decimal(-1), "t": "-"}, words=WORDS)
    return Table(
        name="random",
        topic="random",
        title=WORDS,
        inputs=INPUTS,
        outputs=OUTPUTS,
        rows=tuple(rows),
        default=default,
        alarm=draw(st.booleans()),
        pack="p",
    )


def naive(table: Table, given: Mapping[str, Any]) -> str:
    """The first row that fits, by reading its cells."""
    as_read = {name: value if isinstance(value, bool | str) else Decimal(value) for name, value in given.items()}
    for row in table.rows:
        if all(test.fits(as_read[name]) for name, test in row.when.items()):
            return row.id
    return table.default.id
