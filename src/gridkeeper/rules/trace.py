"""Why a table answered as it did, in words of both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from gridkeeper.kernel.texts import Language, Words
from gridkeeper.rules.cells import AnyOf, Test, written
from gridkeeper.rules.table import Field, Row, Table, Value
from gridkeeper.rules.values import shown

NAMED: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_OR: Final = {"zh": "或", "en": " or "}


def said(
    table: Table, row: Row, inputs: Mapping[str, Value], outputs: Mapping[str, Value]
) -> tuple[Words, tuple[Words, ...]]:
    """The row's words with its values filled in, and the trace: rows passed over, then the one that answered."""
    words = Words(
        zh=_filled(row.words.zh, table, {**inputs, **outputs}, "zh"),
        en=_filled(row.words.en, table, {**inputs, **outputs}, "en"),
    )
    passed: list[Words] = []
    for other in table.rows:
        if other is row:
            break
        passed.append(_passed_over(table, other, inputs))
    return words, (*passed, _answered(table, row, inputs, words))


def wanted(test: Test, field: Field, language: Language) -> str:
    """What a cell asks for, in words."""
    if isinstance(test, AnyOf):
        chosen = [value for value in (*field.values, True, False) if value in test.values]
        return _OR[language].join(shown(value, field, language) for value in chosen)
    return f"{written(test)} {field.unit_in(language)}".strip()


def _passed_over(table: Table, row: Row, inputs: Mapping[str, Value]) -> Words:
    for field in table.inputs:
        test = row.when.get(field.name)
        if test is not None and not test.fits(inputs[field.name]):
            value = inputs[field.name]
            return Words(
                zh=f"{row.id} 不适用：{field.title.zh}为{shown(value, field, 'zh')}，要求{wanted(test, field, 'zh')}。",
                en=f"{row.id} does not apply: {field.title.en} is {shown(value, field, 'en')},"
                f" it asks for {wanted(test, field, 'en')}.",
            )
    return Words(
        zh=f"{row.id} 不适用：条件“{row.condition}”不成立。",
        en=f"{row.id} does not apply: the condition “{row.condition}” does not hold.",
    )


def _answered(table: Table, row: Row, inputs: Mapping[str, Value], words: Words) -> Words:
    if row is table.default:
        return Words(
            zh=f"以上都不适用，按默认 {row.id}：{words.zh}", en=f"None applies; by default {row.id}: {words.en}"
        )
    fitted = [field for field in table.inputs if field.name in row.when]
    zh = "，".join(f"{field.title.zh}为{shown(inputs[field.name], field, 'zh')}" for field in fitted)
    en = ", ".join(f"{field.title.en} is {shown(inputs[field.name], field, 'en')}" for field in fitted)
    return Words(
        zh=f"{row.id} 适用：{zh}。{words.zh}" if zh else f"{row.id} 适用：{words.zh}",
        en=f"{row.id} applies: {en}. {words.en}" if en else f"{row.id} applies: {words.en}",
    )


def _filled(text: str, table: Table, values: Mapping[str, Value], language: Language) -> str:
    def value_of(match: re.Match[str]) -> str:
        field = table.input(match[1]) or table.output(match[1])
        return match[0] if field is None else shown(values[match[1]], field, language)

    return NAMED.sub(value_of, text)
