"""How a list is found in a file, and what happens to its rows."""

import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.formats.workbook import read
from gridkeeper.formats.workbook.encoding import encoding_of

PEOPLE = Table(
    key="people",
    zh="人员",
    en="People",
    columns=(
        Column(key="name", zh="姓名", en="Name", kind=Kind.NAME, required=True),
        Column(key="phone", zh="值班电话", en="Duty phone", kind=Kind.PHONE, aliases=("手机号", "电话")),
        Column(key="unit", zh="单位", en="Unit", kind=Kind.UNIT),
    ),
    unique=(("phone",),),
)
HEADER = ["姓名", "值班电话", "单位"]


def workbook(*sheets: list[list[object]], merges=(), hidden=()) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    for number, rows in enumerate(sheets):
        sheet = book.add_worksheet(f"第{number + 1}张")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        for merge, text in merges:
            sheet.merge_range(merge, text)
        if number in hidden:
            sheet.hide()
    book.close()
    return stream.getvalue()


def text(rows: str, encoding: str = "utf-8") -> bytes:
    return rows.encode(encoding)


def names(source: bytes) -> list[str]:
    return [row["name"] for row in read(source, PEOPLE).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_is_read_in_every_encoding_and_delimiter(encoding, delimiter):
    rows = "\r\n".join(delimiter.join(cells) for cells in (HEADER, ["李测一", "13800000001", "桃园路三社区"]))
    assert names(text(rows + "\r\n", encoding)) == ["李测一"]


def test_text_in_no_known_encoding_is_refused():
    reading = read(b"\xff\xfd\x81 \x80", PEOPLE)
    assert [problem.code for problem in reading.problems] == ["file.encoding"]


@given(st.text(st.characters(codec="gb18030"), min_size=1))
def test_an_encoding_is_found_for_any_chinese_text(written):
    assert encoding_of(written.encode("gb18030")) is not None


def test_the_header_is_found_under_titles_and_in_any_column():
    reading = read(
        workbook([["花名册"], ["填报单位：某街道"], ["", *HEADER], ["", "李测一", 13800000001, "甲社区"]]), PEOPLE
    )
    assert (reading.header_row, reading.places["name"]) == (3, 1)
    assert reading.rows[0]["phone"] == "13800000001"


def test_a_header_in_two_rows_is_read_as_one():
    rows = [["单位", "人员信息", ""], ["", "姓 名", "电话*"], ["甲社区", "李测一", "13800000001"]]
    reading = read(workbook(rows), PEOPLE)
    assert (reading.header_row, reading.header_rows) == (2, 2)
    assert dict(reading.rows[0]) == {"name": "李测一", "phone": "13800000001", "unit": "甲社区"}


def test_english_names_and_remarks_in_brackets_are_known():
    reading = read(workbook([["NAME", "Duty phone (mobile)", "Unit"], ["Li", "13800000001", "甲社区"]]), PEOPLE)
    assert reading.language == "en"
    assert len(reading.rows) == 1


def test_the_best_visible_sheet_is_read_and_its_twins_are_named():
    row = ["李测一", "13800000001", "甲社区"]
    source = workbook([["说明"]], [HEADER, row], [HEADER, row], [HEADER, row], hidden=(3,))
    reading = read(source, PEOPLE)
    assert (reading.sheet, reading.other_sheets) == ("第2张", ("第3张",))


def test_a_sheet_can_be_chosen_by_name():
    source = workbook([HEADER, ["李测一"]], [HEADER, ["周测二"]])
    assert read(source, PEOPLE, sheet="第2张").rows[0]["name"] == "周测二"


def test_columns_that_are_not_known_are_named():
    reading = read(workbook([["序号", *HEADER, "备注"], [1, "李测一", "", "", "新"]]), PEOPLE)
    assert reading.ignored_columns == ("序号", "备注")


def test_a_missing_required_column_refuses_the_file_once():
    reading = read(workbook([["值班电话", "单位"], ["13800000001", "甲社区"]]), PEOPLE)
    assert (reading.missing_columns, reading.refused, len(reading.problems)) == (("name",), True, 1)


def test_one_bad_row_does_not_stop_the_others_and_keeps_its_number():
    reading = read(workbook([HEADER, ["李测一", "1"], [], ["周测二", "13800000002"]]), PEOPLE)
    assert [(problem.row, problem.column) for problem in reading.problems] == [(2, "phone")]
    assert [row.number for row in reading.rows] == [4]


def test_sums_repeated_headers_and_signatures_are_no_rows():
    rows = [HEADER, ["李测一"], ["小 计", "", "1"], HEADER, ["周测二"], ["合计：2"], ["填表人：某"]]
    reading = read(workbook(rows), PEOPLE)
    assert [row["name"] for row in reading.rows] == ["李测一", "周测二"]
    assert not reading.problems


def test_a_running_number_alone_is_no_row():
    reading = read(workbook([["序号", *HEADER], [1, "李测一"], [2], [3]]), PEOPLE)
    assert (reading.row_count, reading.problems) == (1, [])


def test_a_merged_cell_holds_for_each_of_its_rows_and_adds_none():
    rows = [HEADER, ["李测一"], ["周测二"], [], ["吴测三", "", "乙社区"]]
    reading = read(workbook(rows, merges=[("C2:C4", "甲社区")]), PEOPLE)
    assert [(row["name"], row["unit"]) for row in reading.rows] == [
        ("李测一", "甲社区"),
        ("周测二", "甲社区"),
        ("吴测三", "乙社区"),
    ]


def test_the_same_key_twice_names_both_rows():
    reading = read(workbook([HEADER, ["李测一", "13800000001"], ["周测二", 13800000001]]), PEOPLE)
    assert reading.problems[0].facts == {"row": 3, "other": 2, "columns": "值班电话"}
    assert [row["name"] for row in reading.rows] == ["李测一"]


def test_an_empty_key_is_no_duplicate():
    assert names(workbook([HEADER, ["李测一"], ["周测二"]])) == ["李测一", "周测二"]


def test_a_line_break_in_quotation_marks_stays_in_its_cell():
    assert names(text('姓名,值班电话\n"李\n测一",13800000001\n周测二,13800000002\n')) == ["李测一", "周测二"]


def test_a_row_with_a_delimiter_too_many_is_sent_back():
    reading = read(text("姓名,值班电话\n李测一,138,00000001\n"), PEOPLE)
    assert "row.too-many-cells" in {problem.code for problem in reading.problems}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "file.empty"),
        (b"<html><table></table></html>", "file.not-a-workbook"),
        (b"%PDF-1.7", "file.not-a-workbook"),
        (b"PK\x03\x04 torn", "file.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 torn", "file.damaged"),
        ("没有表头\n".encode(), "file.no-header"),
        ("姓名,值班电话\n".encode(), "file.no-rows"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(source, code):
    problem = read(source, PEOPLE).problems[0]
    assert (problem.row, problem.code) == (0, code)
    assert problem.sentence()


@given(st.binary(max_size=400))
def test_no_bytes_make_it_stumble(source):
    read(source, PEOPLE)


@given(st.integers(0, 5_000), st.binary(min_size=1, max_size=4))
def test_no_damage_to_a_workbook_makes_it_stumble(at, noise):
    whole = workbook([HEADER, ["李测一", "13800000001", "甲社区"]])
    at %= len(whole)
    read(whole[:at] + noise + whole[at + len(noise) :], PEOPLE)


def test_a_file_on_disk_reads_like_its_bytes(tmp_path):
    for name, source in (("a.xlsx", workbook([HEADER, ["李测一"]])), ("a.csv", text("姓名,单位\n李测一,甲\n", "gbk"))):
        path = tmp_path / name
        path.write_bytes(source)
        assert [dict(row) for row in read(path, PEOPLE).rows] == [dict(row) for row in read(source, PEOPLE).rows]


@pytest.mark.parametrize("cells", [[(1_048_575, 16_383)], [(1_048_575, 0), (3, 700)], [(3, 16_383)]])
def test_a_cell_far_out_is_named_before_it_fills_the_memory(cells):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    for row, at in cells:
        sheet.write(row, at, "x")
    book.close()
    problem = read(stream.getvalue(), PEOPLE).problems[0]
    assert problem.code == "file.too-far"
    assert str(cells[0][0] + 1) in problem.sentence()


def test_a_format_far_out_is_no_cell():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["李测一"])
    sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    book.close()
    assert names(stream.getvalue()) == ["李测一"]
