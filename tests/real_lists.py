"""Official lists beside the repository; a test that needs one says so where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("GRIDKEEPER_SHARED") or Path(__file__).resolve().parents[2] / "shared")
ADMIN = SHARED / "data" / "admin"


def real_list(name: str) -> Path:
    """The path of an official list, or a skip that says what is missing."""
    path = ADMIN / name
    if not path.exists():
        pytest.skip(f"the official list {name} is not beside the repository (set GRIDKEEPER_SHARED)")
    return path
