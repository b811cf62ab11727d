"""Playbooks as text: what is read, what is refused with its line, and that nothing is lost on the way back."""

from __future__ import annotations

from importlib.resources import files

import pytest

from gridkeeper.playbooks.errors import PlaybookUnreadable
from gridkeeper.playbooks.text import dump, load, read

EPIDEMIC = (files("gridkeeper.packs.epidemic") / "playbooks" / "epidemic-district.yaml").read_text(encoding="utf-8")


def told(text: str) -> list[tuple[int, str, str]]:
    return [(one.line, one.at, one.code.removeprefix("playbook.")) for one in read(text, where="draft").findings]


def test_a_playbook_written_out_reads_as_the_same_playbook() -> None:
    playbook = load(EPIDEMIC, where="epidemic")
    assert load(dump(playbook), where="dumped") == playbook


def test_every_mistake_is_named_with_its_line_and_path() -> None:
    text = EPIDEMIC.replace("mode: urgent", "mode: war").replace("{min: 8,", "{mni: 8,")
    lines = text.splitlines()
    mode = 1 + next(row for row, line in enumerate(lines) if line.startswith("mode:"))
    size = 1 + next(row for row, line in enumerate(lines) if "mni" in line)
    assert told(text) == [
        (mode, "mode", "not-among"),
        (size, "teams/response_team/size", "missing"),
        (size, "teams/response_team/size/mni", "unknown-field"),
    ]


def test_a_misspelt_field_is_answered_with_the_right_one() -> None:
    found = read(EPIDEMIC.replace("{min: 8,", "{mni: 8,"), where="draft").findings
    assert "min" in found[-1].sentence()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no-playbook"),
        ("- one\n- two\n", "no-playbook"),
        ("format: gridkeeper.playbook/9\n", "other-format"),
        ("a: [", "not-yaml"),
        ("name: a\nname: b\n", "not-yaml"),
        ("x" * 1_000_001, "too-long"),
    ],
)
def test_what_is_no_playbook_is_refused_in_one_sentence(text: str, code: str) -> None:
    assert [one[2] for one in told(text)] == [code]


def test_a_refusal_names_the_file_the_line_and_how_many_mistakes() -> None:
    with pytest.raises(PlaybookUnreadable) as refused:
        load("format: gridkeeper.playbook/1\nname: A B\n", where="plans/a.yaml")
    assert refused.value.message.startswith("plans/a.yaml, line 1:")
    assert len(refused.value.findings) == 2


def test_a_length_of_time_that_is_a_bare_number_is_refused_with_an_example() -> None:
    found = read(EPIDEMIC.replace("every: PT60M", "every: 60"), where="draft").findings
    assert [one.at for one in found] == ["rounds/patrol/every"]
    assert "PT30M" in found[0].sentence()
