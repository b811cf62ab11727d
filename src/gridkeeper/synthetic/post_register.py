"""Collects posts and appointments while the demo district is filled, and turns them into arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gridkeeper.synthetic.model import Appointments, Bodies, Ints, People, Posts
from gridkeeper.synthetic.names import duty_phones
from gridkeeper.synthetic.territory import Territory

# Posts whose holder is reached on an own phone, not on a duty phone.
_NO_DUTY_PHONE: Final = (
    "building_leader",
    "volunteer",
    "doctor",
    "sampler",
    "seconded",
    "committee_cadre",
    "inspector",
)
_FIRST_DAY: Final = np.datetime64("2021-03-01")
_DAYS: Final = 590  # the last ordinary appointment falls into October 2022


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Where a post stands: the body it belongs to, the unit or compound it covers, and how titles begin."""

    body: int
    unit: str
    zh: str
    en: str
    compound: int = -1


@dataclass
class PostRegister:
    """Rows of posts and appointments; methods append and return row numbers."""

    bodies: Bodies
    people: People
    land: Territory
    members: dict[str, Ints]  # cohort -> rows of people
    posts: list[tuple[str, Seat, str, str, int]] = field(default_factory=list)
    appointments: list[tuple[int, int, str, np.datetime64, str]] = field(default_factory=list)

    def post(self, role: str, seat: Seat, *, zh: str = "", en: str = "", seats: int = 1) -> int:
        """Append a post, its titles the seat's followed by ``zh`` and ``en``; return its row."""
        self.posts.append((role, seat, f"{seat.zh}{zh}", f"{seat.en} {en}".strip(), seats))
        return len(self.posts) - 1

    def appoint(self, person: int, post: int, *, kind: str = "holder", on: np.datetime64 | None = None) -> None:
        """Append an appointment; its day (unless given) and document number follow from its serial."""
        serial = len(self.appointments) + 1
        day = on if on is not None else _FIRST_DAY + np.timedelta64(serial * 37 % _DAYS, "D")
        self.appointments.append((int(person), post, kind, day, f"迎组〔{str(day)[:4]}〕演-{serial}号"))

    def shared(
        self, role: str, seat: Seat, *, zh: str, en: str, holders: Ints, spare: int = 0, on: np.datetime64 | None = None
    ) -> int:
        """Append a post with a seat for each holder and ``spare`` empty ones; return its row."""
        post = self.post(role, seat, zh=zh, en=en, seats=len(holders) + spare)
        for person in holders.tolist():
            self.appoint(person, post, on=on)
        return post

    def one_each(self, role: str, kind: str, *, zh: str, en: str) -> None:
        """One post of ``role`` at every body of ``kind``, held by the cohort's members in order."""
        for person, body in zip(self.members[role].tolist(), self.of_kind(kind), strict=True):
            self.appoint(person, self.post(role, self.seat(body), zh=zh, en=en))

    def by_employer(self, role: str, kind: str, *, zh: str, en: str, spare: int = 0) -> None:
        """A shared post of ``role`` at each body of ``kind`` for the cohort's members it employs."""
        rows = self.members[role]
        for body in self.of_kind(kind):
            holders = rows[self.people.employer[rows] == body]
            self.shared(role, self.seat(body), zh=zh, en=en, holders=holders, spare=spare)

    def of_kind(self, kind: str) -> list[int]:
        """Rows of the bodies of one kind."""
        rows: list[int] = np.flatnonzero(self.bodies.kind == kind).tolist()
        return rows

    def seat(self, body: int) -> Seat:
        """The seat that covers a body's own unit and compound."""
        bodies = self.bodies
        return Seat(
            body=body,
            unit=str(bodies.unit[body]),
            zh=str(bodies.name[body]),
            en=str(bodies.name_en[body]),
            compound=int(bodies.compound[body]),
        )

    def arrays(self) -> tuple[Posts, Appointments]:
        """Everything collected."""
        role, seat, zh, en, seats = zip(*self.posts, strict=True)
        person, post, kind, day, document = zip(*self.appointments, strict=True)
        roles = np.array(role)
        posts = Posts(
            role=roles,
            body=np.array([s.body for s in seat], dtype=np.int32),
            unit=np.array([s.unit for s in seat]),
            compound=np.array([s.compound for s in seat], dtype=np.int32),
            title=np.array(zh),
            title_en=np.array(en),
            seats=np.array(seats, dtype=np.int32),
            duty_phone=duty_phones((~np.isin(roles, _NO_DUTY_PHONE)).astype(np.int32)),
        )
        appointments = Appointments(
            person=np.array(person, dtype=np.int32),
            post=np.array(post, dtype=np.int32),
            kind=np.array(kind),
            starts_on=np.array(day, dtype="datetime64[D]"),
            document=np.array(document),
        )
        return posts, appointments
