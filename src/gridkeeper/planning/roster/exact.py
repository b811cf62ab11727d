"""CP-SAT and HiGHS on the compact model: engines to choose, and the peers the bench measures us against."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from gridkeeper.planning.roster.model import FREE, Model, build_model
from gridkeeper.planning.roster.problem import OFF, Ints, Problem


@dataclass(frozen=True)
class Answer:
    """What a solver found: rows and their cost (None: nothing in time), its bound, whether it proved infeasibility."""

    duties: Ints | None
    objective: int | None
    bound: float | None
    infeasible: bool = False


@contextmanager
def _stopped_after(cpu_seconds: float, stop: Callable[[], object]) -> Iterator[None]:
    """Call ``stop`` once this process has used so much processor time: on a busy machine the wall clock is unfair."""
    begun, over = time.process_time(), threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            if time.process_time() - begun >= cpu_seconds:
                stop()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def solve_cp_sat(problem: Problem, *, seconds: float) -> Answer:
    """OR-Tools CP-SAT, default parameters, ``seconds`` of processor time over two workers: one worker alone found no
    roster at all for benchmarks that two solve in the same processor time."""
    from ortools.sat.python import cp_model

    model = build_model(problem)
    program = cp_model.CpModel()
    variables = [program.new_int_var(0, upper, "") for upper in model.upper]
    for low, high, terms in model.rows:
        total = cp_model.LinearExpr.weighted_sum([variables[at] for at, _ in terms], [factor for _, factor in terms])
        program.add_linear_constraint(total, low, high)
    program.minimize(cp_model.LinearExpr.weighted_sum(variables, model.cost) + model.fixed)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    with _stopped_after(seconds, solver.stop_search):
        status = solver.solve(program)
    if status == cp_model.INFEASIBLE:
        return Answer(None, None, None, infeasible=True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, None, solver.best_objective_bound)
    values = np.array([solver.value(variable) for variable in variables])
    return _answer(problem, model, values, solver.best_objective_bound)


def solve_highs(problem: Problem, *, seconds: float) -> Answer:
    """HiGHS as a mixed-integer solver, one thread, default parameters, ``seconds`` of processor time."""
    import highspy

    from gridkeeper.planning.highs import quiet_highs

    model = build_model(problem)
    solver = quiet_highs()
    solver.passModel(_programme(model))
    solver.setOptionValue("mip_rel_gap", 0.0)
    begun = time.process_time()

    def look(event: Any) -> None:
        if time.process_time() - begun >= seconds:
            event.interrupt()

    solver.cbSimplexInterrupt += look
    solver.cbMipInterrupt += look
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return Answer(None, None, None, infeasible=True)
    found = solver.getInfo()
    bound = found.mip_dual_bound if math.isfinite(found.mip_dual_bound) else None
    if found.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(None, None, bound)
    return _answer(problem, model, np.rint(np.array(solver.getSolution().col_value)), bound)


def _programme(model: Model):  # type: ignore[no-untyped-def]  # highspy ships no types
    """The model as HiGHS takes it, by rows."""
    import highspy

    programme = highspy.HighsLp()
    size = len(model.upper)
    programme.num_col_, programme.num_row_ = size, len(model.rows)
    programme.col_cost_ = np.array(model.cost, float)
    programme.col_lower_, programme.col_upper_ = np.zeros(size), np.array(model.upper, float)
    lower = np.array([low for low, _, _ in model.rows], float)
    upper = np.array([high for _, high, _ in model.rows], float)
    programme.row_lower_ = np.where(lower <= -FREE, -highspy.kHighsInf, lower)
    programme.row_upper_ = np.where(upper >= FREE, highspy.kHighsInf, upper)
    programme.offset_ = float(model.fixed)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lengths = [len(terms) for _, _, terms in model.rows]
    programme.a_matrix_.start_ = np.append(0, np.cumsum(lengths)).astype(np.int32)
    programme.a_matrix_.index_ = np.array([at for _, _, terms in model.rows for at, _ in terms], np.int32)
    programme.a_matrix_.value_ = np.array([factor for _, _, terms in model.rows for _, factor in terms], float)
    programme.integrality_ = [highspy.HighsVarType.kInteger] * size
    return programme


def _answer(problem: Problem, model: Model, values: np.ndarray, bound: float | None) -> Answer:
    from gridkeeper.planning.roster.evaluate import objective

    duties = np.full((problem.people, problem.days), OFF, np.int32)
    for (person, day, shift), at in model.cells.items():
        if values[at]:
            duties[person, day] = shift
    return Answer(duties, objective(problem, duties), bound)
