"""Places to hold playbooks against: the generated district, and a small one a test can count by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from gridkeeper.kernel.unit_code import level_of
from gridkeeper.playbooks.facts import Facts, OverlayFact, PersonFact, Seat, UnitFact

START = datetime(2022, 11, 13, 0, 0, tzinfo=UTC)


def key(*parts: object) -> UUID:
    """The same id for the same words."""
    return uuid5(NAMESPACE_URL, "/".join(map(str, parts)))


def unit(code: str, name: str = "") -> UnitFact:
    """An open unit."""
    return UnitFact(id=key("unit", code), code=code, level=level_of(code).value, name=name or f"单位{code}")


def person(name: str, *, role: str = "", at: str = "", overlay: UUID | None = None, **more: Any) -> PersonFact:
    """Somebody with at most one seat."""
    seats = (Seat(role=role, unit_code=at, post_id=key("post", role, at), overlay_id=overlay),) if role else ()
    return PersonFact(id=key("person", name), seats=seats, **more)


@lru_cache(maxsize=1)
def yingze(*, year: int = 2022) -> Facts:
    """The generated district of 112 communities, 795 compounds, 20,000 buildings and its people."""
    from gridkeeper.synthetic import SKILLS, district

    made = district()
    units = [unit(made.code, made.name)]
    units += [unit(str(c), str(n)) for c, n in zip(made.streets.code, made.streets.name, strict=True)]
    units += [unit(str(c), str(n)) for c, n in zip(made.communities.code, made.communities.short, strict=True)]
    units += [unit(str(c), str(n)) for c, n in zip(made.grids.code, made.grids.name, strict=True)]
    units += [unit(str(c), str(n)) for c, n in zip(made.buildings.code, made.buildings.name, strict=True)]
    members: dict[int, list[str]] = {}
    for code, row in zip(made.buildings.code.tolist(), made.buildings.compound.tolist(), strict=True):
        members.setdefault(row, []).append(code)
    communities = made.communities.code.tolist()
    overlays = [
        OverlayFact(
            id=key("overlay", k), kind="compound", unit_code=communities[c], name=str(name), members=tuple(members[i])
        )
        for i, (k, c, name) in enumerate(
            zip(made.compounds.key, made.compounds.community.tolist(), made.compounds.name, strict=True)
        )
    ]
    seats: dict[int, list[Seat]] = {}
    roles, places = made.posts.role.tolist(), made.posts.unit.tolist()
    compounds = made.posts.compound.tolist()
    for who, post in zip(made.appointments.person.tolist(), made.appointments.post.tolist(), strict=True):
        overlay = overlays[compounds[post]].id if compounds[post] >= 0 else None
        seats.setdefault(who, []).append(
            Seat(role=roles[post], unit_code=places[post], post_id=key("post", post), overlay_id=overlay)
        )
    people = []
    p = made.people
    homes = made.buildings.code.tolist()
    rows = zip(
        p.home.tolist(), p.birth_year.tolist(), p.party_member, p.volunteer_consent, p.skills.tolist(), strict=True
    )
    for row, (home, born, party, volunteer, skills) in enumerate(rows):
        consents = {"party_deployment"} if party else set()
        consents |= {"volunteer_call"} if volunteer else set()
        people.append(
            PersonFact(
                id=key("person", row),
                seats=tuple(seats.get(row, ())),
                home_code=homes[home] if home >= 0 else "",
                guarded=year - born > 65,
                minor=year - born < 18,
                consents=frozenset(consents),
                skills=frozenset(s.key for bit, s in enumerate(SKILLS) if skills >> bit & 1),
            )
        )
    return Facts(root=units[0], now=START, units=tuple(units), overlays=tuple(overlays), people=tuple(people))
