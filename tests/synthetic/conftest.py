"""One generated district for all tests of this folder."""

from __future__ import annotations

import pytest

from gridkeeper.synthetic import District, district


@pytest.fixture(scope="session")
def yingze() -> District:
    """The demo district as it ships."""
    return district()
