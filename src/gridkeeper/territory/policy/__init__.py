"""What changes between two lists of codes, and what a list gets wrong: pure."""

from gridkeeper.territory.policy.changes import ChangeRow, Changes, read_changes
from gridkeeper.territory.policy.difference import Difference, Recoding, TreeRow, area_of, carried_code, difference
from gridkeeper.territory.policy.mistakes import Mistake, lost_parents, mistakes
from gridkeeper.territory.policy.names import kind_of, short_name, stem

__all__ = [
    "ChangeRow",
    "Changes",
    "Difference",
    "Mistake",
    "Recoding",
    "TreeRow",
    "area_of",
    "carried_code",
    "difference",
    "kind_of",
    "lost_parents",
    "mistakes",
    "read_changes",
    "short_name",
    "stem",
]
