"""Differences, previews, and R-11 by property: switch on, let the world go on, stand down, and see what is left."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.playbooks.places import key, yingze
from tests.playbooks.test_compose import PLAYBOOK, place, residents, secretary

from gridkeeper.playbooks.compose import Composition, compose
from gridkeeper.playbooks.difference import Change, Sign, difference, left_over, preview
from gridkeeper.playbooks.facts import RoutineFact
from gridkeeper.playbooks.schema import Playbook, Size
from gridkeeper.playbooks.wanted import Standing, WantedAppointment, WantedPost, WantedShift, WantedSuspension, made_id

ORDER, OTHER = key("order"), key("other order")
UNITS = tuple(f"140106003{n:03d}" for n in range(1, 5))


def standing(name: object, *, kind: str = "post", order: UUID | None = None, mark: str = "1") -> Standing:
    return Standing(kind=kind, id=key(kind, name), unit_code=UNITS[0], words=f"{name}", mark=mark, order_id=order)


def signs(changes: list[Change]) -> list[tuple[str, str]]:
    return [(change.sign.value, change.zh) for change in changes]


def test_what_was_made_changed_suspended_and_ended_is_told_apart() -> None:
    before = [standing("a"), standing("b"), standing("c")]
    after = [standing("a"), standing("b", mark="2"), standing("d"), standing("walk", kind="suspension")]
    assert signs(difference(before, after)) == [
        ("changed", "b"),
        ("ended", "c"),
        ("made", "d"),
        ("suspended", "walk"),
    ]


def test_nothing_changed_is_an_empty_difference() -> None:
    assert difference([standing("a")], [standing("a")]) == []


def test_what_the_order_made_and_still_stands_comes_first() -> None:
    found = left_over([], [standing("a", order=OTHER), standing("z", order=ORDER)], ORDER)
    assert [change.zh for change in found] == ["z", "a"]


def test_a_preview_counts_by_unit_and_person() -> None:
    made = compose(PLAYBOOK, place(secretary(), *residents(9)))
    seen = preview(made, [])
    leader = secretary().id
    assert Counter(change.kind for change in seen.changes) == made.counts()
    assert {change.kind for change in seen.by_person[leader]} >= {"appointment", "shift"}
    assert sum(map(len, seen.by_unit.values())) == len(made.wants)
    assert sum(seen.counts.values()) == len(made.wants)
    assert sum(sum(one.values()) for one in seen.counts_below(9).values()) == len(made.wants)


def test_a_second_preview_under_the_same_order_changes_nothing() -> None:
    made = compose(PLAYBOOK, place(secretary(), *residents(9)))
    stands = World().after(made).now
    assert preview(made, stands.values(), order_id=ORDER).changes == ()


def test_a_suspension_is_named_as_what_it_lets_rest() -> None:
    walk = standing("第1网格日常走访", kind="series")
    want = WantedSuspension(
        key="rest/series/1",
        unit_id=key("unit"),
        unit_code=UNITS[0],
        measure="",
        zh="routine_walk",
        suspended_kind="series",
        suspended_id=walk.id,
    )
    (change,) = preview(Composition(wants=(want,)), [walk]).changes
    assert (change.sign, change.zh) == (Sign.SUSPENDED, "第1网格日常走访")


def test_the_preview_of_the_whole_district_lists_every_want_once() -> None:
    made = compose(PLAYBOOK, yingze())
    seen = preview(made, [])
    assert len(seen.changes) == len(made.wants) == len({(change.kind, change.key) for change in seen.changes})
    assert set(seen.by_unit) <= {one.code for one in yingze().units}


class World:
    """Makers and take-backs without a database: what stands, and how an order begins and ends (R-11)."""

    def __init__(self, begin: list[Standing] | None = None) -> None:
        self.now: dict[tuple[str, UUID], Standing] = {(one.kind, one.id): one for one in begin or []}
        self.rests: dict[tuple[str, UUID], set[UUID]] = {}

    def after(self, made: Composition, order: UUID = ORDER) -> World:
        """Activate: every want becomes its row, under its own id; a second time nothing happens."""
        for want in made.wants:
            row = made_id(order, want.kind, want.key)
            if isinstance(want, WantedSuspension):
                self._rest((want.suspended_kind, want.suspended_id), order)
            person = want.person_id if isinstance(want, WantedAppointment) else None
            self.now.setdefault(
                (want.kind, row),
                Standing(
                    kind=want.kind,
                    id=row,
                    unit_code=want.unit_code,
                    words=want.zh,
                    mark="1",
                    order_id=order,
                    person_id=person,
                ),
            )
        return self

    def stand_down(self, order: UUID) -> None:
        """End what carries the order's id; let go on what rests for no other order."""
        self.now = {at: one for at, one in self.now.items() if one.order_id != order}
        for at, orders in self.rests.items():
            orders.discard(order)
            self._mark(at)

    def _rest(self, at: tuple[str, UUID], order: UUID) -> None:
        if at in self.now:
            self.rests.setdefault(at, set()).add(order)
            self._mark(at)

    def _mark(self, at: tuple[str, UUID]) -> None:
        if at in self.now:
            mark = self.now[at].mark.removesuffix(" rests")
            self.now[at] = replace(self.now[at], mark=f"{mark} rests" if self.rests[at] else mark)


ROUTINES = st.lists(st.integers(0, 5), unique=True, max_size=6)


@st.composite
def compositions(draw: st.DrawFn, routines: list[int]) -> Composition:
    """A few posts, people, shifts and suspensions, as some playbook might want them."""

    def words(name: str) -> dict[str, object]:
        code = draw(st.sampled_from(UNITS))
        return {"key": name, "unit_id": key("unit"), "unit_code": code, "measure": "M01", "zh": name}

    posts = draw(st.lists(st.integers(0, 8), unique=True, max_size=6))
    wants: list[object] = [WantedPost(**words(f"post/{n}"), role="response_team_member") for n in posts]  # type: ignore[arg-type]
    wants += [
        WantedAppointment(**words(f"post/{n}/{p}"), post=f"post/{n}", person_id=key("person", p), basis="seconded")  # type: ignore[arg-type]
        for n in posts
        for p in draw(st.sets(st.integers(0, 4), max_size=3))
    ]
    if routines:
        resting = draw(st.sets(st.sampled_from(routines)))
        wants += [
            WantedSuspension(**words(f"rest/{n}"), suspended_kind="series", suspended_id=key("series", n))  # type: ignore[arg-type]
            for n in sorted(resting)
        ]
    return Composition(wants=tuple(wants))  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Standing], Composition, Composition, list[tuple[str, int]]]:
    routines = draw(ROUTINES)
    begin = [standing(n, kind="series") for n in routines]
    begin += [standing(n, kind="appointment") for n in draw(st.lists(st.integers(0, 5), unique=True, max_size=5))]
    meanwhile = draw(st.lists(st.tuples(st.sampled_from(["left", "joined", "renamed"]), st.integers(0, 9)), max_size=6))
    return begin, draw(compositions(routines)), draw(compositions(routines)), meanwhile


def happen(world: World, what: str, n: int) -> None:
    """Something that has nothing to do with the order: somebody leaves, joins, or a post gets another name."""
    at = ("appointment", key("appointment", n))
    if what == "left":
        world.now.pop(at, None)
    elif what == "joined":
        world.now.setdefault(("appointment", key("appointment", n)), standing(n, kind="appointment"))
    elif at in world.now:
        world.now[at] = replace(world.now[at], mark=world.now[at].mark + "'")


@settings(max_examples=150, deadline=None)
@given(histories())
def test_r11_after_a_stand_down_exactly_what_changed_for_other_reasons_is_left(
    history: tuple[list[Standing], Composition, Composition, list[tuple[str, int]]],
) -> None:
    begin, first, second, meanwhile = history
    switched, untouched = World(begin), World(begin)
    baseline = list(switched.now.values())
    switched.after(first)
    for world in (switched, untouched):
        world.after(second, OTHER)
        for what, n in meanwhile:
            happen(world, what, n)
    switched.after(first)
    switched.stand_down(ORDER)
    assert left_over(baseline, switched.now.values(), ORDER) == left_over(baseline, untouched.now.values(), ORDER)
    for world in (switched, untouched):
        world.stand_down(OTHER)
    if not meanwhile:
        assert left_over(baseline, switched.now.values(), ORDER) == []


@settings(max_examples=80, deadline=None)
@given(histories(), st.booleans())
def test_r11_nested_orders_end_in_any_order(
    history: tuple[list[Standing], Composition, Composition, list[tuple[str, int]]], inner_first: bool
) -> None:
    begin, first, second, _ = history
    world = World(begin)
    baseline = list(world.now.values())
    world.after(first).after(second, OTHER)
    for order in (OTHER, ORDER) if inner_first else (ORDER, OTHER):
        world.stand_down(order)
    assert difference(baseline, world.now.values()) == []


@settings(max_examples=80, deadline=None)
@given(histories())
def test_a_difference_read_backwards_is_the_same_lines_the_other_way_round(
    history: tuple[list[Standing], Composition, Composition, list[tuple[str, int]]],
) -> None:
    begin, first, _, _ = history
    before = begin
    after = list(World(begin).after(first).now.values())
    there, back = difference(before, after), difference(after, before)
    turned = {Sign.MADE: Sign.ENDED, Sign.SUSPENDED: Sign.ENDED, Sign.ENDED: Sign.MADE, Sign.CHANGED: Sign.CHANGED}
    assert {(turned[one.sign], one.kind, one.id) for one in there} == {(one.sign, one.kind, one.id) for one in back}


def test_shifts_of_a_preview_name_everybody_offered_one() -> None:
    made = compose(PLAYBOOK, place(secretary(), *residents(9)))
    seen = preview(made, [])
    offered = {one for want in made.wants if isinstance(want, WantedShift) for one in want.person_ids}
    assert offered <= set(seen.by_person)


@st.composite
def some_playbooks(draw: st.DrawFn) -> Playbook:
    """The epidemic playbook with some of its parts left out, others of another size."""

    def some(block: dict[str, object]) -> dict[str, object]:
        return {name: part for name, part in block.items() if draw(st.booleans())}

    team = structs.replace(PLAYBOOK.teams["response_team"], size=Size(min=draw(st.integers(1, 9)), max=20))
    gate = structs.replace(PLAYBOOK.sites["compound_gate"], needed=draw(st.integers(1, 3)), outdoor=draw(st.booleans()))
    return structs.replace(
        PLAYBOOK,
        teams=some({"response_team": team}),
        pairings=some(dict(PLAYBOOK.pairings)),
        sites=some({"compound_gate": gate}),
        rounds=some(dict(PLAYBOOK.rounds)),
        notices=PLAYBOOK.notices[: draw(st.integers(0, 2))],
    )


@settings(max_examples=40, deadline=None)
@given(some_playbooks(), st.integers(0, 12), st.integers(0, 2), st.booleans())
def test_r11_whatever_the_playbook_its_end_leaves_nothing_behind(
    playbook: Playbook, people: int, guarded: int, resting: bool
) -> None:
    walk = standing("walk", kind="series")
    routine = RoutineFact(kind="series", id=walk.id, name="routine_walk", unit_code=UNITS[0])
    here = place(secretary(), *residents(people), *residents(guarded, home="", guarded=True))
    made = compose(playbook, replace(here, routines=(routine,) if resting else ()))
    world = World([walk])
    baseline = list(world.now.values())
    world.after(made).after(made)
    assert len(world.now) == 1 + len(made.wants)
    world.stand_down(ORDER)
    assert left_over(baseline, world.now.values(), ORDER) == []
