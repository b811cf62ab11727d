"""Fills a roster: exact rows, column generation with a proven bound, neighbourhoods; or the fast duty engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from gridkeeper.planning.plan import Budget, Plan, Status, Violation, input_sha, relative_gap
from gridkeeper.planning.roster.errors import RosterMalformed
from gridkeeper.planning.roster.evaluate import changed, objective, price
from gridkeeper.planning.roster.meter import Meter
from gridkeeper.planning.roster.problem import OFF, Flags, Ints, Problem, Roster

if TYPE_CHECKING:
    from gridkeeper.planning.roster.rows import RowPlanner

ENGINES = ("auto", "columns", "duty", "cp-sat", "highs")
_ROOT_SHARE, _PROOF_SHARE = 0.5, 0.3
_LARGE_TEAM, _SMALL = 400, 800


@dataclass
class _Run:
    """What a run knows so far: best rows with their cost, the bound, and when the cost fell."""

    problem: Problem
    budget: Budget
    meter: Meter
    duties: Ints | None = None
    cost: int = 0
    bound: float = 0.0
    engine: str = ""
    trace: list[tuple[float, float]] = field(default_factory=list)

    def offer(self, duties: Ints) -> bool:
        """Keep these rows if nothing better is known."""
        cost = objective(self.problem, duties)
        if self.duties is not None and cost >= self.cost:
            return False
        self.duties, self.cost = duties.copy(), cost
        self.trace.append((self.meter.watch.seconds, float(cost)))
        return True

    @property
    def done(self) -> bool:
        """Proved, near enough, or out of budget."""
        if self.meter.spent():
            return True
        return self.duties is not None and self.cost - self.bound <= self.budget.gap * max(abs(self.bound), 1e-9)


def solve(
    problem: Problem, *, budget: Budget, start: Ints | Roster | None = None, engine: str = "auto"
) -> Plan[Roster]:
    """The best roster found within the budget, with a proven lower bound; never raises when the time runs out.

    Rules bind every row (no plan breaks one); cover, wishes, changes and fairness are priced. ``start`` is an older
    roster to begin from: the duty engine keeps every duty of it that still may stand and fills what is missing. Where
    one person's rules leave no row at all the plan is infeasible and names the person. ``engine``: see ``ENGINES``;
    an unknown name is refused as ``RosterMalformed``.
    """
    if engine not in ENGINES:
        raise RosterMalformed(table="engine", found=engine, expected=" | ".join(ENGINES))
    run = _Run(problem=problem, budget=budget, meter=Meter(budget))
    old = start.duties if isinstance(start, Roster) else start
    if old is not None and old.shape != (problem.people, problem.days):
        raise RosterMalformed(table="start", found=old.shape, expected=(problem.people, problem.days))
    stuck: tuple[Violation, ...] = ()
    if not problem.people or not problem.days or not problem.shift_count:
        run.engine = "empty"
        run.offer(np.full((problem.people, problem.days), OFF, np.int32))
        run.bound = float(run.cost)
    else:
        stuck = _search(run, old, engine)
    return _plan(run, stuck)


def _search(run: _Run, old: Ints | None, engine: str) -> tuple[Violation, ...]:
    """Run the chosen engine; rows that cannot exist come back as violations."""
    from gridkeeper.planning.roster.best_row import FORBIDDEN
    from gridkeeper.planning.roster.duty_engine import kept_rows, matching_bound

    problem = run.problem
    chosen = engine if engine != "auto" else _choice(problem)
    run.engine, run.bound = chosen, float(matching_bound(problem))
    rows = np.full((problem.people, problem.days), OFF, np.int32) if old is None else kept_rows(problem, old)
    stands = _standing(problem, rows)
    if chosen == "duty" and stands.all():
        _by_duties(run, rows, fewest_changes=old is not None)
        return ()
    if chosen in ("cp-sat", "highs"):
        return _by_model(run, chosen, seconds=run.meter.seconds(1e9))
    from gridkeeper.planning.roster.rows import planners

    team = planners(problem)
    if any(planner.is_too_large for planner in team):
        return ()
    stuck = []
    for person, planner in enumerate(team):
        if stands[person]:
            continue
        costs = np.zeros((problem.days, problem.shift_count + 1), np.int32)
        costs[:, :-1][~problem.allowed[person]] = FORBIDDEN
        answer = planner.cheapest(costs)
        if answer is not None:
            rows[person] = answer.row
        elif not planner.has_no_row(costs):
            return ()
        else:
            text = "No row of {person} keeps all the rules."
            stuck.append(Violation(rule="no-row", row=person, text=text, facts={"person": problem.staff.ids[person]}))
    if stuck:
        return tuple(stuck)
    if chosen == "duty":
        _by_duties(run, rows, fewest_changes=old is not None)
    else:
        _by_columns(run, rows, team)
    return ()


def _choice(problem: Problem) -> str:
    """Fair shares couple everybody and large teams make large programmes: both go to the duty engine."""
    return "duty" if problem.fairness or problem.people > _LARGE_TEAM else "columns"


def _standing(problem: Problem, rows: Ints) -> Flags:
    """(people,) whose row keeps every rule."""
    from gridkeeper.planning.roster.row_rules import row_kept, rule_tables

    rules = rule_tables(problem)
    kept = [row_kept(rules, person, problem.history[person], row) for person, row in enumerate(rows)]
    return np.array(kept, bool)


def _by_duties(run: _Run, rows: Ints, *, fewest_changes: bool) -> None:
    from gridkeeper.planning.roster.duty_engine import solve_duties

    best = solve_duties(
        run.problem,
        rows,
        meter=run.meter,
        seed=run.budget.seed,
        fewest_changes=fewest_changes,
        bound=int(run.bound),
    )
    run.offer(best)


def _by_model(run: _Run, engine: str, *, seconds: float) -> tuple[Violation, ...]:
    from gridkeeper.planning.roster.exact import solve_cp_sat, solve_highs

    answer = (solve_cp_sat if engine == "cp-sat" else solve_highs)(run.problem, seconds=seconds)
    if answer.duties is not None:
        run.offer(answer.duties)
    if answer.bound is not None:
        run.bound = max(run.bound, float(np.ceil(answer.bound - 1e-6)))
    return (Violation(rule="no-roster", text="No roster keeps all the rules."),) if answer.infeasible else ()


def _by_columns(run: _Run, rows: Ints, team: list[RowPlanner]) -> None:
    """Descend, prove, dive, then neighbourhoods until the budget ends or the bound is met."""
    from gridkeeper.planning.roster.board import Board
    from gridkeeper.planning.roster.columns import ColumnSearch
    from gridkeeper.planning.roster.neighbourhoods import Neighbourhoods, descend

    problem, meter = run.problem, run.meter
    board = Board(problem, rows)
    descend(board, team, meter=meter)
    run.offer(board.duties)
    root = ColumnSearch(problem, planners=team, people=list(range(problem.people)), board=board, meter=meter)
    root.converge(below=float(run.cost), share=_ROOT_SHARE)
    run.bound = max(run.bound, root.proved)
    if run.done:
        return
    found = root.dive()
    if found is not None:
        dived = Board(problem, np.array([found[person] for person in range(problem.people)], np.int32))
        descend(dived, team, meter=meter, turn=7)
        board = dived if dived.cost < board.cost else board
        run.offer(board.duties)
    _prove_small(run)
    hoods = Neighbourhoods(problem, team, root=root, meter=meter, seed=run.budget.seed)
    while not run.done:
        if hoods.step(board):
            run.offer(board.duties)


def _prove_small(run: _Run) -> None:
    """Close the gap of a small problem with HiGHS; the bound of whole rows alone can leave a few per cent open."""
    problem = run.problem
    if run.done or run.budget.iterations is not None or not _is_small(problem):
        return
    _by_model(run, "highs", seconds=run.meter.seconds(_PROOF_SHARE * run.budget.seconds))


def _is_small(problem: Problem) -> bool:
    cells = problem.people * problem.days * problem.shift_count
    return cells <= _SMALL and not problem.fairness and not problem.history.shape[1]


def _plan(run: _Run, stuck: tuple[Violation, ...]) -> Plan[Roster]:
    problem = run.problem
    found = run.duties is not None
    duties = run.duties if run.duties is not None else np.full((problem.people, problem.days), OFF, np.int32)
    cost = float(run.cost) if found else float("inf")
    bound = None if stuck else run.bound
    if found:
        status = Status.OPTIMAL if bound is not None and cost <= bound + 1e-6 else Status.FEASIBLE
    else:
        status = Status.INFEASIBLE if stuck else Status.TIMEOUT
    parts = {name: float(value) for name, value in price(problem, duties).items()} if found else {}
    if problem.previous is not None:
        parts["changed"] = float(changed(problem, duties))
    return Plan(
        kind="roster",
        solution=Roster(duties=duties),
        objective=cost,
        bound=bound,
        gap=relative_gap(cost, bound) if found else None,
        status=status,
        violations=stuck,
        parts=parts,
        engine=run.engine,
        seconds=run.meter.watch.seconds,
        cpu_seconds=run.meter.watch.cpu_seconds,
        seed=run.budget.seed,
        trace=tuple(run.trace),
        input_sha=input_sha(problem),
    )
