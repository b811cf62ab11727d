"""Rosters: who stands which duty when, within everybody's rest, with a proven bound."""

from __future__ import annotations


def warm() -> None:
    """Compile the kernels, or load them from the cache, on a tiny roster."""
    from gridkeeper.planning.plan import Budget
    from gridkeeper.planning.roster.duties import Duty, Person, duty_problem
    from gridkeeper.planning.roster.solve import solve

    # One of the two may not serve the post, so shares stay unfair and the exchanges are compiled too.
    people = [Person(id="0"), Person(id="1", places=frozenset({1}))]
    duties = [Duty(id="day", place=0, start=480, minutes=480, heads=(1, 1, 1))]
    problem = duty_problem(people, duties, days=3)
    for engine in ("duty", "columns"):
        solve(problem, budget=Budget(iterations=3), engine=engine)
