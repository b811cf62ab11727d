"""Covering as a mixed-integer model for HiGHS, on the candidates that reduced costs leave open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack, vstack

from gridkeeper.planning.cover.problem import Problem
from gridkeeper.planning.site.metric import Rows


@dataclass(frozen=True, eq=False)
class Answer:
    """Open candidate rows (None: nothing found) and the proven bound."""

    opened: Rows | None
    bound: float


def by_highs(problem: Problem, keep: Rows, *, seconds: float | None, nodes: int | None, seed: int) -> Answer:
    """Solve over the candidates ``keep`` within ``seconds`` wall or ``nodes`` branch-and-bound nodes."""
    import highspy

    from gridkeeper.planning.highs import quiet_highs

    heavy = np.flatnonzero(problem.weights > 0)
    cover = csr_array(problem.covers[heavy][:, keep])
    rows, columns = cover.shape
    missed = rows if problem.p is not None else 0
    matrix = hstack([cover, eye_array(rows, format="csr")]).tocsr() if missed else cover
    if missed:
        count = csr_array(np.append(np.ones(columns), np.zeros(missed))[None, :])
        matrix = vstack([matrix, count]).tocsr()
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns + missed, matrix.shape[0]
    model.col_cost_ = np.append(problem.costs[keep], problem.weights[heavy] if missed else [])
    lower = np.zeros(columns + missed)
    lower[:columns][np.isin(keep, problem.forced)] = 1.0
    model.col_lower_, model.col_upper_ = lower, np.ones(columns + missed)
    count_row = [float(problem.p)] if problem.p is not None else []
    model.row_lower_ = np.append(np.ones(rows), count_row)
    model.row_upper_ = np.append(np.full(rows, highspy.kHighsInf), count_row)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    kinds = [highspy.HighsVarType.kInteger] * columns + [highspy.HighsVarType.kContinuous] * missed
    model.integrality_ = kinds
    engine = quiet_highs()
    options = {"random_seed": seed % 2**31, "mip_rel_gap": 1e-7}
    if seconds is not None:
        options["time_limit"] = seconds
    if nodes is not None:
        options["mip_max_nodes"] = nodes
    for name, value in options.items():
        engine.setOptionValue(name, value)
    engine.passModel(model)
    engine.run()
    info = engine.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(None, float(info.mip_dual_bound))
    x = np.asarray(engine.getSolution().col_value)[:columns]
    return Answer(keep[x > 0.5], float(info.mip_dual_bound))
