"""Before a tree is imported every name is unknown; the refusal says what comes first."""

from __future__ import annotations

import pytest
from tests.personas import SYSTEM

from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.errors import NoUnitsYet
from gridkeeper.territory.queries.find import unit_meant


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["迎泽区", "yzq"])
def test_an_empty_tree_asks_for_the_list_of_units(text: str) -> None:
    with acting_as(SYSTEM), pytest.raises(NoUnitsYet) as refused:
        unit_meant(actor=SYSTEM, text=text)
    assert "territory import" in refused.value.advice
