"""What a district keeps, its streets and communities use: its plans and the forms it prescribes."""

from __future__ import annotations

import io

import openpyxl
import pytest
from tests.activations import plan
from tests.personas import START, World

from gridkeeper.activations.commands.forms import keep_form
from gridkeeper.activations.queries.forms import forms_at
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
STREET = "140106003"


@pytest.fixture
def world() -> World:
    return plan.ready()


def test_k07_a_street_switches_on_the_plan_its_district_keeps(world: World) -> None:
    found = plan.asked(world, plan.wish(world, at=STREET), login="liu")
    assert (found.activation.unit_code, bool(found.pending)) == (STREET, True)


def test_a_form_the_district_prescribes_is_offered_to_its_streets_and_to_nobody_elses(world: World) -> None:
    book, stream, sun = openpyxl.Workbook(), io.BytesIO(), world.actor("sun")
    book.active["A1"] = "{{unit}}"
    book.save(stream)
    with acting_as(sun):
        keep_form(actor=sun, unit_code=plan.DISTRICT, name="区日报", content=stream.getvalue(), now=START)
    for login, place, offered in (("liu", STREET, 1), ("zhao", "140105002", 0)):
        actor = world.actor(login)
        with acting_as(actor):
            assert len(forms_at(actor=actor, unit_code=place)) == offered
