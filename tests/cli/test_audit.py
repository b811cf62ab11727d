"""``gridkeeper audit``: whole or not, and who may ask (R-18)."""

from __future__ import annotations

import pytest
from tests.personas import SYSTEM, settle

from gridkeeper.access.jobs import seal_the_record
from gridkeeper.audit.models import Payload
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sealed() -> None:
    settle()
    seal_the_record()


def test_a_whole_record_holds_and_fits_its_own_head(cli) -> None:
    head = cli("audit", "head").text.strip()
    said = cli("audit", "verify", "--head", head, "--json", "--as", "audit")
    assert (said.code, said.data["holds"], said.data["waiting"]) == (0, True, 0)


def test_a_changed_record_is_a_finding(cli) -> None:
    with acting_as(SYSTEM):
        Payload.objects.filter(event__verb="post.appointed").update(facts={"person": "somebody else"})
    said = cli("audit", "verify", "--json")
    assert (said.code, said.data["holds"], len(said.data["breaks"])) == (1, False, 10)


def test_a_head_from_elsewhere_that_does_not_fit_is_a_finding(cli) -> None:
    number = cli("audit", "head", "--json").data["number"]
    assert cli("audit", "verify", "--head", f"{number}:{'f' * 64}", "--json").code == 1


def test_a_head_that_is_none_is_wrong_usage(cli) -> None:
    assert cli("audit", "verify", "--head", "yesterday").code == 2


def test_a_street_desk_reads_its_own_part_only(cli) -> None:
    places = {row["unit_code"] for row in cli("audit", "list", "--json", "--as", "liu", "--size", 500).data}
    assert places
    assert all(place.startswith("140106003") for place in places)


def test_a_grid_worker_neither_reads_nor_verifies(cli) -> None:
    assert [cli("audit", verb, "--as", "wang").code for verb in ("list", "verify")] == [1, 1]
