"""Rules as data: decision tables in dated packs, looked up by day and place, decided with a readable trace (K-14).

Owns how a table is written, linted, found, decided, and exchanged as a workbook or as JDM. Refuses to know what the
tables are about, to decide on inputs it was not declared, and to act: a decision is a proposal that people take up.
"""

from __future__ import annotations

from gridkeeper.kernel.texts import Words
from gridkeeper.rules.engine import Decision, decide
from gridkeeper.rules.lint import lint_table
from gridkeeper.rules.load import load_table, read_table
from gridkeeper.rules.pack import RulePack, ask, find, overlaps
from gridkeeper.rules.table import Field, Kind, Row, Table

__all__ = [
    "Decision",
    "Field",
    "Kind",
    "Row",
    "RulePack",
    "Table",
    "Words",
    "ask",
    "decide",
    "find",
    "lint_table",
    "load_table",
    "overlaps",
    "read_table",
]
