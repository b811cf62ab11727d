"""What is missing and what would mend it: more servers, more hours, or fewer points."""

from __future__ import annotations

import math

import numpy as np

from gridkeeper.planning.plan import Violation
from gridkeeper.planning.staff.problem import Counts, Problem

_TOO_FEW = (
    "In slot {slot} {open} points are open with {servers} servers: "
    "{more} servers more, or {close} points closed, or points opened in turn."
)
_TOO_SLOW = "In slot {slot} people come faster than {servers} servers can serve: {more} servers more are needed."
_FULL_POINT = "Point {point} needs {needed} servers in slot {slot} but has room for {most}: send people elsewhere."
_NO_TIME = (
    "{people} people at {points} points are not served within the day: "
    "{more} servers more, or {hours} hours more, or these {points} points served elsewhere."
)


def slot_shortages(problem: Problem, *, stable: bool) -> tuple[Violation, ...]:
    """Slots with fewer servers than open points need; with ``stable`` also those that cannot keep up."""
    low, high = problem.limits()
    needed = low
    found = []
    if stable:
        offered = problem.rate / problem.service_per_h
        needed = np.maximum(low, np.where(offered > 0, np.floor(offered) + 1, 0).astype(np.int64))
        for point, slot in np.argwhere(needed > high).tolist():
            facts = {"point": point, "slot": slot, "needed": int(needed[point, slot]), "most": int(high[point, slot])}
            amount = float(needed[point, slot] - high[point, slot])
            found.append(Violation(rule="point-too-small", row=point, amount=amount, text=_FULL_POINT, facts=facts))
    for slot in range(problem.rate.shape[1]):
        servers = int(problem.servers[slot])
        opened = int((low[:, slot] > 0).sum())
        for rule, text, want in (
            ("points-without-server", _TOO_FEW, int(low[:, slot].sum())),
            ("cannot-keep-up", _TOO_SLOW, int(needed[:, slot].sum())),
        ):
            if want > servers:
                facts = {"slot": slot, "open": opened, "servers": servers, "more": want - servers}
                facts["close"] = max(0, opened - servers)
                found.append(Violation(rule=rule, row=slot, amount=float(want - servers), text=text, facts=facts))
                break
    return tuple(found)


def work_left(problem: Problem, work: Counts, left: Counts) -> tuple[Violation, ...]:
    """One violation for all the work that found no window, with the three mends; rows of the points in the facts."""
    rows = np.flatnonzero(left > 0)
    if not len(rows):
        return ()
    slots = int(left.sum())
    servers = max(1, int(problem.servers.max(initial=0)))
    standing = max(1, int((problem.servers > 0).sum()))
    people = round(slots * problem.service_per_h * problem.slot_h)
    facts = {
        "people": people,
        "points": len(rows),
        "rows": rows.tolist(),
        "more": math.ceil(slots / standing),
        "hours": round(slots * problem.slot_h / servers, 1),
        "work": int(work.sum()),
    }
    return (Violation(rule="people-without-window", amount=float(people), text=_NO_TIME, facts=facts),)
