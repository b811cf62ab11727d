"""A table the tests decide on, of no hazard anybody knows, and an evaluator that shares nothing with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from gridkeeper.kernel.texts import Finding
from gridkeeper.rules import Table, lint_table, load_table, read_table

LOCK = """\
format: gridkeeper.table/1
name: lock
topic: lock
title: {zh: 船闸, en: Lock}
source: L-1
hit: first
inputs:
  level: {type: number, unit: m, min: 0, max: 20, title: {zh: 水位, en: water level}}
  boats: {type: whole, min: 0, title: {zh: 船只, en: boats waiting}}
  mode: {type: choice, title: {zh: 状态, en: mode}, values: {calm: {zh: 平稳, en: calm}, storm: {zh: 风浪, en: storm}}}
  night: {type: yes_no, title: {zh: 夜间, en: night}}
outputs:
  open: {type: yes_no, title: {zh: 开闸, en: open}}
  room: {type: number, title: {zh: 余量, en: room left}}
  why: {type: choice, title: {zh: 缘由, en: why}, values: {high: {zh: 高, en: high}, ok: {zh: 可, en: fine}}}
rows:
  - id: R1
    when: {level: ">= 3.5"}
    then: {open: false, room: 0, why: high}
    zh: 水位{level}，不开。
    en: At {level} the lock stays shut.
    source: L-2
  - id: R2
    when: {mode: not calm, night: yes}
    if: "level * 2 > boats"
    then: {open: false, room: "= 3.5 - level", why: high}
    zh: 夜间有风浪。
    en: Storm at night.
  - id: R3
    when: {boats: "0, [2..3], > 7"}
    then: {open: true, room: "= 3.5 - level", why: ok}
    zh: 可以开。
    en: It may open.
default: {id: D, then: {open: false, room: 0, why: ok}, zh: 等一等。, en: Wait., alarm: false}
"""


def lock() -> Table:
    """The table above."""
    return load_table(LOCK, file="lock.yaml", pack="locks-2022")


def findings(text: str) -> list[Finding]:
    """All that reading and linting say of a table."""
    table, found = read_table(text, file="lock.yaml")
    return found if table is None else lint_table(table)


def naive_rule(inputs: Mapping[str, Any]) -> str:
    """Which rule of the table above holds, written out by hand."""
    level = Decimal(str(inputs["level"]))
    if level >= Decimal("3.5"):
        return "R1"
    if inputs["mode"] == "storm" and inputs["night"] and level * 2 > inputs["boats"]:
        return "R2"
    boats = inputs["boats"]
    return "R3" if boats == 0 or 2 <= boats <= 3 or boats > 7 else "D"
