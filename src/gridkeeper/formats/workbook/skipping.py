"""Rows that are no data: totals, repeated headers, comments under the header, marked examples, signatures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from gridkeeper.formats.workbook.header import Header, spelling

# The template writes one of these before the first cell of its example row.
EXAMPLE_MARKS: Final[Mapping[str, str]] = {"zh": "例：", "en": "Example: "}
_EXAMPLE: Final = re.compile(r"\s*(例|示例|样例|填写示例|example|e\.g\.)\s*[:：]", re.IGNORECASE)
_TOTAL: Final = re.compile(
    r"(小计|合计|总计|累计|共计|本页合计|本页小计|total|subtotal|sum|grandtotal)(\d.*)?", re.IGNORECASE
)
_SUM: Final = re.compile(r"计|total|sum", re.IGNORECASE)
_COMMENT: Final = re.compile(
    r"\s*(必填|选填|可选|非必填|自动关联|填写|格式|如[:：]|如\d|如有|例如|多个.{0,8}用|YYYY|1\s*=\s*是"
    r"|required\b|optional\b|e\.g\.)",
    re.IGNORECASE,
)
_SIGNATURE: Final = re.compile(r"\s*(填表人|填报人|制表人?|审核人?|负责人签[字名]|经办人|注|说明|备注)\s*[:：]")


def is_total(first: Any) -> bool:
    """True where the first filled cell of a row says that the row is a sum."""
    return (
        isinstance(first, str)
        and len(first) <= 40
        and _SUM.search(first) is not None
        and _TOTAL.fullmatch(spelling(first)) is not None
    )


def is_example(cells: Sequence[Any], header: Header) -> bool:
    """True for the example row of a template, whose leftmost cell is marked."""
    cell = cells[header.leftmost] if header.leftmost < len(cells) else ""
    return isinstance(cell, str) and _EXAMPLE.match(cell) is not None


def is_comment(cells: Sequence[Any]) -> bool:
    """True for a row that explains the columns; only asked of the row right under the header."""
    words = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    if len(words) != sum(cell not in ("", None) for cell in cells):
        return False
    explaining = sum(_COMMENT.match(word) is not None for word in words)
    return explaining >= 2 or (explaining == 1 and len(words) == 1)


def is_repeated_header(cells: Sequence[Any], header: Header) -> bool:
    """True where the cells of the found columns are the column names again, as they are when pages are joined."""
    length = len(cells)
    same = sum(at < length and cells[at] == name for at, name in header.names.items())
    return bool(same > len(header.names) // 2)


def is_signature(cells: Sequence[Any], first: Any) -> bool:
    """True for a line under the list such as 填表人：...; it fills no more than two cells."""
    if not isinstance(first, str) or _SIGNATURE.match(first) is None:
        return False
    return sum(cell not in ("", None) for cell in cells) <= 2


def why_skipped(cells: Sequence[Any], header: Header, *, under_header: bool) -> str | None:
    """The code of the notice when a row is no data, else None."""
    first = next((cell for cell in cells if cell not in ("", None)), "")
    if is_total(first):
        return "row.total"
    if is_repeated_header(cells, header):
        return "row.header-again"
    if is_example(cells, header):
        return "row.example"
    if under_header and is_comment(cells):
        return "row.comment"
    return "row.signature" if is_signature(cells, first) else None
