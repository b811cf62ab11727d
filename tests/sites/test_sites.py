"""Sites are opened by desks in reach, closed once, and give way to a life in danger (SF-22)."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

import pytest
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.audit.models import Event
from gridkeeper.kernel.errors import Forbidden, NotFound
from gridkeeper.scopes.doors import acting_as
from gridkeeper.sites.choices import SiteKind
from gridkeeper.sites.commands import NewSite, close_site, open_site, pass_for_life
from gridkeeper.sites.errors import SiteClosed, SiteNeedsName
from gridkeeper.sites.queries import site_shown, sites_page

pytestmark = pytest.mark.django_db
PLACE = "140106003011"


@pytest.fixture
def world() -> World:
    return settle()


def opened(world: World, who: str = "chen", **more: Any) -> UUID:
    actor = world.actor(who)
    values = {"name": "东门", "kind": SiteKind.GATE, "opens": time(0, 0), "closes": time(0, 0), **more}
    with acting_as(actor):
        site = NewSite(unit_id=world.units[PLACE], unit_code=PLACE, **values)
        return open_site(actor=actor, site=site, now=START).id


def test_a_gate_is_opened_listed_and_closed_once(world: World) -> None:
    site, chen = opened(world), world.actor("chen")
    with acting_as(chen):
        assert [row.id for row in sites_page(actor=chen, unit_code="140106003", kind="gate")] == [site]
        assert site_shown(actor=chen, site_id=site).is_round_the_clock
        close_site(actor=chen, site_id=site, because="不再需要", now=START)
        assert sites_page(actor=chen, unit_code="140106003") == []
        with pytest.raises(SiteClosed):
            close_site(actor=chen, site_id=site, because="再关", now=START)


def test_a_site_without_a_name_is_refused(world: World) -> None:
    with pytest.raises(SiteNeedsName):
        opened(world, name=" ")


def test_a_grid_worker_and_the_next_district_open_nothing_here(world: World) -> None:
    for login in ("wang", "zhao"):
        with pytest.raises(Forbidden):
            opened(world, who=login)


def test_anybody_who_sees_the_gate_may_let_a_life_pass_and_note_it(world: World) -> None:
    site, lin, zhao = opened(world), world.actor("lin"), world.actor("zhao")
    with acting_as(lin):
        pass_for_life(actor=lin, site_id=site, words="救护车进", now=START)
    with acting_as(SYSTEM):
        assert Event.objects.filter(verb="site.passed-for-life", actor="lin").count() == 1
    with acting_as(zhao), pytest.raises(NotFound):
        pass_for_life(actor=zhao, site_id=site, words="", now=START)
