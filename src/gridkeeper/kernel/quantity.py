"""Figures with their qualifier: 870余 is “at least 870”, and stays so in sums (K-12)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Qualifier(StrEnum):
    """How exactly a figure is known."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A value with unit, qualifier and source. Sums keep the weaker qualifier."""

    value: Decimal
    unit: str = ""
    qualifier: Qualifier = Qualifier.EXACT
    source: str = ""

    def __add__(self, other: Quantity) -> Quantity:
        if self.unit != other.unit:
            raise ValueError(f"cannot add {other.unit!r} to {self.unit!r}")
        return Quantity(
            value=self.value + other.value,
            unit=self.unit,
            qualifier=_of_sum(self.qualifier, other.qualifier),
            source=self.source if self.source == other.source else "",
        )


def _of_sum(one: Qualifier, other: Qualifier) -> Qualifier:
    """Qualifier of a sum: opposite bounds say nothing better than “about”."""
    if one == other or other is Qualifier.EXACT:
        return one
    if one is Qualifier.EXACT:
        return other
    return Qualifier.ABOUT
