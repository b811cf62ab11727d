"""Permission classes: each scoped table names one, and a post reaches each class separately (R-19)."""

from __future__ import annotations

from typing import Final

WALL: Final = "wall"
"""What hangs on the wall: units, bodies, posts and their holders by office, duty phones."""
PEOPLE: Final = "people"
"""Contact and service details of people, where they live, serve or hold a post."""
ORDERS: Final = "orders"
"""Documents in force and proposals that wait for a second person."""
CASES: Final = "cases"
"""Open work and its history."""
DUTIES: Final = "duties"
"""Who stands which shift, and what they hand on."""
AUDIT: Final = "audit"
"""What happened, by whom."""
RIGHTS: Final = "rights"
"""Who looked at whom, what people asked for, what was purged."""

CLASSES: Final = (WALL, PEOPLE, ORDERS, CASES, DUTIES, AUDIT, RIGHTS)
