"""Playbook texts, activations with what they made, modes, measures and prescribed report forms."""

from gridkeeper.activations.models.activation import Activation, MadeRow, Progress, Suspension
from gridkeeper.activations.models.evidence import EvidenceCount
from gridkeeper.activations.models.measure import MeasureState
from gridkeeper.activations.models.mode import UnitMode
from gridkeeper.activations.models.playbook import PlaybookText
from gridkeeper.activations.models.report import ReportForm

__all__ = [
    "Activation",
    "EvidenceCount",
    "MadeRow",
    "MeasureState",
    "PlaybookText",
    "Progress",
    "ReportForm",
    "Suspension",
    "UnitMode",
]
