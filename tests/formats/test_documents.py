"""A form that somebody else prescribed is filled in, and does nothing of its own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

import docx
import openpyxl
import pytest

from gridkeeper.formats.documents import fill_form, placeholders
from gridkeeper.formats.packed import NoForm, kind_of_form

SHEET = "xl/worksheets/sheet1.xml"
FAR = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'


def workbook() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["A2"] = "{{unit}}", "今日 {{teams}}"
    book.save(stream)
    return stream.getvalue()


def word() -> bytes:
    made, stream = docx.Document(), io.BytesIO()
    made.add_paragraph("{{unit}}")
    made.save(stream)
    return stream.getvalue()


def changed(
    content: bytes,
    parts: Mapping[str, Callable[[bytes], bytes]] | None = None,
    *,
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """The file with some of its members changed or more added."""
    stream, parts = io.BytesIO(), parts or {}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, bytes)(old.read(name)))
        for name, body in (more or {}).items():
            new.writestr(name, body)
    return stream.getvalue()


def linked(body: bytes) -> bytes:
    opened = (
        b'<w:hyperlink r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:r>'
    )
    return body.replace(b"<w:r>", opened).replace(b"</w:r>", b"</w:r></w:hyperlink>")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        workbook()[:400],
        changed(workbook(), {SHEET: lambda body: body[:100]}),
        changed(word(), {"word/document.xml": lambda body: body[:200]}),
        changed(workbook(), more={"xl/vbaProject.bin": b"x"}),
        changed(word(), more={"word/vbaProject.bin": b"x"}),
        changed(word(), more={"word/embeddings/oleObject1.bin": b"x"}),
        changed(word(), more={"word/_rels/settings.xml.rels": b'<R Type="x/attachedTemplate" Target="http://e.org/a"/>'}),
        changed(workbook(), more={"xl/media/bomb": b"\x00" * (13 << 20)}),
        changed(workbook(), more={f"xl/media/{number}": b"" for number in range(600)}),
    ],
    ids=[
        "empty", "no file", "cut off", "broken sheet", "broken text", "macros", "macros in Word", "embedded", "fetched",
        "bomb", "too many members",
    ],
)  # fmt: skip
def test_a_form_that_is_broken_runs_fetches_or_bursts_is_refused(content: bytes) -> None:
    with pytest.raises(NoForm):
        placeholders(content)


def test_a_cell_at_the_end_of_the_sheet_costs_no_more_than_another() -> None:
    far = changed(workbook(), {SHEET: lambda body: body.replace(b"</sheetData>", FAR)})
    assert placeholders(far) == ("unit", "teams")


def test_what_is_filled_in_is_never_reckoned() -> None:
    made = openpyxl.load_workbook(io.BytesIO(fill_form(workbook(), {"unit": '=HYPERLINK("http://e.org")', "teams": 3})))
    assert (made.active["A1"].data_type, made.active["A2"].value) == ("s", "今日 3")


def test_a_figure_inside_a_link_is_filled_in() -> None:
    made = docx.Document(io.BytesIO(fill_form(changed(word(), {"word/document.xml": linked}), {"unit": "庙前街道"})))
    assert "庙前街道" in [paragraph.text for paragraph in made.paragraphs]


@pytest.mark.parametrize(
    ("at_member", "at_list", "written"),
    [(6, 8, b"\x01\x00"), (8, 10, b"\x61\x00")],
    ids=["locked by a password", "packed by an unknown method"],
)
def test_a_form_that_cannot_be_unpacked_is_refused(at_member: int, at_list: int, written: bytes) -> None:
    content = bytearray(workbook())
    for sign, offset in ((b"PK\x03\x04", at_member), (b"PK\x01\x02", at_list)):
        for found in re.finditer(re.escape(sign), workbook()):
            content[found.start() + offset : found.start() + offset + 2] = written
    with pytest.raises(NoForm):
        kind_of_form(bytes(content))
