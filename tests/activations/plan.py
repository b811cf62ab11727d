"""A small playbook for tests, of no hazard in particular, and the two people who switch it on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.personas import START, SYSTEM, World, settle

from gridkeeper.activations.commands.propose import Asked, Wish, propose_activation
from gridkeeper.activations.jobs import activate
from gridkeeper.activations.models import Activation
from gridkeeper.orders.proposals import approve_proposal
from gridkeeper.posts.commands.appointment import NewPost, appoint, create_post
from gridkeeper.scopes.doors import acting_as

DISTRICT = "140106"
STREET = "140106003"
COMMUNITY = "140106003011"
NAME = "night-watch"
TEXT = """
format: gridkeeper.playbook/1
name: night-watch
version: "1"
pack: ""
jurisdiction: "1401"
level: community
mode: urgent
title: {zh: 夜间值守方案, en: Night watch}
expires: {default: P3D}
measures:
  - no: M01
    aspect: organisation
    source: local
    title: {zh: 社区值守组, en: A watch in each community}
    evidence: {zh: 名册, en: The list of people}
    owner: {role: community_secretary, level: community}
  - no: M02
    aspect: organisation
    source: local
    title: {zh: 告知, en: Telling people}
    evidence: {zh: 回执, en: Receipts}
    owner: {role: district_duty, level: district}
  - no: M03
    aspect: unspecified
    source: unspecified
    title: {zh: 待定, en: Not specified}
teams:
  watch:
    measure: M01
    per: community
    title: {zh: 值守组, en: Watch}
    size: {min: 3, max: 4}
    leader: {role: response_team_leader, from: [committee_cadre]}
    members: {role: response_team_member, from: [volunteer, grid_worker]}
notices:
  - measure: M02
    name: begin
    subject: {zh: 开始值守, en: The watch begins}
    body: {zh: 今晚起值守。, en: The watch begins tonight.}
    roles: [community_secretary, grid_worker]
    receipt: true
"""


def ready() -> World:
    """The small world with the playbook kept, and a cadre who may lead."""
    world = settle()
    with acting_as(SYSTEM):
        post = create_post(
            actor=SYSTEM,
            post=NewPost(
                unit_id=world.units[COMMUNITY],
                unit_code=COMMUNITY,
                role="committee_cadre",
                title="社区两委岗",
                from_at=START,
            ),
            now=START,
        )
        appoint(
            actor=SYSTEM,
            post_id=post.id,
            person_id=world.people["chen"],
            document="迎任〔2022〕2 号",
            from_at=START,
            now=START,
        )
    keep(world)
    return world


def keep(world: World, text: str = TEXT, *, at: str = DISTRICT, login: str = "sun") -> None:
    """Keep the playbook as the district's own."""
    from gridkeeper.activations.commands.playbooks import keep_playbook

    actor = world.actor(login)
    with acting_as(actor):
        keep_playbook(actor=actor, unit_id=world.units[at], unit_code=at, text=text, now=START)


def wish(world: World, *, at: str = DISTRICT, number: str = "迎令〔2022〕12号", **changes: Any) -> Wish:
    """What a duty officer types."""
    values = {
        "playbook": NAME,
        "unit_id": world.units[at],
        "unit_code": at,
        "place": at,
        "number": number,
        "issued_by": "区指挥部",
        "issued_at": START,
        "legal_basis": "《突发事件应对法》第四十九条",
        "document": "会议纪要第 3 期",
        "expires_at": START + timedelta(days=2),
    }
    return Wish(**{**values, **changes})


def asked(world: World, what: Wish, *, login: str = "sun", is_exercise: bool = True) -> Asked:
    """Propose it."""
    actor = world.actor(login)
    with acting_as(actor):
        return propose_activation(actor=actor, wish=what, is_exercise=is_exercise, now=START)


def approve(world: World, code: str, *, login: str = "he") -> None:
    """Approve it."""
    actor = world.actor(login)
    with acting_as(actor):
        approve_proposal(actor=actor, code=code, now=START)


def switched_on(world: World, what: Wish | None = None) -> Activation:
    """Two people and the job."""
    found = asked(world, what or wish(world))
    approve(world, found.pending)
    assert activate(activation=str(found.activation.id))
    return fresh(found.activation.id)


def fresh(key: UUID) -> Activation:
    """The row as it is now."""
    with acting_as(SYSTEM):
        return Activation.objects.select_related("order").get(pk=key)
