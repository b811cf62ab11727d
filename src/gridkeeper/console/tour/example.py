"""What a visitor of the five-minute path may type into the forms of an order; the forms fill nothing in (R-06)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

_ORDER_OF_PAGE: Final = {
    "console:zone-designate": 1,
    "console:playbook-preview": 2,
    "console:playbook-propose": 2,
    "console:emergency-end": 3,
}
"""The page's name, and which of the three orders of the path is typed there."""


def example(number: int) -> str:
    """The order with that number, field by field in the sequence of the forms."""
    fields = (
        (_("Number"), f"演练〔2022〕{number} 号"),
        (_("Issued by"), "庙前街道办事处（生成）"),
        (_("Document"), f"演练方案第 {number} 页"),
        (_("Legal basis"), "突发事件应对法，演练"),
    )
    colon = _(": ")
    return " · ".join(f"{label}{colon}{value}" for label, value in fields)


def example_at(page: str) -> str:
    """What may be typed on the page of that name; "" where the path asks for nothing."""
    number = _ORDER_OF_PAGE.get(page)
    return example(number) if number else ""
