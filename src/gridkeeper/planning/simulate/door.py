"""What the door of a sampling site should say and do (PH-08): the wait, the next building, another table."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gridkeeper.kernel.errors import Malformed


@dataclass(frozen=True, kw_only=True)
class Advice:
    """``wait_min`` minutes shown to residents; by how long to put off the next building; how many tables more."""

    wait_min: float
    postpone_next: bool
    postpone_min: float
    extra_tables: int


def advise(*, queue: int, tables: int, per_table_h: float, wait_max_min: float = 30.0) -> Advice:
    """PH-08: wait = queue / (tables x rate); above the limit call the next building later and open tables.

    ``extra_tables`` bring the wait down to the limit; without any table the wait is infinite. Errors: `Malformed`.
    """
    for field, value in (("queue", queue), ("tables", tables)):
        if value < 0:
            raise Malformed(field=field, value=value, expected="zero or more", example=2)
    if per_table_h <= 0 or wait_max_min <= 0:
        raise Malformed(field="rate", value=per_table_h, expected="above zero", example=60)
    if queue == 0:
        return Advice(wait_min=0.0, postpone_next=False, postpone_min=0.0, extra_tables=0 if tables else 1)
    wait = 60.0 * queue / (tables * per_table_h) if tables else math.inf
    needed = math.ceil(60.0 * queue / (wait_max_min * per_table_h) - 1e-9)
    over = wait > wait_max_min
    return Advice(
        wait_min=wait,
        postpone_next=over,
        postpone_min=max(0.0, wait - wait_max_min) if tables else math.inf,
        extra_tables=max(0, needed - tables),
    )
