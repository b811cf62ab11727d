"""Powers begin with two people, end with one, and always end (R-08, R-09)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.access.commands.purge import apply_retention
from gridkeeper.access.jobs import expire_due_orders, lapse_due_proposals
from gridkeeper.clocks.commands import advance_clock
from gridkeeper.clocks.queries import home_time
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import Forbidden, NotFound, NoWriting, TooMuchText
from gridkeeper.orders.choices import OrderKind, OrderState, ProposalState
from gridkeeper.orders.commands import Draft, end_order, propose_order, propose_renewal
from gridkeeper.orders.errors import (
    DateUnlikely,
    NoEnd,
    NoLegalBasis,
    NotInForce,
    NotPending,
    NumberTaken,
    PastCeiling,
    SamePerson,
    StaleReason,
)
from gridkeeper.orders.models import Order, Proposal
from gridkeeper.orders.policy import days_in_a_row
from gridkeeper.orders.proposals import approve_proposal, refuse_proposal, withdraw_proposal
from gridkeeper.orders.queries import order_shown, orders_in_force_at, orders_page
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
STREET = "140106003"
COMMUNITY = "140106003011"


@pytest.fixture
def world() -> World:
    return settle()


def draft(world: World, number: str = "迎令〔2022〕1号", *, days: float = 3, at: datetime = START, **changes) -> Draft:
    values = {
        "number": number,
        "title": "临时管控",
        "kind": OrderKind.GENERAL,
        "unit_id": world.units[STREET],
        "unit_code": STREET,
        "legal_basis": "《突发事件应对法》第四十九条",
        "document": number,
        "issued_by": "庙前街道办事处",
        "issued_at": at,
        "expires_at": at + days * DAY,
        **changes,
    }
    return Draft(**values)


def proposed(actor: Actor, what: Draft, now: datetime = START) -> tuple[UUID, str]:
    with acting_as(actor):
        order, proposal = propose_order(actor=actor, draft=what, now=now)
    return order.id, proposal.code


def in_force(world: World, what: Draft, now: datetime = START) -> UUID:
    order, code = proposed(world.actor("liu"), what, now)
    approve(world.actor("sun"), code, now)
    return order


def approve(actor: Actor, code: str, now: datetime = START) -> None:
    with acting_as(actor):
        approve_proposal(actor=actor, code=code, now=now)


def renewal(world: World, order: UUID, *, to: datetime, reason: str, now: datetime = START) -> str:
    liu = world.actor("liu")
    with acting_as(liu):
        return propose_renewal(actor=liu, order_id=order, to=to, reason=reason, now=now).code


def state_of(order: UUID) -> str:
    with acting_as(SYSTEM):
        return Order.objects.get(pk=order).state


def test_nothing_is_in_force_before_a_second_person_has_approved(world: World) -> None:
    order, code = proposed(world.actor("liu"), draft(world))
    before = state_of(order)
    approve(world.actor("sun"), code)
    assert (before, state_of(order)) == (OrderState.PROPOSED, OrderState.IN_FORCE)


def test_the_same_person_cannot_be_both(world: World) -> None:
    liu = world.actor("liu")
    _, code = proposed(liu, draft(world))
    with pytest.raises(SamePerson), acting_as(liu):
        approve_proposal(actor=liu, code=code, now=START)


def test_an_approver_from_the_next_district_does_not_even_see_it(world: World) -> None:
    _, code = proposed(world.actor("liu"), draft(world))
    zhao = world.actor("zhao")
    with pytest.raises(Exception, match="no proposal"), acting_as(zhao):
        approve_proposal(actor=zhao, code=code, now=START)


def test_somebody_without_the_right_does_not_propose(world: World) -> None:
    wang = world.actor("wang")
    with pytest.raises(Forbidden), acting_as(wang):
        propose_order(actor=wang, draft=draft(world), now=START)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"legal_basis": " "}, NoLegalBasis),
        ({"expires_at": START}, NoEnd),
        ({"expires_at": START + 14 * DAY + timedelta(minutes=1)}, PastCeiling),
    ],
)
def test_an_order_needs_a_ground_and_an_end_within_fourteen_days(world: World, changes: dict, refusal: type) -> None:
    liu = world.actor("liu")
    with pytest.raises(refusal), acting_as(liu):
        propose_order(actor=liu, draft=draft(world, **changes), now=START)


def test_fourteen_days_to_the_minute_are_allowed(world: World) -> None:
    assert state_of(in_force(world, draft(world, days=14))) == OrderState.IN_FORCE


def test_a_number_is_taken_once_an_issuer(world: World) -> None:
    proposed(world.actor("liu"), draft(world))
    liu = world.actor("liu")
    with pytest.raises(NumberTaken), acting_as(liu):
        propose_order(actor=liu, draft=draft(world), now=START)


def test_a_refused_draft_frees_its_number(world: World) -> None:
    order, code = proposed(world.actor("liu"), draft(world))
    sun = world.actor("sun")
    with acting_as(sun):
        refuse_proposal(actor=sun, code=code, reason="期限有误", now=START)
    again, _ = proposed(world.actor("liu"), draft(world))
    assert (state_of(order), state_of(again)) == (OrderState.REFUSED, OrderState.PROPOSED)


def test_who_proposed_may_withdraw(world: World) -> None:
    liu = world.actor("liu")
    order, code = proposed(liu, draft(world))
    with acting_as(liu):
        withdraw_proposal(actor=liu, code=code, now=START)
    assert state_of(order) == OrderState.REFUSED


def test_one_person_ends_an_order(world: World) -> None:
    order, liu = in_force(world, draft(world)), world.actor("liu")
    with acting_as(liu):
        end_order(actor=liu, order_id=order, reason="风险解除", now=START + DAY)
    assert state_of(order) == OrderState.ENDED


def test_an_ended_order_does_not_end_again(world: World) -> None:
    order, liu = in_force(world, draft(world)), world.actor("liu")
    with acting_as(liu):
        end_order(actor=liu, order_id=order, reason="风险解除", now=START)
    with pytest.raises(NotInForce), acting_as(liu):
        end_order(actor=liu, order_id=order, reason="再次", now=START)


def test_a_renewal_prolongs_when_a_second_person_agrees(world: World) -> None:
    order = in_force(world, draft(world))
    approve(world.actor("sun"), renewal(world, order, to=START + 5 * DAY, reason="新增两例"))
    with acting_as(SYSTEM):
        shown = order_shown(actor=SYSTEM, order=str(order), now=START)
    assert (shown.expires_at, [row.reason for row in shown.renewals]) == (START + 5 * DAY, ["新增两例"])


def test_a_renewal_needs_a_fresh_reason(world: World) -> None:
    order = in_force(world, draft(world))
    approve(world.actor("sun"), renewal(world, order, to=START + 5 * DAY, reason="新增两例"))
    with pytest.raises(StaleReason):
        renewal(world, order, to=START + 6 * DAY, reason=" 新增两例 ")


def test_the_second_renewal_is_for_one_level_higher(world: World) -> None:
    here = {"unit_id": world.units["140106003011"], "unit_code": "140106003011"}
    order = in_force(world, draft(world, **here))
    chen = world.actor("chen")
    approve(chen, renewal(world, order, to=START + 4 * DAY, reason="新增两例"))
    second = renewal(world, order, to=START + 5 * DAY, reason="又增一例")
    with pytest.raises(Forbidden), acting_as(chen):
        approve_proposal(actor=chen, code=second, now=START)
    approve(world.actor("sun"), second)


def test_two_renewals_that_waited_together_do_not_slip_past_the_higher_level(world: World) -> None:
    here = {"unit_id": world.units["140106003011"], "unit_code": "140106003011"}
    order, chen = in_force(world, draft(world, **here)), world.actor("chen")
    first = renewal(world, order, to=START + 4 * DAY, reason="新增两例")
    second = renewal(world, order, to=START + 5 * DAY, reason="又增一例")
    approve(chen, first)
    with pytest.raises(Forbidden), acting_as(chen):
        approve_proposal(actor=chen, code=second, now=START)


def test_no_renewal_goes_past_the_ceiling(world: World) -> None:
    order = in_force(world, draft(world, days=10))
    with pytest.raises(PastCeiling):
        renewal(world, order, to=START + 15 * DAY, reason="新增两例")


def test_days_in_a_row_count_the_first(world: World) -> None:
    assert [days_in_a_row(since=START, now=START + hours * timedelta(hours=1)) for hours in (0, 23, 24)] == [1, 1, 2]


def test_an_order_expires_by_the_homes_clock_once(world: World) -> None:
    now = home_time().now
    order = in_force(world, draft(world, at=now), now)
    early = expire_due_orders()
    advance_clock(actor=SYSTEM, by=4 * DAY)
    assert (early, expire_due_orders(), expire_due_orders(), state_of(order)) == (0, 1, 0, OrderState.EXPIRED)


def test_a_renewal_after_expiry_is_too_late(world: World) -> None:
    now = home_time().now
    order = in_force(world, draft(world, at=now), now)
    code = renewal(world, order, to=now + 5 * DAY, reason="新增两例", now=now)
    advance_clock(actor=SYSTEM, by=3 * DAY + timedelta(hours=1))
    expire_due_orders()
    with pytest.raises(NotInForce):
        approve(world.actor("sun", now=now), code, now + timedelta(hours=1))


@pytest.mark.parametrize("ends_first", ["outer", "inner"])
def test_nested_orders_end_in_any_order(world: World, ends_first: str) -> None:
    outer = in_force(world, draft(world))
    inner = in_force(world, draft(world, "迎令〔2022〕2号", closes_with=outer))
    liu = world.actor("liu")
    with acting_as(liu):
        end_order(actor=liu, order_id=inner if ends_first == "inner" else outer, reason="解除", now=START)
        if ends_first == "inner":
            end_order(actor=liu, order_id=outer, reason="解除", now=START)
    assert (state_of(outer), state_of(inner)) == (OrderState.ENDED, OrderState.ENDED)


def test_a_proposal_nobody_decides_lapses_and_frees_its_order(world: World) -> None:
    now = home_time().now
    order, code = proposed(world.actor("liu"), draft(world, at=now, days=10), now)
    advance_clock(actor=SYSTEM, by=4 * DAY)
    lapsed = (lapse_due_proposals(), lapse_due_proposals())
    with acting_as(SYSTEM):
        state = Proposal.objects.get(code=code).state
    assert (lapsed, state, state_of(order)) == ((1, 0), ProposalState.LAPSED, OrderState.REFUSED)


def test_a_lapsed_proposal_is_not_approved_even_before_the_job_ran(world: World) -> None:
    _, code = proposed(world.actor("liu"), draft(world, days=10))
    with pytest.raises(NotPending, match="lapsed"):
        approve(world.actor("sun"), code, START + 4 * DAY)


def test_a_decided_proposal_is_not_decided_again(world: World) -> None:
    _, code = proposed(world.actor("liu"), draft(world))
    approve(world.actor("sun"), code)
    with pytest.raises(NotPending, match="approved"):
        approve(world.actor("he"), code)


def test_who_decided_is_forgotten_three_years_after_the_end_and_the_document_stays(world: World) -> None:
    order = in_force(world, draft(world))
    approve(world.actor("sun"), renewal(world, order, to=START + 5 * DAY, reason="新增两例"))
    liu = world.actor("liu")
    with acting_as(liu):
        end_order(actor=liu, order_id=order, reason="风险解除", now=START + DAY)
    with acting_as(SYSTEM):
        apply_retention(actor=SYSTEM, now=START + 1105 * DAY)
        row = Order.objects.get(pk=order)
        names = {row.proposed_by, row.approved_by, row.ended_by, *row.renewals.values_list("proposed_by", flat=True)}
    assert (names, row.number) == ({"—", ""}, "迎令〔2022〕1号")


def test_an_order_on_a_wider_place_is_read_by_whom_it_binds_and_one_about_a_person_is_not(world: World) -> None:
    binding = draft(world, "迎令〔2022〕8号", kind=OrderKind.ACTIVATION)
    key, code = proposed(world.actor("liu"), binding)
    below, elsewhere = world.actor("chen"), world.actor("zhao")
    assert below.reaches("orders.read")
    assert not below.may("orders.read", at=STREET)
    with acting_as(below), pytest.raises(NotFound):
        order_shown(actor=below, order=str(key), now=START)
    approve(world.actor("sun"), code)
    private = in_force(world, draft(world, "迎令〔2022〕9号", kind=OrderKind.OVERRIDE))
    with acting_as(below):
        assert order_shown(actor=below, order=str(key), now=START).legal_basis == binding.legal_basis
        assert [row.id for row in orders_in_force_at(actor=below, unit_code=COMMUNITY, now=START)] == [key]
        assert list(Order.objects.filter(pk=private)) == []
        assert list(orders_page(actor=below, now=START)) == []
    with acting_as(elsewhere), pytest.raises(NotFound):
        order_shown(actor=elsewhere, order=str(key), now=START)


def test_a_renewal_after_its_last_minute_is_too_late_before_anybody_noted_it(world: World) -> None:
    """R-09: between the last minute and the next look of the worker nothing is prolonged."""
    now = home_time().now
    order = in_force(world, draft(world, at=now), now)
    code = renewal(world, order, to=now + 5 * DAY, reason="新增两例", now=now + DAY)
    over = now + 3 * DAY
    with pytest.raises(NotInForce):
        approve(world.actor("sun", now=over), code, over)
    with pytest.raises(NotInForce):
        renewal(world, order, to=now + 5 * DAY, reason="又增一例", now=over)


@pytest.mark.parametrize("year", [1, 1949, 2030, 9999])
def test_a_paper_dated_ahead_or_in_another_age_is_refused(world: World, year: int) -> None:
    """R-09: dated in eight years an order would stand until then; dated in the year 1 no list would open any more."""
    with pytest.raises(DateUnlikely):
        proposed(world.actor("liu"), draft(world, issued_at=START.replace(year=year)))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"number": "迎" * 61}, TooMuchText),
        ({"document": "会" * 100_000}, TooMuchText),
        ({"number": "迎\x00令"}, NoWriting),
        ({"legal_basis": "《突发\u202e事件应对法》"}, NoWriting),
    ],
)
def test_words_that_no_paper_holds_are_refused(world: World, changes: dict[str, str], refusal: type) -> None:
    with pytest.raises(refusal):
        proposed(world.actor("liu"), draft(world, **changes))
