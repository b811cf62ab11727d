"""What an activation wants made: typed values with stable keys, which rooms turn into rows (K-07, R-20).

Every want has a ``key`` that says what it is and for which place ("team/response_team/<overlay id>"); the row it
becomes has the id ``made_id(order_id, kind, key)``. So wants may refer to each other by key, making the same twice
makes nothing new, and the same playbook, place and order always answer with the same ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import ClassVar
from uuid import UUID, uuid5


def made_id(order_id: UUID, kind: str, key: str) -> UUID:
    """Id of the row that a want becomes under an order."""
    return uuid5(order_id, f"{kind}/{key}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Want:
    """What every want says: where, for which measure of the playbook (M02), and its words in both languages."""

    kind: ClassVar[str] = ""

    key: str
    unit_id: UUID
    unit_code: str
    measure: str
    zh: str
    en: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedControlUnit(Want):
    """A piece of ground that is controlled as one; ``members`` are the codes of its buildings (K-07)."""

    kind: ClassVar[str] = "control_unit"

    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedBody(Want):
    """A temporary body, such as a response team of a compound (K-08)."""

    kind: ClassVar[str] = "body"

    body_kind: str
    approved_by: str
    overlay_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedPost(Want):
    """A seat, or several alike, of a role; of the body with key ``body`` where there is one.

    ``asks`` are roles, one of which whoever takes it holds already (K-08); empty: anybody.
    """

    kind: ClassVar[str] = "post"

    role: str
    body: str = ""
    seats: int = 1
    is_office: bool = False
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedAppointment(Want):
    """A person for the post with key ``post``; ``basis`` is the role or consent that makes them eligible (R-15)."""

    kind: ClassVar[str] = "appointment"

    post: str
    person_id: UUID
    basis: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedSite(Want):
    """A fixed place with hours: a gate, a point, a depot. ``opens`` == ``closes`` means round the clock."""

    kind: ClassVar[str] = "site"

    site_kind: str
    opens: time
    closes: time
    overlay_id: UUID | None = None
    capacity: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedShift(Want):
    """One stretch of duty at the site with key ``site`` (or for the body with key ``body``) and who is offered it."""

    kind: ClassVar[str] = "shift"

    starts: datetime
    ends: datetime
    needed: int
    person_ids: tuple[UUID, ...] = ()
    site: str = ""
    body: str = ""
    role: str = ""
    task: str = ""
    task_en: str = ""
    night: bool = False
    outdoor: bool = False
    in_zone: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedSeries(Want):
    """A round that recurs on a unit or overlay: due windows ``every`` so often inside the day's hours (YZ-47, R-13).

    ``evidence`` is ``none``, ``photo``, ``number`` or ``checklist``; ``done_by`` is the role, or the key of the body,
    whose people walk it; ``items`` are the lines of its checklist, ``items_en`` the same in English or empty.
    """

    kind: ClassVar[str] = "series"

    name: str
    every: timedelta
    tolerance: timedelta
    hold: timedelta
    starts: datetime
    ends: datetime
    day_from: time
    day_to: time
    evidence: str
    checklist: str = ""
    items: tuple[str, ...] = ()
    items_en: tuple[str, ...] = ()
    quantity_unit: str = ""
    quantity_unit_en: str = ""
    body: str = ""
    role: str = ""
    overlay_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedNotice(Want):
    """A text for the holders of ``roles`` at the unit and below, with a receipt where ``receipt`` is set."""

    kind: ClassVar[str] = "notice"

    subject_zh: str
    subject_en: str
    body_zh: str
    body_en: str
    roles: tuple[str, ...]
    receipt: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedSuspension(Want):
    """A standing thing that rests while the order is in force and goes on afterwards (R-11)."""

    kind: ClassVar[str] = "suspension"

    suspended_kind: str
    suspended_id: UUID


AnyWant = (
    WantedControlUnit
    | WantedBody
    | WantedPost
    | WantedAppointment
    | WantedSite
    | WantedShift
    | WantedSeries
    | WantedNotice
    | WantedSuspension
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Something that exists now, as a room tells it: what it is, where, made by which order, and a mark that changes
    when it changes. Differences between two moments are taken over these (R-11)."""

    kind: str
    id: UUID
    unit_code: str
    words: str
    mark: str
    order_id: UUID | None = None
    person_id: UUID | None = None
