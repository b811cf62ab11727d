"""R-11 on the database by property: any playbook, any meanwhile, any order of ends, and only the rest is listed.

Each history is lived twice from the same state: without the order, which says what changed for other reasons, and with
it. The stand-down must list exactly the first and leave nothing of the second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.activations import plan
from tests.activations.playbook_texts import playbook_texts
from tests.personas import START, SYSTEM, World

from gridkeeper.activations.commands.stand_down import stand_down
from gridkeeper.activations.models import Activation
from gridkeeper.activations.queries.standing import standing_at
from gridkeeper.clocks.queries import home_time
from gridkeeper.playbooks.difference import difference
from gridkeeper.playbooks.wanted import Standing
from gridkeeper.posts.commands.appointment import NewPost, appoint, create_post, end_appointments
from gridkeeper.posts.commands.person import let_person_leave
from gridkeeper.posts.models import Appointment
from gridkeeper.rounds.commands.series import NewSeries, plan_series
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.commands.overlay import NewOverlay, end_overlay, make_overlay

pytestmark = pytest.mark.django_db
LATER = START + timedelta(hours=2)
GRID = "140106003011001"
UNITS = ("140106", "140106003", "140106003011", GRID)
FOREIGN = ("leaves", "removed", "post", "walk", "compound", "zone")
ORDERS = ("begin 1", "begin 2", "end 1", "end 2")
OPEN = {
    "posts_body": "closed_at IS NULL",
    "posts_post": "to_at IS NULL",
    "posts_appointment": "to_at IS NULL",
    "sites_site": "closed_at IS NULL",
    "rosters_shift": "state = 'planned'",
    "rounds_series": "ended_at IS NULL",
    "notices_notice": "ended_at IS NULL",
    "territory_overlay": "to_on IS NULL",
    "activations_suspension": "to_at IS NULL",
    "activations_unitmode": "to_at IS NULL",
}
"""Every table whose rows carry an order, and when a row of it still holds; written here a second time on purpose."""


@dataclass
class History:
    """One run of what happens, with the orders of others that are in force."""

    world: World
    running: dict[str, Activation] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    later: datetime | None = None
    """The moment at which things happen; the home's own, at which orders begin, until it is set."""

    @property
    def now(self) -> datetime:
        """The moment of what happens next."""
        return self.later or home_time().now

    def happen(self, what: str, n: int) -> None:
        """Something that has nothing to do with the order that is looked at."""
        kind, _, number = what.partition(" ")
        if kind == "begin":
            self.begin(number, UNITS[n % len(UNITS)])
        elif kind == "end":
            self.end(number)
        else:
            with acting_as(SYSTEM):
                getattr(self, f"_{what}")(n)

    def begin(self, number: str, at: str) -> None:
        """Another order, anywhere above or below, once each."""
        if number not in self.running and number not in self.ended:
            wish = plan.wish(self.world, at=at, playbook=f"other-{number}", number=f"他令〔2022〕{number}号")
            self.running[number] = plan.switched_on(self.world, wish)

    def end(self, number: str) -> None:
        """Its end, where it is in force."""
        if number in self.running:
            ended(self.world, self.running.pop(number), now=self.now)
            self.ended.add(number)

    def _leaves(self, n: int) -> None:
        person = self.world.people[("wang", "lin", "chen")[n % 3]]
        let_person_leave(actor=SYSTEM, person_id=person, because="调离", now=self.now)

    def _removed(self, n: int) -> None:
        post = self.world.posts[("wang", "lin", "liu")[n % 3]]
        end_appointments(actor=SYSTEM, rows=Appointment.objects.filter(post_id=post), because="免职", now=self.now)

    def _post(self, n: int) -> None:
        new = NewPost(unit_id=self.world.units[GRID], unit_code=GRID, role="volunteer", title=f"新岗{n}", from_at=START)
        post = create_post(actor=SYSTEM, post=new, now=START)
        admin = self.world.people["admin"]
        appoint(actor=SYSTEM, post_id=post.id, person_id=admin, document="迎任〔2022〕9 号", from_at=START, now=START)

    def _walk(self, n: int) -> None:
        plan_series(actor=SYSTEM, series=walk(self.world, f"加班走访{n}", "extra_walk"), now=START)

    def _compound(self, n: int) -> None:
        self._area(n, OverlayKind.COMPOUND)

    def _zone(self, n: int) -> None:
        row = self._area(n, OverlayKind.SEALED_AREA)
        if n % 2:
            end_overlay(actor=SYSTEM, overlay_id=row, ends_on=START.date(), because="解除", now=self.now)

    def _area(self, n: int, kind: OverlayKind) -> UUID:
        area = NewOverlay(name=f"区域{n}", kind=kind, unit_codes=(f"{GRID}001",), from_on=START.date())
        return make_overlay(actor=SYSTEM, overlay=area, now=START).pk


def walk(world: World, zh: str, name: str) -> NewSeries:
    return NewSeries(unit_id=world.units[GRID], unit_code=GRID, name=name, zh=zh, starts=START, role="grid_worker")


def ended(world: World, activation: Activation, *, now: datetime = LATER) -> Activation:
    actor = world.actor("sun", now=now)
    with acting_as(actor):
        return stand_down(actor=actor, activation_id=activation.id, because="解除", now=now)


def standing(at: str, *, now: datetime = LATER) -> list[Standing]:
    with acting_as(SYSTEM):
        return list(standing_at(prefix=at, now=now))


def lines(found: list[Any]) -> Counter[tuple[str, str, str, str]]:
    return Counter((str(one.sign), one.kind, one.unit_code, one.zh) for one in found)


def still_open(order_id: UUID) -> dict[str, int]:
    """What of an order holds still, asked of the tables themselves."""
    found = {}
    with acting_as(SYSTEM), connection.cursor() as cursor:
        for table, holds in OPEN.items():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE order_id = %s AND {holds}", [order_id])
            if count := cursor.fetchone()[0]:
                found[table] = count
    return found


@contextmanager
def undone() -> Iterator[None]:
    """A block whose changes are forgotten."""
    with transaction.atomic():
        before = transaction.savepoint()
        yield
        transaction.savepoint_rollback(before)


@pytest.fixture
def world() -> World:
    world = plan.ready()
    with acting_as(SYSTEM):
        plan_series(actor=SYSTEM, series=walk(world, "日常走访", "routine_walk"), now=START)
    return world


HAPPENINGS = st.lists(st.tuples(st.sampled_from((*FOREIGN, *ORDERS)), st.integers(0, 7)), max_size=5)


# Never shrunk: a life on the database takes a second, and shrinking takes hundreds of them.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    texts=st.tuples(*(playbook_texts(name=name) for name in ("looked-at", "other-1", "other-2"))),
    at=st.sampled_from(UNITS),
    before=HAPPENINGS,
    meanwhile=HAPPENINGS,
)
def test_r11_the_end_of_any_order_lists_what_changed_for_other_reasons_and_leaves_nothing_of_its_own(
    world: World, texts: tuple[str, str, str], at: str, before: list[tuple[str, int]], meanwhile: list[tuple[str, int]]
) -> None:
    with undone():
        for text in texts:
            plan.keep(world, text)
        history = History(world)
        for what, n in before:
            history.happen(what, n)
        baseline = standing(at, now=home_time().now)
        with undone():
            without = History(world, dict(history.running), set(history.ended), LATER)
            for what, n in meanwhile:
                without.happen(what, n)
            expected = lines(difference(baseline, standing(at)))
        activation = plan.switched_on(world, plan.wish(world, at=at, playbook="looked-at"))
        history.later = LATER
        for what, n in meanwhile:
            history.happen(what, n)
        found = ended(world, activation).difference
        told = Counter((one["change"], one["kind"], one["unit_code"], one["words"]) for one in found)
        assert told == expected
        assert still_open(activation.order_id) == {}
        for number in list(history.running):
            other = history.running[number]
            history.end(number)
            assert still_open(other.order_id) == {}
        with acting_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM activations_suspension WHERE to_at IS NULL")
            assert cursor.fetchone() == (0,)
