"""Rosters: who stands which duty when, within everybody's rest, with a proven bound."""

from __future__ import annotations


def warm() -> None:
    """Compile the kernels, or load them from the cache, on a tiny roster."""
    from gridkeeper.planning.plan import Budget
    from gridkeeper.planning.roster.duties import Duty, Person, duty_problem
    from gridkeeper.planning.roster.solve import solve

    people = [Person(id=str(row)) for row in range(3)]
    duties = [Duty(id="day", place=0, start=480, minutes=480, heads=(1, 1))]
    problem = duty_problem(people, duties, days=2)
    for engine in ("duty", "columns"):
        solve(problem, budget=Budget(iterations=3), engine=engine)
