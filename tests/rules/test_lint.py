"""What reading and linting say of a table: the line, the row, the cell, and how to mend it."""

from __future__ import annotations

import pytest
from tests.rules.tables import LOCK, findings

from gridkeeper.kernel.texts import TextRefused, Weight
from gridkeeper.rules import load_table


def test_a_good_table_has_no_findings() -> None:
    assert findings(LOCK) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("mode: not calm", "mode: 风浪", "rows/R2/when/mode", "It must be one of: calm, storm."),
        ('level: ">= 3.5"', 'level: "about 3"', "rows/R1/when/level", "Write a number, a comparison"),
        ('level: ">= 3.5"', 'level: "[5..3]"', "rows/R1/when/level", "write the smaller one first"),
        ('level: ">= 3.5"', 'levl: ">= 3.5"', "rows/R1/when/levl", "Did you mean level?"),
        ("night: yes", "night: 2", "rows/R2/when/night", "Write yes or no."),
        ("open: true", "open: maybe", "rows/R3/then/open", "Write one of: true, false."),
        ("why: ok}\n    zh: 可以开。", "why: 可}\n    zh: 可以开。", "rows/R3/then/why", "Write one of: high, ok."),
        ("open: true, ", "", "rows/R3/then/open", "is no answer"),
        ("    zh: 可以开。\n", "", "rows/R3", "The words are missing: zh."),
        ("  - id: R3", "  - id: R1", "rows/R1/id", "stands twice"),
        ("type: whole", "type: integer", "inputs/boats/type", "whole, number, yes_no, choice"),
        ("default: {", "defaults: {", "default", "The table has no default."),
        ("gridkeeper.table/1", "gridkeeper.table/2", "format", "Write “format: gridkeeper.table/1”"),
        ("{level}", "{lvl}", "rows/R1/zh", "Did you mean level?"),
        ("level * 2 > boats", "level * 2 > boat", "rows/R2/if", "Did you mean boats?"),
        ("level * 2 > boats", "level * 2 >", "rows/R2/if", "The engine cannot read"),
        ("level * 2 > boats", "level * 2", "rows/R2/if", "It must give: true, false."),
        ("level * 2 > boats", "mode > 3", "rows/R2/if", "Unsupported type"),
        ("level * 2 > boats", "boats / (level - level) > 3", "rows/R2/if", "It must give: true, false."),
        ("= 3.5 - level", "= 3.5 - - x y", "rows/R2/then/room", "The engine cannot read"),
        ("= 3.5 - level", "= mode", "rows/R2/then/room", "gives “storm”"),
        ('boats: "0, [2..3], > 7"', 'level: "> 4"', "rows/R3", "This row never answers"),
        ('boats: "0, [2..3], > 7"', 'boats: "(2..3)"', "rows/R3", "No input fits this row."),
        ("hit: first", "hit: unique", "rows/R3", "both fit when"),
        ("alarm: false", "alarm: true", "default", "No row fits for sure"),
    ],
)
def test_each_mistake_is_told_with_its_place_and_the_way_out(old: str, new: str, at: str, words: str) -> None:
    assert old in LOCK
    found = findings(LOCK.replace(old, new))
    told = [one for one in found if one.at == at and words in one.sentence()]
    assert told, [(one.at, one.sentence()) for one in found]
    lines = LOCK.replace(old, new).splitlines()
    assert 1 <= told[0].line <= len(lines)


def test_loading_names_file_line_row_cell_and_remedy() -> None:
    with pytest.raises(TextRefused) as refused:
        load_table(LOCK.replace("mode: not calm", "mode: 风浪"), file="tables/lock.yaml")
    line = next(n for n, text in enumerate(LOCK.splitlines(), start=1) if "not calm" in text)
    assert str(refused.value) == (
        f"tables/lock.yaml cannot be used; mistakes: 1, the first in line {line} at rows/R2/when/mode."
    )
    assert "It must be one of: calm, storm." in refused.value.advice


def test_a_hole_below_an_alarm_is_a_warning_with_an_example() -> None:
    [hole] = findings(LOCK.replace("alarm: false", "alarm: true"))
    assert hole.weight is Weight.WARNING
    assert "boats = 1" in hole.sentence()
