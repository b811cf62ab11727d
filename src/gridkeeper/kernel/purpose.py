"""Why a personal field exists, on which ground, and how long: no field without it (SF-01, section 12.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Sensitivity(StrEnum):
    """P0 counts and public facts; P1 office and organisation; P2 personal; P3 sensitive (SF-05)."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What one personal field is for.

    ``basis`` is the legal ground, ``retention`` the name of a rule in `access.retention`. ``under_order`` names a
    second rule for rows that an order made: the earlier of the two moments counts (SF-08).
    """

    purpose: str
    basis: str
    sensitivity: Sensitivity
    retention: str
    under_order: str = ""


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """What a table holds of people: every concrete field is either in ``personal`` or in ``plain``.

    ``subject`` names the field that leads to the person concerned (or "" where the row is the person).
    """

    permission_class: str
    personal: Mapping[str, Purpose]
    plain: frozenset[str] = frozenset()
    subject: str | None = None


def plain(permission_class: str, *, why: str) -> Privacy:
    """Declare that a table holds nothing about people; ``why`` is read by whoever doubts it."""
    if not why:
        raise ValueError("say why the table holds nothing personal")
    return Privacy(permission_class=permission_class, personal={}, plain=frozenset({"*"}))


def personal(
    permission_class: str, *, subject: str, fields: dict[str, Purpose], plain_fields: tuple[str, ...]
) -> Privacy:
    """Declare the personal and the plain fields of a table; ``subject`` leads to the person ("" = the row is one)."""
    return Privacy(permission_class=permission_class, personal=fields, plain=frozenset(plain_fields), subject=subject)
