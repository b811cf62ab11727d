"""While an operation runs, the page of a community shows how its ground is divided and who answers for each piece."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.activations import plan
from tests.personas import START

from gridkeeper.accounts.queries import account_by_login
from gridkeeper.activations.commands.stand_down import stand_down
from gridkeeper.clocks.choices import HomeKind
from gridkeeper.clocks.commands import found_home
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
DIVIDED = plan.TEXT.replace('version: "1"', 'version: "2"').replace(
    "notices:",
    """divisions:
  pieces:
    measure: M01
    title: {zh: 单元, en: piece}
    by: [grid]
    keeper: {role: area_sponsor, title: {zh: 负责人, en: answers for it}, from: [grid_worker]}
notices:""",
)


def panel(language: str = "zh-hans") -> str:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(account_by_login("liu"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/console/territory/{plan.COMMUNITY}/").content.decode()
    return page.partition('id="control-units"')[2].partition("</section>")[0]


def test_k07_3_a_community_shows_its_control_units_with_buildings_and_keepers_until_the_end() -> None:
    world = plan.ready()
    found_home(kind=HomeKind.EXERCISE, starts_at=START)
    plan.keep(world, DIVIDED)
    running = plan.switched_on(world, plan.wish(world, playbook=f"{plan.NAME}@2"))
    shown = panel()
    assert "第1网格单元" in shown
    assert "王小满（生成）" in shown
    assert "Control units" in panel("en")
    sun = world.actor("sun")
    with acting_as(sun):
        stand_down(actor=sun, activation_id=running.id, because="结束", now=START)
    assert panel() == ""
