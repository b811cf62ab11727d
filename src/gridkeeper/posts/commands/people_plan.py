"""What a whole list of people would change: who is new, known or moved, which posts are made, who is appointed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from gridkeeper.catalogue.registrations import may_give
from gridkeeper.formats.columns import CellProblem
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.posts.choices import Holding
from gridkeeper.posts.commands.people_rows import Report, Wanted
from gridkeeper.posts.policy import Span, first_day, last_day, most_at_once
from gridkeeper.posts.queries.known import Known, KnownPerson, KnownPost

_DISTRICT = LENGTHS[Level.DISTRICT]


@dataclass(kw_only=True)
class PlannedPerson:
    """A person of the list: known (with what changes) or new."""

    id: UUID
    first: Wanted
    known: KnownPerson | None
    phone: str = ""
    birth_year: int | None = None
    certified_for: str = ""
    certified_until: date | None = None
    skills: tuple[str, ...] | None = None
    is_party_member: bool = False
    moves_to: Wanted | None = None
    changed: set[str] = field(default_factory=set)


@dataclass(kw_only=True)
class PlannedPost:
    """A post the list speaks of: there already, or to be made."""

    id: UUID
    first: Wanted
    known: KnownPost | None
    seats: int
    body_id: UUID | None
    holders: list[Span] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class PlannedAppointment:
    """Somebody to appoint."""

    person: PlannedPerson
    post: PlannedPost
    wanted: Wanted
    span: Span


@dataclass(kw_only=True)
class Plan:
    """Everything to write, in the order of the list."""

    actor: Actor
    known: Known
    report: Report
    now: datetime
    people: dict[UUID, PlannedPerson] = field(default_factory=dict)
    posts: dict[tuple[str, str, str], PlannedPost] = field(default_factory=dict)
    appointments: list[PlannedAppointment] = field(default_factory=list)
    _by_phone: dict[str, PlannedPerson] = field(default_factory=dict)
    _by_place: dict[tuple[str, str], list[PlannedPerson]] = field(default_factory=lambda: defaultdict(list))
    _seen: dict[tuple[UUID, tuple[str, str, str]], int] = field(default_factory=dict)

    def take(self, wanted: Wanted) -> None:
        """Add one row to the plan, or send it back."""
        person = self._person(wanted)
        if person is None:
            return
        again = self._seen.get((person.id, wanted.post_key))
        if again is not None:
            text, hint = "The same person and post stand in row {row} already.", "Keep one of them."
            self._refuse(wanted, "name", CellProblem("row.duplicate", text, hint, {"row": again}))
            return
        if wanted.role and not may_give(actor=self.actor, role=wanted.role, unit_code=wanted.unit.unit_code):
            text = "This role carries rights that you do not hold there yourself."
            hint = "Ask somebody whose own post carries them to make this appointment."
            self._refuse(wanted, "role", CellProblem("row.more-than-own", text, hint, {}))
            return
        appointment = self._appointment(wanted, person) if wanted.role else None
        if wanted.role and appointment is None:
            return
        self._seen[(person.id, wanted.post_key)] = wanted.row
        self._keep(wanted, person)
        if isinstance(appointment, PlannedAppointment):
            self.appointments.append(appointment)
            post = appointment.post
            self.posts[wanted.post_key] = post
            if wanted.holding == Holding.HOLDER:
                post.holders.append(appointment.span)
                post.names.append(wanted.name)

    def count(self) -> None:
        """Write the sums into the report."""
        counts = self.report.counts
        known = [person for person in self.people.values() if person.known]
        counts["new"] = len(self.people) - len(known)
        counts["moved"] = sum(person.moves_to is not None for person in known)
        counts["changed"] = sum(bool(person.changed) and person.moves_to is None for person in known)
        counts["same"] = len(known) - counts["moved"] - counts["changed"]
        counts["posts_made"] = sum(post.known is None for post in self.posts.values())
        counts["seats_added"] = sum(p.seats - p.known.seats for p in self.posts.values() if p.known)
        counts["appointed"] = len(self.appointments)
        counts["rows"] = self.report.reading.row_count
        counts["sent_back"] = len({problem.row for problem in self.report.problems if problem.row})

    def _person(self, wanted: Wanted) -> PlannedPerson | None:
        """The person of a row: by phone, else by name and place; None after sending the row back."""
        planned = self._by_phone.get(wanted.phone) if wanted.phone else None
        known = self.known.by_phone.get(wanted.phone) if wanted.phone else None
        holder = planned.first.name if planned else known.name if known else wanted.name
        if holder != wanted.name:
            text, hint = "The phone {phone} already belongs to {person}.", "Check the figures; leave it with one."
            facts = {"phone": wanted.phone, "person": holder}
            self._refuse(wanted, "phone", CellProblem("people.phone-taken", text, hint, facts))
            return None
        if planned is None and known is None:
            planned, known, several = self._by_name(wanted)
            if several:
                text = "{name} stands {number} times at {unit}; which one is meant?"
                facts = {"name": wanted.name, "number": str(several), "unit": wanted.unit.label}
                self._refuse(wanted, "name", CellProblem("people.which", text, "Give the phone.", facts))
                return None
        if known and known.left_at:
            text, hint = "{name} left on {left}.", "Register the person again if they have come back."
            facts = {"name": known.name, "left": first_day(known.left_at).isoformat()}
            self._refuse(wanted, "name", CellProblem("people.left", text, hint, facts))
            return None
        if planned is None and known:
            planned = self.people.get(known.id)
        return planned or PlannedPerson(id=known.id if known else uuid7(), first=wanted, known=known)

    def _by_name(self, wanted: Wanted) -> tuple[PlannedPerson | None, KnownPerson | None, int]:
        place = (wanted.name, wanted.unit.unit_code)
        planned = [p for p in self._by_place.get(place, ()) if not (p.phone and wanted.phone)]
        known = [
            person
            for person in self.known.by_place.get(place, ())
            # Another phone or birth year is another person of the same name.
            if not (person.phone and wanted.phone)
            and not (person.birth_year and wanted.birth_year and person.birth_year != wanted.birth_year)
            and person.id not in {p.id for p in planned}
        ]
        if len(planned) + len(known) > 1:
            return None, None, len(planned) + len(known)
        return planned[0] if planned else None, known[0] if known else None, 0

    def _appointment(self, wanted: Wanted, person: PlannedPerson) -> PlannedAppointment | bool | None:
        """The appointment to make; True where it stands already; None after sending the row back."""
        post = self._post(wanted)
        if post is None:
            return None
        span = wanted.span(self.now)
        held = self._held(post, person, span)
        if held is not None:
            if self._is_same(held, wanted):
                return True
            text, hint = "{name} has held “{post}” since {since}.", "End it first, or leave the dates empty."
            since = first_day(held.span.from_at).isoformat()
            facts = {"name": wanted.name, "post": wanted.title, "since": since}
            self._refuse(wanted, "begins", CellProblem("people.already-held", text, hint, facts))
            return None
        if not wanted.document:
            text, hint = "The appointment names no document.", "Type the number of the notice, minutes or order."
            self._refuse(wanted, "document", CellProblem("people.no-document", text, hint))
            return None
        seats = max(post.seats, wanted.seats or 0)
        if wanted.holding == Holding.HOLDER and most_at_once(post.holders, within=span) >= seats:
            text = "{seats:The one seat|All {seats} seats} of “{post}” {seats:is|are} held then, by {holders}."
            hint = "Make it a deputy, end an appointment, or give a larger number of seats."
            facts = {"seats": str(seats), "post": wanted.title, "holders": ", ".join(post.names[:4])}
            self._refuse(wanted, "title", CellProblem("people.post-full", text, hint, facts))
            return None
        post.seats = seats
        return PlannedAppointment(person=person, post=post, wanted=wanted, span=span)

    def _post(self, wanted: Wanted) -> PlannedPost | None:
        post = self.posts.get(wanted.post_key)
        if post is not None:
            return post
        known = self.known.posts.get(wanted.post_key)
        if known:
            holders = [held for held in known.held if held.holding == Holding.HOLDER]
            return PlannedPost(
                id=known.id,
                first=wanted,
                known=known,
                seats=known.seats,
                body_id=None,
                holders=[held.span for held in holders],
                names=[held.name for held in holders if held.name],
            )
        body_id = self._body(wanted)
        if wanted.body and body_id is None:
            text, hint = "There is no one organisation called “{body}” here.", "Found it first, or leave it empty."
            self._refuse(wanted, "body", CellProblem("people.unknown-body", text, hint, {"body": wanted.body}))
            return None
        return PlannedPost(id=uuid7(), first=wanted, known=None, seats=wanted.seats or 1, body_id=body_id)

    def _body(self, wanted: Wanted) -> UUID | None:
        """The open organisation of that name: the nearest above the unit, else the only one in its district."""
        code = wanted.unit.unit_code
        found = self.known.bodies.get(wanted.body, [])
        above = sorted((b for b in found if code.startswith(b.unit_code)), key=lambda b: len(b.unit_code))
        if above:
            return above[-1].id
        near = [body for body in found if body.unit_code[:_DISTRICT] == code[:_DISTRICT]]
        return near[0].id if len(near) == 1 else None

    def _held(self, post: PlannedPost, person: PlannedPerson, span: Span) -> KnownPost.Held | None:
        rows = post.known.held if post.known else ()
        return next((held for held in rows if held.person_id == person.id and held.span.meets(span)), None)

    def _is_same(self, held: KnownPost.Held, wanted: Wanted) -> bool:
        begins = wanted.begins is None or first_day(wanted.begins) == first_day(held.span.from_at)
        ends = wanted.ends is None or last_day(wanted.ends) == last_day(held.span.to_at)
        return begins and ends and held.holding == wanted.holding

    def _keep(self, wanted: Wanted, person: PlannedPerson) -> None:
        """Note what the row says about the person beyond the post."""
        known = person.known
        self.people[person.id] = person
        for key in ("phone", "birth_year", "certified_for", "certified_until", "skills"):
            value = getattr(wanted, key)
            if value in (None, "") or getattr(person, key) not in (None, ""):
                continue
            setattr(person, key, value)
            if known and getattr(known, key) != value:
                person.changed.add(key)
        if wanted.is_party_member and not person.is_party_member:
            person.is_party_member = True
            if known and not known.has_sensitive:
                person.changed.add("party")
        if known and not wanted.role and wanted.unit.unit_code != known.unit_code:
            person.moves_to = wanted
        if person.phone:
            self._by_phone[person.phone] = person
        if not any(other is person for other in self._by_place[(wanted.name, wanted.unit.unit_code)]):
            self._by_place[(wanted.name, wanted.unit.unit_code)].append(person)

    def _refuse(self, wanted: Wanted, column: str, problem: CellProblem) -> None:
        self.report.refuse(wanted.row, column, problem)
