"""Texts in YAML: plain values, their lines, and refusals that say where."""

from __future__ import annotations

import pytest

from gridkeeper.kernel.texts import Finding, TextUnreadable, nearest, read_yaml


def test_words_stay_words() -> None:
    read = read_yaml('no: M02\nanswer: yes\nopens: 08:00\nday: 2022-11-21\ncode: "012"\nn: 140106\n', file="a.yaml")
    assert read.data == {
        "no": "M02",
        "answer": "yes",
        "opens": "08:00",
        "day": "2022-11-21",
        "code": "012",
        "n": 140106,
    }


def test_every_value_has_its_line() -> None:
    read = read_yaml("a: 1\nrows:\n  - {id: R1}\n  - id: R2\n    when: {x: 1}\n", file="a.yaml")
    assert read.line("rows", 1) == 4
    assert read.line("rows", 1, "when", "x") == 5
    assert read.line("rows", 1, "when", "not there") == 5


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\na: 2", 2),
        ("a: &x 1\nb: *x", 1),
        ("ok: 1\na: !!python/object:os.system x", 2),
        ("a: [1", 1),
        ("a: 1\n---\nb: 2", 2),
        ("? [1]\n: 2", 1),
        ("[" * 2000, 1),
        ("ok: 1\na: " + "[" * 200_000, 1),
        ("ok: 1\na:\tb", 2),
        ("a: &x [*x]", 1),
    ],
)
def test_what_hides_a_meaning_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(TextUnreadable) as refused:
        read_yaml(text, file="a.yaml")
    assert refused.value.facts["file"] == "a.yaml"
    assert refused.value.facts["line"] == line


def test_a_finding_is_translated_before_its_facts_are_filled_in() -> None:
    finding = Finding(file="a", line=1, at="x", code="c", text="“{name}” is new.", hint="Drop it.", facts={"name": "x"})
    assert finding.sentence() == "“x” is new. Drop it."
    assert (
        finding.sentence({"“{name}” is new.": "“{name}”不认识。", "Drop it.": "删掉。"}.__getitem__)
        == "“x”不认识。 删掉。"
    )


def test_the_nearest_word_is_named() -> None:
    assert nearest("urgnet", ["normal", "urgent"]) == "urgent"
    assert nearest("zzz", ["normal", "urgent"]) == "normal, urgent"
