"""Siting: which p of the candidates to open so that the weighted way of everybody to the nearest is shortest."""

from gridkeeper.planning.site.evaluate import Price, evaluate
from gridkeeper.planning.site.metric import Matrix, Points, Roads
from gridkeeper.planning.site.problem import Problem, Sites
from gridkeeper.planning.site.solve import solve

__all__ = ["Matrix", "Points", "Price", "Problem", "Roads", "Sites", "evaluate", "solve", "warm"]


def warm() -> None:
    """Compile and cache every kernel on problems of a few rows."""
    from gridkeeper.planning.site.warming import warm as warm_all

    warm_all()
