"""A table leaves as YAML, workbook or JDM and comes back the same; mistakes made outside are marked in their cells."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
import zen
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.strategies import tables
from tests.rules.tables import lock

from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.packs import installed_packs, load_pack
from gridkeeper.rules import Table, Words, load_table
from gridkeeper.rules.jdm import from_jdm, to_jdm
from gridkeeper.rules.workbook import from_workbook, marked_workbook, to_workbook
from gridkeeper.rules.writing import as_yaml

SHIPPED = [table for one in load_pack(installed_packs()["epidemic"]).rule_packs for table in one.tables]


def through_yaml(table: Table) -> Table | None:
    return load_table(as_yaml(table), file="a.yaml", pack=table.pack)


def through_workbook(table: Table) -> Table | None:
    read, findings = from_workbook(to_workbook(table), file="a.xlsx", pack=table.pack)
    assert findings == []
    return read


def through_jdm(table: Table) -> Table | None:
    text = json.dumps(to_jdm(table), ensure_ascii=False)
    read, findings = from_jdm(text, file="a.json", pack=table.pack)
    assert findings == []
    return read


WAYS = [through_yaml, through_workbook, through_jdm]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("table", [lock(), *SHIPPED], ids=lambda table: f"{table.pack}/{table.name}")
def test_a_table_comes_back_the_same(way: Callable[[Table], Table | None], table: Table) -> None:
    assert way(table) == table


@pytest.mark.parametrize("way", WAYS)
@given(table=tables())
@settings(max_examples=25, deadline=None)
def test_any_table_comes_back_the_same(way: Callable[[Table], Table | None], table: Table) -> None:
    assert way(table) == table


@given(words=st.text(alphabet="=+-@|'x ", min_size=1).map(str.strip).filter(bool))
@settings(max_examples=20, deadline=None)
def test_words_never_become_formulas_of_the_spreadsheet(words: str) -> None:
    table = lock()
    row = replace(table.rows[0], words=Words(zh=f"={words}", en=words))
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(replace(table, rows=(row, *table.rows[1:])))))
    assert [cell.value for line in book.worksheets[0] for cell in line if cell.data_type == "f"] == []


def test_the_exported_decision_is_one_the_engine_runs() -> None:
    decision = zen.ZenEngine().create_decision(json.dumps(to_jdm(lock())))
    answer = decision.evaluate({"level": 4, "boats": 0, "mode": "calm", "night": False})["result"]
    assert (answer["open"], answer["why"]) == (False, "high")


def edited(change: Callable[[object], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(lock())))
    change(book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def find_cell(sheet: object, value: object) -> object:
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == value)


def test_a_mistake_made_in_the_workbook_comes_back_in_its_cell() -> None:
    def spoil(sheet: object) -> None:
        find_cell(sheet, ">= 3.5").value = "about 3"
        find_cell(sheet, "storm").value = "风浪"

    source = edited(spoil)
    table, findings = from_workbook(source, file="lock.xlsx")
    assert table is None
    assert [one.at for one in findings] == ["rows/R1/when/level", "rows/R2/when/mode"]
    sheet = openpyxl.load_workbook(io.BytesIO(marked_workbook(source, findings, file="lock.xlsx"))).worksheets[0]
    cell = find_cell(sheet, "about 3")
    assert cell.fill.fgColor.rgb.endswith("FBD5D5")
    assert "Write a number" in cell.comment.text
    assert findings[0].line == cell.row
    assert "calm, storm" in find_cell(sheet, "风浪").comment.text


def test_a_number_a_spreadsheet_made_of_a_cell_is_read_as_people_mean_it() -> None:
    table, findings = from_workbook(edited(lambda s: setattr(find_cell(s, ">= 3.5"), "value", 3.0)), file="a.xlsx")
    assert findings == []
    assert table is not None
    assert table.rows[0].when["level"].fits(Decimal(3))


@pytest.mark.parametrize("source", [b"", b"no workbook", to_workbook(lock())[:400]], ids=["empty", "text", "cut off"])
def test_what_is_no_workbook_is_refused(source: bytes) -> None:
    with pytest.raises(GridkeeperError) as refused:
        from_workbook(source, file="a.xlsx")
    assert refused.value.code == "rules.exchange.unreadable"


def test_another_workbook_is_refused_not_guessed_at() -> None:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    with pytest.raises(GridkeeperError) as refused:
        from_workbook(stream.getvalue(), file="a.xlsx")
    assert "names no format" in str(refused.value)


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(GridkeeperError) as refused:
        from_workbook(stream.getvalue(), file="a.xlsx")
    assert "far larger" in str(refused.value)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"gridkeeper": {}, "nodes": []}', '{"nodes": [1]}'])
def test_a_decision_that_did_not_begin_here_is_refused(text: str) -> None:
    with pytest.raises(GridkeeperError) as refused:
        from_jdm(text, file="a.json")
    assert refused.value.code == "rules.exchange.unreadable"


def test_a_cell_edited_in_jdm_is_read_with_the_same_care() -> None:
    given = to_jdm(lock())
    given["nodes"][1]["content"]["rules"][1]["in_mode"] = '"风浪"'
    table, [finding] = from_jdm(json.dumps(given), file="lock.json")
    assert table is None
    assert finding.at == "rows/R2/when/mode"
