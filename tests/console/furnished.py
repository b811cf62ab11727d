"""The small world with one of everything the console shows: an order, a proposal, a request, a case, an invitation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from uuid import UUID

from tests import worlds
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.access.choices import RightKind
from gridkeeper.access.commands.purge import apply_retention
from gridkeeper.access.commands.rights import file_request
from gridkeeper.accounts.commands import create_token, invite
from gridkeeper.accounts.queries import account_by_login, tokens_of
from gridkeeper.activations.commands.propose import Wish, propose_activation
from gridkeeper.cases.commands.work import NewTask, open_task
from gridkeeper.clocks.choices import HomeKind
from gridkeeper.clocks.commands import found_home
from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.commands import Draft, propose_order
from gridkeeper.orders.proposals import approve_proposal
from gridkeeper.posts.choices import BodyKind
from gridkeeper.posts.commands.body import NewBody, found_body
from gridkeeper.rosters.choices import CallKind
from gridkeeper.rosters.commands.answering import accept_duty, check_in
from gridkeeper.rosters.commands.calling import NewCall, open_callout
from gridkeeper.rosters.commands.handing_over import hand_over
from gridkeeper.rosters.commands.offering import NewShift, offer_duty
from gridkeeper.rounds.commands.series import NewSeries, plan_series
from gridkeeper.rounds.queries.rows import rounds_page
from gridkeeper.scopes.doors import acting_as
from gridkeeper.sites.choices import SiteKind
from gridkeeper.sites.commands import NewSite, open_site
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.commands.overlay import NewOverlay, make_overlay
from gridkeeper.zones.commands.exits import NewExit
from gridkeeper.zones.commands.opening import NewZone, propose_zone

STREET = "140106003"
PLAYBOOK = "epidemic-district"
SECRET_WORDS = "只有两个人知道的一句话"


@dataclass(frozen=True, kw_only=True)
class Furnished:
    """Ids of what was made, and the world they lie in."""

    world: World
    order: UUID
    proposal: str
    request: UUID
    purge: UUID
    case: str
    body: UUID
    token: UUID
    invitation: str
    shift: UUID
    site: UUID
    call: UUID
    duty: UUID
    hand_over: UUID
    activation: UUID
    compound: UUID
    zone: UUID
    exit: UUID
    round: UUID


def draft(world: World, number: str, title: str) -> Draft:
    """An order on the street, for a week."""
    return Draft(
        number=number,
        title=title,
        kind=OrderKind.GENERAL,
        unit_id=world.units[STREET],
        unit_code=STREET,
        legal_basis="突发事件应对法第四十四条",
        document="迎指〔2022〕演 1 号（生成）",
        issued_by="迎泽区指挥部",
        issued_at=START,
        expires_at=START + timedelta(days=1),
    )


def wish(world: World) -> Wish:
    """The shipped playbook at the street, for a day."""
    return Wish(
        playbook=PLAYBOOK,
        unit_id=world.units[STREET],
        unit_code=STREET,
        place="庙前街道",
        number="演-3",
        issued_by="迎泽区指挥部",
        issued_at=START,
        legal_basis="突发事件应对法第四十四条",
        document="迎指〔2022〕演 3 号（生成）",
        expires_at=START + timedelta(days=1),
    )


def furnish(kind: HomeKind = HomeKind.EXERCISE) -> Furnished:
    """All of it in the present transaction, at START."""
    kept = worlds.put_back("furnished") if kind == HomeKind.EXERCISE else None
    return kept if isinstance(kept, Furnished) else _furnish(kind)


def _furnish(kind: HomeKind) -> Furnished:
    found_home(kind=kind, starts_at=START)
    world = settle()
    with acting_as(SYSTEM):
        body = found_body(
            actor=SYSTEM,
            body=NewBody(
                name="庙前街道办事处（生成）", kind=BodyKind.OFFICE, unit_id=world.units[STREET], unit_code=STREET
            ),
            now=START,
        )
        liu, sun = world.actor("liu"), world.actor("sun")
        order, first = propose_order(actor=liu, draft=draft(world, "演-1", "夜间值守"), now=START)
        approve_proposal(actor=sun, code=first.code, now=START)
        _second, waiting = propose_order(actor=liu, draft=draft(world, "演-2", "增设登记点"), now=START)
        case = open_task(
            actor=SYSTEM,
            task=NewTask(
                title="清点物资",
                unit_id=world.units[STREET],
                unit_code=STREET,
                body_id=body.id,
                due_at=START - timedelta(minutes=40),
            ),
            now=START,
        )
        asked_switch = propose_activation(actor=liu, wish=wish(world), is_exercise=True, now=START)
        lin = world.actor("lin")
        asked = file_request(
            actor=lin, person_id=world.people["lin"], kind=RightKind.CORRECT, words=SECRET_WORDS, now=START
        )
        purged = apply_retention(actor=SYSTEM, because="演-9 应急结束（生成）", now=START)
        assert purged is not None
        user = account_by_login("liu")
        create_token(actor=liu, user_id=user.id, label="周报", now=START)
        [token] = tokens_of(user_id=user.id, now=START)
        code = invite(actor=SYSTEM, user_id=account_by_login("wang").id, unit_code="140106003011001", now=START)
    return Furnished(
        world=world,
        order=order.id,
        proposal=waiting.code,
        request=asked.id,
        purge=purged.id,
        case=case.number,
        body=body.id,
        token=token.id,
        invitation=code,
        **duties(world),
        activation=asked_switch.activation.id,
        compound=compound(),
        **zone_and_round(world),
    )


def compound() -> UUID:
    """A compound of one building."""
    held = NewOverlay(
        name="桃园小区",
        kind=OverlayKind.COMPOUND,
        unit_codes=("140106003011001001",),
        from_on=START.date(),
    )
    with acting_as(SYSTEM):
        return make_overlay(actor=SYSTEM, overlay=held, now=START).pk


def zone_and_round(world: World) -> dict[str, UUID]:
    """A zone that waits for its second person, and a round that may be walked."""
    place = "140106003011001001"
    with acting_as(SYSTEM):
        order = Draft(
            number="演-21",
            title="1号楼",
            kind=OrderKind.ZONE,
            unit_id=world.units[place],
            unit_code=place,
            legal_basis="传染病防治法第四十二条",
            document="会议纪要（生成）",
            issued_by="迎泽区指挥部",
            issued_at=START,
            expires_at=START + timedelta(days=5),
        )
        zone = NewZone(
            order=order,
            name="1号楼",
            level="high",
            reason="演练",
            hotline="0351-000 0001",
            exits=(NewExit(place="东门"),),
        )
        row, _ = propose_zone(actor=SYSTEM, zone=zone, now=START)
        walk = NewSeries(
            unit_id=world.units["140106003011"],
            unit_code="140106003011",
            name="walk",
            zh="巡查",
            starts=START,
            ends=START + timedelta(hours=1),
            role="doctor",
        )
        series = plan_series(actor=SYSTEM, series=walk, now=START)
        [due] = rounds_page(actor=SYSTEM, unit_code=series.unit_code, kind="walk")
        return {"zone": row.id, "exit": row.exits.get().id, "round": due.id}


def duties(world: World) -> dict[str, UUID]:
    """A call with an offer, and a running shift that was handed over."""
    with acting_as(SYSTEM):
        gate = NewSite(
            name="东门",
            kind=SiteKind.GATE,
            unit_id=world.units["140106003011"],
            unit_code="140106003011",
            opens=time(0),
            closes=time(0),
        )
        site = open_site(actor=SYSTEM, site=gate, now=START).id
        shift = NewShift(
            unit_id=world.units["140106003011"],
            unit_code="140106003011",
            title="东门值守",
            starts=START,
            ends=START + timedelta(hours=8),
            needed=2,
        )
        call = open_callout(actor=SYSTEM, call=NewCall(shift=shift, kind=CallKind.DUTY_WATCH), now=START)
        running = offer_duty(actor=SYSTEM, shift_id=call.shift_id, person_id=world.people["wang"], now=START)
        duty = offer_duty(actor=SYSTEM, shift_id=call.shift_id, person_id=world.people["lin"], now=START)
        accept_duty(actor=SYSTEM, duty_id=running.id, now=START)
        check_in(actor=SYSTEM, duty_id=running.id, now=START)
        row = hand_over(actor=SYSTEM, duty_id=running.id, words="都好", now=START)
    return {"shift": call.shift_id, "site": site, "call": call.id, "duty": duty.id, "hand_over": row.id}
