"""Response teams: one for each compound, led by who may lead, filled with the nearest who agreed (K-08, R-10, A2)."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.playbooks.compose.composition import Sheet
from gridkeeper.playbooks.compose.ground import Ground, Spot, spelled_basis, width_of
from gridkeeper.playbooks.compose.moments import Stretch
from gridkeeper.playbooks.compose.words import RoleNames
from gridkeeper.playbooks.facts import PersonFact
from gridkeeper.playbooks.schema import Basis, Leader, Team, bases
from gridkeeper.playbooks.wanted import WantedAppointment, WantedBody, WantedPost

_GRID = LENGTHS[Level.GRID]
Line = deque[tuple[PersonFact, str]]


@dataclass(slots=True)
class Crew:
    """One team as it fills: its place, the people in it, and the basis on which each came."""

    key: str
    spot: Spot
    zh: str
    en: str
    leader: PersonFact | None = None
    leader_basis: str = ""
    people: list[PersonFact] = field(default_factory=list)
    basis: dict[UUID, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """People in the team, the leader counted."""
        return len(self.people) + (self.leader is not None)

    @property
    def everybody(self) -> list[PersonFact]:
        """The leader first, then the others."""
        return [*([self.leader] if self.leader else []), *self.people]


@dataclass
class Muster:
    """Fills teams, one kind after the other; ``taken`` are people in any team already: nobody is in two."""

    ground: Ground
    sheet: Sheet
    names: RoleNames
    time: Stretch
    chosen: Mapping[str, UUID]
    taken: set[UUID] = field(default_factory=set)

    def crews(self, name: str, team: Team) -> list[Crew]:
        """The teams of one kind with their people, in order of places."""
        return _Filling(self, team).done(name)


class _Filling:
    """The teams of one kind while they fill."""

    def __init__(self, muster: Muster, team: Team) -> None:
        self.team, self.ground, self.sheet = team, muster.ground, muster.sheet
        self.names, self.time, self.chosen, self.taken = muster.names, muster.time, muster.chosen, muster.taken
        self.passed_over: set[tuple[str, UUID]] = set()

    def done(self, name: str) -> list[Crew]:
        crews = [
            Crew(
                key=f"team/{name}/{spot.key}",
                spot=spot,
                zh=f"{spot.zh}{self.team.title.zh}",
                en=f"{spot.en}, {self.team.title.en or self.team.title.zh}",
            )
            for spot in self.ground.spots(self.team.per)
        ]
        self._lead(crews)
        self._fill(crews)
        for crew in crews:
            self._judge(crew)
        self._name_run_out(name)
        return crews

    def _name_run_out(self, name: str) -> None:
        """Whose certificate has run out is left out of every team, and said (4.e)."""
        asked = {basis.role for basis in self._bases()}
        for role in sorted(asked & self.ground.run_out.keys()):
            people = self.ground.run_out[role]
            zh, en = self.names.of_bases(tuple(basis for basis in self._bases() if basis.role == role)[:1])
            first = min(person.certified_until for person in people if person.certified_until)
            self.sheet.clashes(
                "certificate-ended",
                key=f"team/{name}/certificates/{role}",
                measure=self.team.measure,
                unit_code=self.ground.root.code,
                zh=self.team.title.zh,
                en=self.team.title.en or self.team.title.zh,
                role=zh,
                role_en=en,
                count=str(len(people)),
                first=first.isoformat(),
            )

    def _bases(self) -> list[Basis]:
        return [basis for part in (self.team.leader, self.team.members) for basis in bases(part.from_)]

    def _area(self, code: str) -> str:
        return code[: width_of(self.team.within, self.ground.root.code)]

    def _lead(self, crews: list[Crew]) -> None:
        """Who is chosen by hand, then who belongs to the compound, who lives in it, who is near: in that order."""
        open_crews = [crew for crew in crews if not self._lead_by_hand(crew)]
        by_overlay: dict[UUID, list[tuple[PersonFact, str]]] = defaultdict(list)
        by_area: dict[str, list[tuple[PersonFact, str]]] = defaultdict(list)
        for basis in bases(self.team.leader.from_):
            word = spelled_basis(basis)
            for where, person in self.ground.qualified(basis):
                by_area[self._area(where)].append((person, word))
                for tie in self._ties(person, basis.role):
                    by_overlay[tie].append((person, word))
        for crew in open_crews:
            if crew.spot.overlay_id is not None:
                self._first_free(crew, by_overlay.get(crew.spot.overlay_id, ()))
        for crew in open_crews:
            if crew.leader is None:
                self._first_free(crew, by_area.get(self._area(crew.spot.unit_code), ()))

    def _ties(self, person: PersonFact, role: str) -> list[UUID]:
        """The overlays somebody's post of that role works for; without one, the compound they live in."""
        seats = [seat.overlay_id for seat in person.seats if seat.role == role and seat.overlay_id is not None]
        home = self.ground.overlay_of_building.get(person.home_code)
        return seats or ([home] if home is not None else [])

    def _first_free(self, crew: Crew, candidates: Iterable[tuple[PersonFact, str]]) -> None:
        for person, word in candidates:
            if person.id in self.taken:
                continue
            if self.time.is_on_duty_at_start(person):
                if (crew.key, person.id) not in self.passed_over:
                    self.passed_over.add((crew.key, person.id))
                    self._clash("leader-on-duty", crew, person.id)
                continue
            crew.leader, crew.leader_basis = person, word
            self.taken.add(person.id)
            return

    def _lead_by_hand(self, crew: Crew) -> bool:
        """Take the person chosen for this team, or refuse them in words; True when the team has its leader."""
        person_id = self.chosen.get(crew.key)
        if person_id is None:
            return False
        for basis in bases(self.team.leader.from_):
            fitting = (person for _, person in self.ground.qualified(basis) if person.id == person_id)
            person = next(fitting, None)
            if person is None:
                continue
            if person_id in self.taken:
                self._clash("leader-in-two-teams", crew, person_id)
                return False
            crew.leader, crew.leader_basis = person, spelled_basis(basis)
            self.taken.add(person_id)
            return True
        self._clash("leader-without-basis", crew, person_id)
        return False

    def _clash(self, rule: str, crew: Crew, person_id: UUID) -> None:
        zh, en = self.names.of_bases(bases(self.team.leader.from_))
        self.sheet.clashes(
            rule,
            key=crew.key,
            measure=self.team.measure,
            unit_code=crew.spot.unit_code,
            zh=crew.zh,
            en=crew.en,
            person_id=person_id,
            roles=zh,
            roles_en=en,
        )

    def _fill(self, crews: list[Crew]) -> None:
        """Every team to its least size before any team to what it wants, each time the nearest people first."""
        pools = self._pools()
        by_area: dict[str, list[Crew]] = defaultdict(list)
        for crew in crews:
            by_area[self._area(crew.spot.unit_code)].append(crew)
        size = self.team.size
        for area, neighbours in sorted(by_area.items()):
            pool = pools.get(area)
            if pool is None:
                continue
            for aim in (size.min, min(max(size.want or size.min, size.min), size.max)):
                self._to(aim, neighbours, pool)

    def _pools(self) -> dict[str, Pool]:
        pools: dict[str, Pool] = {}
        seen: set[UUID] = set()
        for basis in bases(self.team.members.from_):
            word = spelled_basis(basis)
            found = [(where, person) for where, person in self.ground.qualified(basis) if person.id not in seen]
            # Whom SF-31 guards from nights and the cold comes last: a team must be able to stand its duties.
            for where, person in sorted(found, key=lambda one: one[1].guarded or one[1].minor):
                if person.id in seen or person.id in self.taken:
                    continue
                seen.add(person.id)
                overlays = self._ties(person, basis.role)
                area = self._area(where)
                pools.setdefault(area, Pool()).add(person, word, overlays[0] if overlays else None)
        return pools

    def _to(self, aim: int, crews: list[Crew], pool: Pool) -> None:
        for crew in crews:
            if crew.spot.overlay_id is not None:
                self._take(crew, aim, pool.by_overlay[crew.spot.overlay_id])
        for crew in crews:
            for grid in sorted({code[:_GRID] for code in crew.spot.buildings}):
                self._take(crew, aim, pool.by_grid[grid])
        short = [crew for crew in crews if crew.size < aim]
        while short and pool.everybody:
            for crew in short:
                self._take(crew, min(crew.size + 1, aim), pool.everybody)
            short = [crew for crew in short if crew.size < aim]

    def _take(self, crew: Crew, aim: int, line: Line) -> None:
        """People from the front of a line, until the team has ``aim``."""
        while crew.size < aim and line:
            person, word = line.popleft()
            if person.id not in self.taken:
                self.taken.add(person.id)
                crew.people.append(person)
                crew.basis[person.id] = word

    def _judge(self, crew: Crew) -> None:
        measure, code = self.team.measure, crew.spot.unit_code
        zh, en = self.names.of_bases(bases(self.team.leader.from_))
        about = {"key": crew.key, "measure": measure, "unit_code": code, "zh": crew.zh, "en": crew.en}
        if crew.leader is None:
            self.sheet.lacks("team-without-leader", need=1, have=0, roles=zh, roles_en=en, **about)
        if crew.size < self.team.size.min:
            self.sheet.lacks("team-too-small", need=self.team.size.min, have=crew.size, **about)


class Pool:
    """People of one area who may be asked, in lines by nearness."""

    def __init__(self) -> None:
        self.by_overlay: dict[UUID, Line] = defaultdict(deque)
        self.by_grid: dict[str, Line] = defaultdict(deque)
        self.everybody: Line = deque()

    def add(self, person: PersonFact, word: str, overlay: UUID | None) -> None:
        """Put somebody at the back of the lines they stand in."""
        entry = (person, word)
        self.everybody.append(entry)
        if overlay is not None:
            self.by_overlay[overlay].append(entry)
        if len(person.home_code) >= _GRID:
            self.by_grid[person.home_code[:_GRID]].append(entry)


def wants_of(crew: Crew, team: Team, sheet: Sheet, *, approved_by: str) -> None:
    """Write down the body, its seats and who takes them."""
    spot, measure = crew.spot, team.measure
    sheet.wants.append(
        WantedBody(
            key=crew.key,
            unit_id=spot.unit_id,
            unit_code=spot.unit_code,
            measure=measure,
            zh=crew.zh,
            en=crew.en,
            body_kind=team.body,
            approved_by=approved_by,
            overlay_id=spot.overlay_id,
        )
    )
    leader = f"{crew.key}/leader"
    title = team.leader.title
    _seat(crew, team, sheet, key=leader, role=team.leader.role, zh=title.zh, en=title.en, asks=_asked(team.leader))
    if crew.leader is not None:
        _appoint(crew, team, sheet, post=leader, person=crew.leader, basis=crew.leader_basis)
    if not team.groups:
        key, title = f"{crew.key}/members", team.members.title
        seats = max(len(crew.people), team.size.min - 1, 1)
        _seat(crew, team, sheet, key=key, role=team.members.role, zh=title.zh, en=title.en, seats=seats)
        for person in crew.people:
            _appoint(crew, team, sheet, post=key, person=person, basis=crew.basis[person.id])
        return
    for row, group in enumerate(team.groups):
        key = f"{crew.key}/group/{group.name}"
        held = _people_of_group(crew.people, row, len(team.groups))
        seats, title = max(len(held), 1), group.title
        _seat(crew, team, sheet, key=key, role=team.members.role, zh=title.zh, en=title.en, seats=seats)
        for person in held:
            _appoint(crew, team, sheet, post=key, person=person, basis=crew.basis[person.id])


def _people_of_group(people: list[PersonFact], row: int, groups: int) -> list[PersonFact]:
    """Every group has somebody: people share the groups out, or groups the people."""
    if not people:
        return []
    return people[row::groups] if len(people) >= groups else [people[row % len(people)]]


def _asked(leader: Leader) -> tuple[str, ...]:
    """Roles one of which whoever leads holds already; none where a consent or a skill suffices without any."""
    roles = tuple(basis.role for basis in bases(leader.from_))
    return roles if all(roles) else ()


def _seat(
    crew: Crew,
    team: Team,
    sheet: Sheet,
    *,
    key: str,
    role: str,
    zh: str,
    en: str,
    seats: int = 1,
    asks: tuple[str, ...] = (),
) -> None:
    sheet.wants.append(
        WantedPost(
            key=key,
            unit_id=crew.spot.unit_id,
            unit_code=crew.spot.unit_code,
            measure=team.measure,
            zh=f"{crew.zh}{zh}",
            en=f"{crew.en}, {en or zh}",
            role=role,
            body=crew.key,
            seats=seats,
            asks=asks,
        )
    )


def _appoint(crew: Crew, team: Team, sheet: Sheet, *, post: str, person: PersonFact, basis: str) -> None:
    sheet.wants.append(
        WantedAppointment(
            key=f"{post}/{person.id}",
            unit_id=crew.spot.unit_id,
            unit_code=crew.spot.unit_code,
            measure=team.measure,
            zh=crew.zh,
            en=crew.en,
            post=post,
            person_id=person.id,
            basis=basis,
        )
    )
