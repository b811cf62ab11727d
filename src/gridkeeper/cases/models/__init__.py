"""Cases and the steps that made them."""

from gridkeeper.cases.models.case import Case, Step

__all__ = ["Case", "Step"]
