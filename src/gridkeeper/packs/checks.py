"""A pack's own tests: every case asked of the rule in force on its day at its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.packs.load import load_pack
from gridkeeper.packs.pack import Pack, PackCase
from gridkeeper.rules import Decision, ask
from gridkeeper.rules.coverage import coverage


@dataclass(frozen=True, kw_only=True)
class CaseResult:
    """How one case went. ``differences`` say what was not as expected; none means it passed."""

    case: PackCase
    decision: Decision | None
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True when everything was as expected."""
        return not self.differences


def run_pack_tests(path: Path) -> list[CaseResult]:
    """Run the cases in ``tests/`` of the pack in a folder, in their order. Raises what ``load_pack`` raises."""
    return check_pack(load_pack(path))


def check_pack(pack: Pack) -> list[CaseResult]:
    """Run the cases of a loaded pack."""
    return [_result(pack, case) for case in pack.cases]


def untried_rows(pack: Pack, results: Iterable[CaseResult]) -> list[str]:
    """Rows that no case reached, and defaults that can answer, as ``pack/table/row``: a change there goes unnoticed."""
    tried = {(one.decision.pack, one.decision.table, one.decision.rule) for one in results if one.decision}
    return [
        f"{rule_pack.id}/{table.name}/{row.id}"
        for rule_pack in pack.rule_packs
        for table in rule_pack.tables
        for row in (*table.rows, *([table.default] if coverage(table).uncovered is not None else []))
        if (rule_pack.id, table.name, row.id) not in tried
    ]


def _result(pack: Pack, case: PackCase) -> CaseResult:
    try:
        decision = ask(pack.rule_packs, case.topic, case.given, as_of=case.as_of, place=case.place)
    except GridkeeperError as refusal:
        expected = case.refused == refusal.code
        return CaseResult(case=case, decision=None, differences=() if expected else (str(refusal),))
    wrong = [f"refused: {case.refused}, not answered"] if case.refused else list(_differences(case, decision))
    return CaseResult(case=case, decision=decision, differences=tuple(wrong))


def _differences(case: PackCase, decision: Decision) -> Iterable[str]:
    if case.rule and case.rule != decision.rule:
        yield f"rule: {case.rule}, not {decision.rule}"
    answers: Mapping[str, Any] = decision.outputs
    for name, wanted in case.expect.items():
        given = answers.get(name)
        same = given == Decimal(str(wanted)) if isinstance(given, Decimal) else given == wanted
        if not same:
            yield f"{name}: {wanted}, not {given}"
