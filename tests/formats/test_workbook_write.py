"""What is written reads back the same, and nothing in it is ever calculated."""

import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gridkeeper.formats.cells import parse
from gridkeeper.formats.cells.identity import check_character
from gridkeeper.formats.cells.position import Position
from gridkeeper.formats.columns import CellProblem, Choice, Column, Kind, Recognised, Table
from gridkeeper.formats.workbook import CellTooLong, read, write, write_csv, write_to
from gridkeeper.formats.workbook.skipping import is_total
from gridkeeper.kernel.quantity import Qualifier, Quantity

CHOICES = (Choice(key="lead", zh="网格长", en="Lead"), Choice(key="worker", zh="网格员", en="Worker"))
EVERYTHING = Table(
    key="everything",
    zh="全部",
    en="Everything",
    columns=(
        Column(key="number", zh="号", en="No.", kind=Kind.INTEGER, required=True),
        *(
            Column(
                key=kind.value,
                zh=f"列{kind.value}",
                en=f"Column {kind.value}",
                kind=kind,
                choices=CHOICES if kind is Kind.CHOICE else (),
                units=("人",) if kind is Kind.QUANTITY else (),
            )
            for kind in Kind
        ),
    ),
)


def _as_parsed(kind: Kind):
    """Texts of a kind as its parser leaves them, which is what a database holds."""

    def parsed(text: str) -> str | None:
        value = parse(text, EVERYTHING.column(kind.value))
        assume(not isinstance(value, CellProblem))
        return value.value if isinstance(value, Recognised) else value

    return st.text(max_size=30).map(parsed)


def _id_number(born: date, serial: int) -> str:
    first = f"140106{born:%Y%m%d}{serial:03d}"
    return first + check_character(first)


DECIMALS = st.decimals(-(10**20), 10**20, places=4)
MOMENTS = st.datetimes(datetime.combine(date(1880, 1, 1), time()), datetime.combine(date(2199, 12, 31), time()))
VALUES = {
    Kind.TEXT: _as_parsed(Kind.TEXT),
    Kind.NAME: _as_parsed(Kind.NAME),
    Kind.CODE: st.from_regex(r"1401[0-9]{2}[1-9]{3}", fullmatch=True),
    Kind.UNIT: st.one_of(_as_parsed(Kind.UNIT), st.from_regex(r"14[0-9]{16}", fullmatch=True)),
    Kind.PHONE: st.from_regex(r"1[3-9][0-9]{9}|0351-[0-9]{7}|\+81[0-9]{8}", fullmatch=True),
    Kind.EMAIL: st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.cn", fullmatch=True),
    Kind.ID_NUMBER: st.builds(_id_number, st.dates(date(1900, 1, 1), date(2022, 1, 1)), st.integers(0, 999)),
    Kind.DATE: st.dates(date(1880, 1, 1), date(2199, 12, 31)),
    Kind.MOMENT: st.one_of(MOMENTS, MOMENTS.map(lambda moment: moment.replace(microsecond=0))),
    Kind.INTEGER: st.integers(-(10**20), 10**20),
    Kind.DECIMAL: st.one_of(DECIMALS, st.decimals(-999, 999, places=2)),
    Kind.QUANTITY: st.builds(
        lambda value, qualifier: Quantity(value=Decimal(value), unit="人", qualifier=qualifier),
        st.integers(0, 10**9),
        st.sampled_from(Qualifier),
    ),
    Kind.POSITION: st.builds(
        lambda x, y: Position(round(x, 6), round(y, 6)), st.floats(73.0, 136.0), st.floats(3.0, 54.0)
    ),
    Kind.CHOICE: st.sampled_from(["lead", "worker"]),
    Kind.YES_NO: st.booleans(),
}
ROWS = st.lists(st.fixed_dictionaries({kind.value: st.none() | VALUES[kind] for kind in Kind}), min_size=1, max_size=4)


def _same(source: bytes, rows: list[dict[str, object]]) -> None:
    reading = read(source, EVERYTHING)
    assert not reading.problems
    assert [dict(row) for row in reading.rows] == rows


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(["zh", "en"]))
def test_every_kind_survives_a_workbook(rows, language):
    rows = [{"number": at, **row} for at, row in enumerate(rows, start=1)]
    _same(write(EVERYTHING, rows, language), rows)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(["zh", "en"]))
def test_every_kind_survives_csv(rows, language):
    rows = [{"number": at, **row} for at, row in enumerate(rows, start=1)]
    _same(write_csv(EVERYTHING, rows, language), rows)


NOTES = Table(key="notes", zh="备注", en="Notes", columns=(Column(key="note", zh="说明", en="Note", required=True),))
DANGEROUS = ["=1+1", "+1", "-cmd|' /C calc'!A0", "@SUM(A1)", '=HYPERLINK("http://example.org")', "http://example.org"]


@pytest.mark.parametrize("note", DANGEROUS)
def test_a_workbook_holds_no_formula_and_no_link(note):
    cell = openpyxl.load_workbook(io.BytesIO(write(NOTES, [{"note": note}], "zh"))).active["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", note, None)


@pytest.mark.parametrize("note", DANGEROUS[:5])
def test_a_formula_in_csv_gets_an_apostrophe_that_reading_takes_away(note):
    source = write_csv(NOTES, [{"note": note}], "zh")
    assert "'" + note[0] in source.decode("utf-8-sig")
    assert read(source, NOTES).rows[0]["note"] == note


def test_many_rows_take_the_plain_writer_and_read_back():
    rows = [{"note": f"={number}"} for number in range(20_001)]
    source = write(NOTES, iter(rows), "en")
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(source)).read("xl/worksheets/sheet1.xml")
    assert [row["note"] for row in read(source, NOTES).rows] == [row["note"] for row in rows]


def test_an_export_to_a_file_follows_its_name(tmp_path):
    for name in ("list.csv", "list.xlsx"):
        write_to(tmp_path / name, NOTES, [{"note": "一"}], language="zh")
        assert read(tmp_path / name, NOTES).rows[0]["note"] == "一"


def test_a_text_that_fits_into_no_cell_is_refused():
    with pytest.raises(CellTooLong):
        write(NOTES, [{"note": "长" * 40_000}], "zh")


@pytest.mark.parametrize("word", ["合计", "小 计", "Total", "合计：3"])
def test_sums_are_known(word):
    assert is_total(word)


@pytest.mark.parametrize("word", ["合计划", "总计划科", "李测一", 12.0, ""])
def test_other_words_are_no_sums(word):
    assert not is_total(word)
