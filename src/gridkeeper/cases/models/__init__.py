"""Cases and the steps that made them."""

from gridkeeper.cases.models.case import Case, Reached, Step

__all__ = ["Case", "Reached", "Step"]
