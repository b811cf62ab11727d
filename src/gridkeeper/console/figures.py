"""Figures in words: 870余 reads “at least 870”, what is not known says so and is never 0 (K-12)."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from gridkeeper.kernel.quantity import Qualifier, Quantity


def number(value: int | float | Decimal) -> str:
    """A figure with thousands separated and no trailing zeros."""
    exact = Decimal(str(value))
    whole = exact.to_integral_value()
    return f"{whole:,f}" if exact == whole else f"{exact.normalize():,f}"


def quantity(value: Quantity | Decimal | float | int, unit: str = "") -> str:
    """A figure with its qualifier and unit; ``unit`` is already in the reader's language."""
    if not isinstance(value, Quantity):
        return f"{number(value)} {unit}".rstrip()
    figure = f"{number(value.value)} {unit or (_(value.unit) if value.unit else '')}".rstrip()
    words = {
        Qualifier.EXACT: "{figure}",
        Qualifier.AT_LEAST: _("at least {figure}"),
        Qualifier.AT_MOST: _("at most {figure}"),
        Qualifier.ABOUT: _("about {figure}"),
    }
    return words[value.qualifier].format(figure=figure)
