"""Addresses of rows: a page of fifty rows works out the pattern of its links once."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse

_ANY = UUID(int=0)


def row_address(name: str, key: object) -> str:
    """The page ``name`` of one row, by its id or number; such a page takes that one argument (an id or any text)."""
    before, after = _around(name)
    return f"{before}{quote(str(key))}{after}"


@lru_cache(maxsize=64)
def _around(name: str) -> tuple[str, str]:
    before, _key, after = reverse(name, args=[_ANY]).partition(str(_ANY))
    return before, after
