"""Two versions of a playbook side by side."""

from __future__ import annotations

from tests.playbooks.test_text import EPIDEMIC

from gridkeeper.playbooks.text import load
from gridkeeper.playbooks.versions import versions_differ

OLD = load(EPIDEMIC, where="old")


def edits(old: str, new: str) -> list[tuple[str, str, object, object]]:
    assert old in EPIDEMIC
    found = versions_differ(OLD, load(EPIDEMIC.replace(old, new), where="new"))
    return [(one.sign.value, one.path, one.before, one.after) for one in found]


def test_a_playbook_does_not_differ_from_itself() -> None:
    assert versions_differ(OLD, OLD) == ()


def test_one_field_that_changed_is_one_line_named_by_its_part() -> None:
    assert edits("every: PT60M", "every: PT2H") == [("changed", "rounds/patrol/every", "PT1H", "PT2H")]


def test_a_measure_keeps_its_number_when_the_list_is_put_in_another_order() -> None:
    first, second = EPIDEMIC.index("  - no: M01"), EPIDEMIC.index("  - no: M02")
    third = EPIDEMIC.index("  - no: M03")
    swapped = EPIDEMIC[:first] + EPIDEMIC[second:third] + EPIDEMIC[first:second] + EPIDEMIC[third:]
    assert versions_differ(OLD, load(swapped, where="swapped")) == ()


def test_a_round_taken_out_is_one_line() -> None:
    first, last = EPIDEMIC.index("  exits_check:"), EPIDEMIC.index("\nnotices:")
    new = load(EPIDEMIC[:first] + EPIDEMIC[last:], where="new")
    found = versions_differ(OLD, new)
    assert [(one.sign.value, one.path, one.zh, one.en) for one in found] == [
        ("ended", "rounds/exits_check", "安全出口检查", "check of the exits")
    ]


def test_a_default_written_out_is_no_difference() -> None:
    assert edits("    outdoor: true\n", "    outdoor: true\n    in_zone: false\n") == []


def test_a_field_that_leaves_its_default_is_told_with_the_value_that_held_before() -> None:
    assert edits(
        "    tolerance: PT15M\n    hold: PT60M\n    evidence: photo", "    tolerance: PT10M\n    evidence: photo"
    ) == [("changed", "rounds/patrol/tolerance", "PT15M", "PT10M")]


def test_the_version_that_names_a_text_is_no_difference() -> None:
    assert edits('version: "2022-11-21"', 'version: "2022-12-01"') == []
