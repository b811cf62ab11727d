"""The measures board: evidence is counted, a tick by hand says who and why (section 13)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.activations import plan
from tests.personas import START, SYSTEM, World

from gridkeeper.activations.choices import MeasureStatus
from gridkeeper.activations.commands.evidence import count_evidence
from gridkeeper.activations.commands.measures import mark_measure
from gridkeeper.activations.errors import NeedsWords, UnknownMeasure
from gridkeeper.activations.models import Activation
from gridkeeper.activations.queries.board import Board, board_of
from gridkeeper.kernel.errors import Forbidden
from gridkeeper.notices.commands.notices import read_notice
from gridkeeper.notices.queries import notices_for_me
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
LATER = START + timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return plan.ready()


@pytest.fixture
def running(world: World) -> Activation:
    return plan.switched_on(world)


def board(world: World, running: Activation, *, at: str = "", login: str = "sun", now=LATER) -> Board:
    with acting_as(SYSTEM):
        count_evidence(actor=SYSTEM, activation_id=running.id, now=now)
    actor = world.actor(login, now=now)
    with acting_as(actor):
        return board_of(actor=actor, activation_id=running.id, unit_code=at, now=now)


def test_teams_count_as_complete_when_they_are(world: World, running: Activation) -> None:
    [first, *_] = board(world, running).measures
    assert [(line.kind, line.need, line.have) for line in first.evidence] == [("teams", 2, 1)]
    assert (first.no, first.status) == ("M01", "active")


def test_what_nobody_specified_is_shown_and_never_counted(world: World, running: Activation) -> None:
    found = board(world, running)
    assert [row.no for row in found.measures if not row.specified] == ["M03"]
    assert (found.coverage.covered, found.coverage.total, found.coverage.unspecified) == (0, 3, ("M03",))


def test_a_receipt_is_evidence_that_people_were_told(world: World, running: Activation) -> None:
    chen = world.actor("chen", now=LATER)
    with acting_as(chen):
        [notice] = notices_for_me(actor=chen, now=LATER)
        read_notice(actor=chen, notice_id=notice.id, now=LATER)
    told = board(world, running).measures[1]
    assert [(line.kind, line.need, line.have) for line in told.evidence] == [("receipts", 2, 1)]
    assert board(world, running).coverage.covered == 1


def test_each_community_has_its_own_column(world: World, running: Activation) -> None:
    found = board(world, running, at=plan.STREET)
    assert [(place.code, place.name) for place in found.places] == [
        ("140106003011", "水西关街一社区"),
        ("140106003012", "水西关街二社区"),
    ]
    assert [place.coverage.cells[0].have for place in found.places] == [1, 0]


def test_a_state_said_by_hand_tells_who_and_why(world: World, running: Activation) -> None:
    chen = world.actor("chen", now=LATER)
    with acting_as(chen):
        mark_measure(
            actor=chen,
            activation_id=running.id,
            no="M01",
            unit_code=plan.COMMUNITY,
            status=MeasureStatus.DONE,
            words="名册已张贴",
            now=LATER,
        )
    row = board(world, running, at=plan.COMMUNITY, login="chen").measures[0]
    assert (row.status, row.words, row.said_by, row.said_at) == ("done", "名册已张贴", "chen", LATER)


def test_a_mark_taken_back_within_the_same_moment_is_seen_at_once(world: World, running: Activation) -> None:
    chen = world.actor("chen", now=LATER)
    for status, words in ((MeasureStatus.DONE, "名册已张贴"), (MeasureStatus.PLANNED, "名册有误，撤下")):
        with acting_as(chen):
            mark_measure(
                actor=chen,
                activation_id=running.id,
                no="M01",
                unit_code=plan.COMMUNITY,
                status=status,
                words=words,
                now=LATER,
            )
        row = board(world, running, at=plan.COMMUNITY, login="chen").measures[0]
        assert (row.status, row.words) == (status, words)


@pytest.mark.parametrize(
    ("login", "no", "words", "refusal"),
    [
        ("chen", "M01", " ", NeedsWords),
        ("chen", "M99", "好", UnknownMeasure),
        ("wang", "M01", "好", Forbidden),
        ("zhao", "M01", "好", Forbidden),
    ],
)
def test_a_mark_is_refused(world: World, running: Activation, login: str, no: str, words: str, refusal: type) -> None:
    actor = world.actor(login, now=LATER)
    with acting_as(actor), pytest.raises(refusal):
        mark_measure(
            actor=actor,
            activation_id=running.id,
            no=no,
            unit_code=plan.COMMUNITY,
            status=MeasureStatus.WAIVED,
            words=words,
            now=LATER,
        )


def test_a_planned_measure_is_late_after_its_due_moment(world: World, running: Activation) -> None:
    late = board(world, running, now=START + timedelta(hours=5)).measures[1]
    assert (late.no, late.status, late.late) == ("M02", "planned", True)
