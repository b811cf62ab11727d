"""From a playbook and the facts of a place to what an activation would make, and what it cannot."""

from gridkeeper.playbooks.compose.composition import Composition, Conflict, Unmet
from gridkeeper.playbooks.compose.whole import compose, series_of_area

__all__ = ["Composition", "Conflict", "Unmet", "compose", "series_of_area"]
