"""A template tells what to write, and its own example is never imported."""

import io

import openpyxl
import pytest

from gridkeeper.formats.columns import Choice, Column, Kind, Table
from gridkeeper.formats.workbook import read, template

POSTS = Table(
    key="posts",
    zh="岗位表",
    en="Posts",
    columns=(
        Column(key="name", zh="姓名", en="Name", kind=Kind.NAME, required=True, example="李测一"),
        Column(key="phone", zh="值班电话", en="Duty phone", kind=Kind.PHONE, example="0351-4000004"),
        Column(key="since", zh="从哪天起", en="Since", kind=Kind.DATE, note_zh="写年月日。"),
        Column(
            key="post",
            zh="岗位",
            en="Post",
            kind=Kind.CHOICE,
            choices=tuple(Choice(key=f"p{n}", zh=f"很长的岗位名称第{n}号", en=f"Post {n}") for n in range(40)),
        ),
    ),
)


def opened(language: str = "zh") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(POSTS, language)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fresh_template_says_that_nothing_was_filled_in(language):
    reading = read(template(POSTS, language), POSTS)
    assert (reading.rows, [problem.code for problem in reading.problems]) == ([], ["file.no-rows"])
    assert reading.notice_counts["row.example"] == 1
    assert (reading.language, len(reading.places)) == (language, len(POSTS.columns))


def test_rows_typed_under_the_example_are_read():
    book = opened()
    book.worksheets[0].append(["周测二", "13800000002", "2022-11-13", "很长的岗位名称第7号"])
    stream = io.BytesIO()
    book.save(stream)
    assert [dict(row)["post"] for row in read(stream.getvalue(), POSTS).rows] == ["p7"]


def test_a_choice_has_a_drop_down_however_long_its_words():
    rules = {str(rule.sqref): rule for rule in opened().worksheets[0].data_validations.dataValidation}
    choice = next(rule for rule in rules.values() if rule.type == "list")
    assert choice.formula1 == "'Choices'!$D$1:$D$40"


def test_an_example_names_its_choice_in_the_language_of_the_template():
    table = Table(
        key="level",
        zh="级别表",
        en="Levels",
        columns=(
            Column(
                key="level",
                zh="级别",
                en="Level",
                kind=Kind.CHOICE,
                example="b",
                choices=(Choice(key="a", zh="省", en="Province"), Choice(key="b", zh="社区村", en="Community")),
            ),
        ),
    )
    cells = [
        openpyxl.load_workbook(io.BytesIO(template(table, word))).worksheets[0]["A2"].value for word in ("zh", "en")
    ]
    assert [cell.endswith(word) for cell, word in zip(cells, ("社区村", "Community"), strict=True)] == [True, True]


def test_every_column_has_a_note_for_whoever_types():
    notes = [rule.prompt for rule in opened().worksheets[0].data_validations.dataValidation]
    assert len(notes) == len(POSTS.columns)
    assert any("写年月日。" in note for note in notes)


def test_the_words_of_the_template_are_translated():
    source = template(POSTS, "zh", lambda words: {"Help": "说明", "Choices": "选项"}.get(words, words))
    assert openpyxl.load_workbook(io.BytesIO(source)).sheetnames == ["岗位表", "说明", "选项"]


def test_the_header_is_frozen_and_long_numbers_are_text():
    sheet = opened().worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["B"].number_format == "@"
    assert opened().worksheets[2].sheet_state == "hidden"
