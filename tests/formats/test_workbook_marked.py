"""Bad rows come back marked, explained and ready to be sent again."""

import io

import openpyxl
import pytest
import xlsxwriter
from tests.formats.ledgers import ROSTER, ledger

from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.formats.workbook import Problem, marked, read

PEOPLE = Table(
    key="people",
    zh="人员",
    en="People",
    columns=(
        Column(key="name", zh="姓名", en="Name", kind=Kind.NAME, required=True),
        Column(key="phone", zh="电话", en="Phone", kind=Kind.PHONE),
        Column(key="unit", zh="单位", en="Unit", kind=Kind.UNIT),
    ),
)
CSV = "姓名,电话,单位\n李测一,1,甲\n周测二,13800000002,乙\n,13800000003,丙\n".encode()


def list_of_three() -> bytes:
    """A title, a header, a merged unit over rows 3 to 5 of which row 4 is good, and a second sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("名单")
    bold = book.add_format({"bold": True})
    sheet.merge_range("A1:C1", "花名册", bold)
    sheet.write_row("A2", ["姓名", "电话", "单位"], bold)
    sheet.write_column("A3", ["李测一", "周测二", "=1+1"])
    sheet.write_string("A5", "=吴")
    sheet.write_column("B3", ["1", "13800000002", "13800000003"])
    sheet.merge_range("C3:C5", "甲社区")
    book.add_worksheet("说明").write("A1", "填表说明")
    book.close()
    return stream.getvalue()


def sent_back(source: bytes, *extra: Problem, language: str = "zh", translate=str) -> openpyxl.Workbook:
    reading = read(source, PEOPLE)
    problems = [*reading.problems, *extra]
    answer = marked(source, reading, problems, language=language, translate=translate)
    return openpyxl.load_workbook(io.BytesIO(answer))


def values(book: openpyxl.Workbook) -> list[list[object]]:
    return [[cell.value for cell in row[:3]] for row in book.worksheets[0].iter_rows()]


def test_only_titles_header_and_bad_rows_come_back():
    assert values(sent_back(list_of_three())) == [
        ["花名册", None, None],
        ["姓名", "电话", "单位"],
        ["李测一", "1", "甲社区"],
        ["=吴", "13800000003", "甲社区"],
    ]


def test_titles_styles_and_other_sheets_stay():
    book = sent_back(list_of_three())
    sheet = book["名单"]
    assert [str(merge) for merge in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["A2"].font.bold
    assert book["说明"]["A1"].value == "填表说明"


def test_a_bad_cell_is_red_and_says_why():
    cell = sent_back(list_of_three())["名单"]["B3"]
    assert cell.fill.fgColor.rgb == "FFFBD5D5"
    assert "no phone number" in cell.comment.text


def test_the_last_column_gives_the_reason_with_the_name_of_the_column():
    sheet = sent_back(list_of_three(), translate=lambda words: "号码不对" if "phone number" in words else "")["名单"]
    assert sheet["D2"].value == "原因"
    assert sheet["D3"].value.startswith("电话：号码不对")


def test_the_reason_is_given_in_english_on_request():
    sheet = sent_back(list_of_three(), language="en")["名单"]
    assert sheet["D2"].value == "Reason"
    assert sheet["D3"].value.startswith("Phone: ")


def test_a_problem_that_the_caller_found_is_marked_too():
    found = Problem(
        row=4, column="unit", code="unit.unknown", text="There is no unit {name}.", facts={"name": "甲社区"}
    )
    sheet = sent_back(list_of_three(), found)["名单"]
    assert [sheet.cell(row, 1).value for row in (3, 4, 5)] == ["李测一", "周测二", "=吴"]
    assert sheet["C4"].comment.text == "There is no unit 甲社区."


def test_a_text_that_looks_like_a_formula_stays_text():
    assert sent_back(list_of_three())["名单"]["A4"].data_type == "s"


@pytest.mark.parametrize("source", [list_of_three(), CSV], ids=["xlsx", "csv"])
def test_what_comes_back_reads_with_the_same_problems_and_one_column_of_reasons(source):
    first = read(source, PEOPLE)
    again = marked(source, first, first.problems, language="zh")
    second = read(again, PEOPLE)
    assert [problem.code for problem in second.problems] == [problem.code for problem in first.problems]
    third = read(marked(again, second, second.problems, language="en"), PEOPLE)
    assert [name for name in third.ignored_columns if name in ("原因", "Reason")] == ["Reason"]


def test_text_files_come_back_as_a_workbook():
    sheet = sent_back(CSV).worksheets[0]
    assert [[cell.value for cell in row[:3]] for row in sheet.iter_rows(min_row=2)] == [
        ["李测一", "1", "甲"],
        [None, "13800000003", "丙"],
    ]
    assert sheet["A3"].comment.text == "This cell must be filled in."


def test_a_refused_file_comes_back_whole_with_the_reason_beside_its_header():
    source = "电话,单位\n13800000001,甲\n".encode()
    sheet = sent_back(source).worksheets[0]
    words = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "13800000001" in words
    assert any("姓名" in word and "missing" in word for word in words)


def test_the_messy_roster_comes_back_with_its_ten_rows():
    path = ledger("synthetic", "grid_roster_messy.xlsx")
    first = read(path, ROSTER)
    again = read(marked(path, first, first.problems, language="zh"), ROSTER)
    assert again.header_row == first.header_row
    assert again.row_count == len(first.bad_rows)
