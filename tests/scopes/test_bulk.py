"""Few rows and many rows arrive alike, and neither beyond the actor's reach."""

from __future__ import annotations

from datetime import time
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from psycopg.errors import InsufficientPrivilege
from tests.personas import START, SYSTEM

from gridkeeper.kernel.actor import Actor
from gridkeeper.rosters.models import Roster
from gridkeeper.scopes.bulk import copy_in
from gridkeeper.scopes.doors import acting_as
from gridkeeper.sites.models import Site

pytestmark = pytest.mark.django_db
COUNTS = (0, 1, 63, 64, 65, 200)
SITE = ("id", "unit_id", "unit_code", "kind", "name", "name_en", "opens", "closes", "comfort", "measure", "opened_at",
        "closed_because")  # fmt: skip


def site(number: int, unit: UUID) -> tuple[object, ...]:
    words = f"门岗 {number}，'引号' \\ 与 %s"
    return (uuid4(), unit, "140106", "gate", words, "", time(8), time(20), "", "", START, "")


@pytest.mark.parametrize("count", COUNTS)
def test_every_row_arrives_as_it_was_given(count: int) -> None:
    unit = uuid4()
    given = [site(number, unit) for number in range(count)]
    with acting_as(SYSTEM):
        assert copy_in(Site, SITE, iter(given)) == count
        assert set(Site.objects.values_list(*SITE)) == set(given)


@pytest.mark.parametrize("count", COUNTS)
def test_lists_and_empty_values_arrive_as_they_were_given(count: int) -> None:
    columns = ("id", "unit_id", "unit_code", "key", "title", "title_en", "resting_under", "made_at")
    unit, told = uuid4(), [[], [uuid4(), uuid4()]]
    rows = [(uuid4(), unit, "140106", f"k{n}", "", "", told[n % 2], START) for n in range(count)]
    with acting_as(SYSTEM):
        assert copy_in(Roster, columns, rows) == count
        found = dict(Roster.objects.values_list("key", "resting_under"))
    assert found == {f"k{n}": told[n % 2] for n in range(count)}


@pytest.mark.parametrize("count", [1, 200])
def test_no_row_goes_in_beyond_the_reach_of_the_actor(count: int) -> None:
    elsewhere = Actor(login="elsewhere", grants={"sites.read": ("140105",), "sites.write": ("140105",)})
    with pytest.raises(InsufficientPrivilege), transaction.atomic(), acting_as(elsewhere):
        copy_in(Site, SITE, [site(number, uuid4()) for number in range(count)])
