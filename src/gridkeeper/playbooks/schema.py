"""A playbook as typed values, format 1: the one place that says what may stand in the text (K-07, K-08).

The published schema (`playbooks.published`) is made from these types. Promise of format 1: a text that this version
reads is read by every later version of gridkeeper with the same meaning; new fields are optional; what must change
its meaning gets the number 2, and format 1 stays readable beside it.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final

from msgspec import Meta, Struct, field

FORMAT: Final = "gridkeeper.playbook/1"

Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,59}$", examples=["response_team"])]
Text = Annotated[str, Meta(min_length=1, max_length=2000)]
Count = Annotated[int, Meta(ge=0, le=100_000)]
Hours = Annotated[
    str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$", examples=["08:00-16:00"])
]
Moment = Annotated[str, Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$", examples=["18:00"])]
MeasureNumber = Annotated[str, Meta(pattern=r"^M\d{2,3}$", examples=["M02"])]
Prefix = Annotated[str, Meta(pattern=r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12}|\d{15}|\d{18})?$", examples=["140106"])]


class Place(StrEnum):
    """What a part of a playbook is made for, one each: levels of the tree, or overlays on it (R-02)."""

    DISTRICT = "district"
    TOWNSHIP = "township"
    COMMUNITY = "community"
    GRID = "grid"
    BUILDING = "building"
    COMPOUND = "compound"
    CONTROL_UNIT = "control_unit"
    SEALED_AREA = "sealed_area"
    ROOT = "root"
    """The unit at which the playbook is activated."""


class Mode(StrEnum):
    """Modes of a unit (K-07)."""

    NORMAL = "normal"
    URGENT = "urgent"
    RECOVERING = "recovering"


class Source(StrEnum):
    """Where a measure comes from: named in the source, not specified in it, or added by the district."""

    NAMED = "named"
    UNSPECIFIED = "unspecified"
    LOCAL = "local"


class Evidence(StrEnum):
    """What a round leaves behind."""

    NONE = "none"
    PHOTO = "photo"
    NUMBER = "number"
    CHECKLIST = "checklist"


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Anything that stands in a playbook; a name that is not in the schema is refused."""


class Words(Part, frozen=True):
    """The same words in Chinese and in English."""

    zh: Text
    en: str = ""


class Owner(Part, frozen=True):
    """Who answers for a measure: a role, at the units of a level."""

    role: Name
    level: Place


class Measure(Part, frozen=True):
    """One measure of the plan (section 13). ``evidence`` says what shows that it is done."""

    no: MeasureNumber
    aspect: Name
    title: Words
    source: Source
    owner: Owner | None = None
    evidence: Words | None = None
    checklist: str = ""


class Size(Part, frozen=True):
    """How many people a team has, the leader counted; ``want`` is what it is filled to where people are at hand."""

    min: Count
    max: Count
    want: Count | None = None


class Basis(Part, frozen=True):
    """What makes somebody eligible: a role held, a consent in force, a skill told, or several together (R-15)."""

    role: str = ""
    consent: str = ""
    skill: str = ""


class Leader(Part, frozen=True):
    """The seat that leads a team, and what qualifies for it (K-08). A plain name means a role held."""

    role: Name
    from_: Annotated[tuple[Name | Basis, ...], Meta(min_length=1)] = field(name="from")
    title: Words = Words(zh="组长", en="Leader")


class Members(Part, frozen=True):
    """The other seats of a team, in the order in which people are asked."""

    role: Name
    from_: Annotated[tuple[Name | Basis, ...], Meta(min_length=1)] = field(name="from")
    title: Words = Words(zh="组员", en="Member")


class Group(Part, frozen=True):
    """A working group inside a team."""

    name: Name
    title: Words
    task: Words | None = None


class Team(Part, frozen=True):
    """A temporary body for each unit or overlay of a kind. ``within`` is how far away people may come from."""

    measure: MeasureNumber
    per: Place
    title: Words
    size: Size
    leader: Leader
    members: Members
    body: Name = "task_force"
    within: Place = Place.COMMUNITY
    groups: tuple[Group, ...] = ()


class Keeper(Part, frozen=True):
    """The seat that answers for a piece of ground; ``from`` are teams of this playbook (their leader) or roles, in
    the order in which they are asked."""

    role: Name
    from_: Annotated[tuple[Name, ...], Meta(min_length=1)] = field(name="from")
    title: Words = Words(zh="负责人", en="Answers for it")


class Division(Part, frozen=True):
    """The ground divided into control units for as long as the order holds (K-07, M03).

    ``by`` is asked in turn: with ``[compound, grid]`` every compound is one, and what stands in no compound goes by
    its grid. Buildings in none of them stay out, and are said.
    """

    measure: MeasureNumber
    title: Words
    by: Annotated[tuple[Place, ...], Meta(min_length=1)]
    keeper: Keeper | None = None


class Pairing(Part, frozen=True):
    """Holders of a role shared out over units as evenly as can be, each inside the own ``within`` (YZ-01..04, A1).

    Without ``from`` the seat is made and stays empty until somebody outside the system (``named_by``) names its
    holder. ``spread`` uses everybody, several for a place where they are more than places; ``on_the_wall`` shows the
    holder's name to everybody at work in the district, as of an office.
    """

    measure: MeasureNumber
    title: Words
    role: Name
    to: Place
    within: Place = Place.DISTRICT
    from_: tuple[Name | Basis, ...] = field(name="from", default=())
    max_diff: Count = 1
    spread: bool = False
    on_the_wall: bool = False
    named_by: Words | None = None


class Guarantee(Part, frozen=True):
    """Pairings that together guarantee something: three levels (YZ-03), five people for one grid's cases (YZ-04)."""

    measure: MeasureNumber
    title: Words
    pairings: Annotated[tuple[Name, ...], Meta(min_length=1)]


class Site(Part, frozen=True):
    """A fixed place for each unit or overlay, with hours and a duty table: a gate, a desk, a supply point."""

    measure: MeasureNumber
    per: Place
    title: Words
    kind: Name
    hours: Hours = "00:00-24:00"
    capacity: Count | None = None
    shifts: tuple[Hours, ...] = ()
    needed: Annotated[int, Meta(ge=1, le=500)] = 1
    by: str = ""
    outdoor: bool = False
    in_zone: bool = False
    task: Words | None = None


class Round(Part, frozen=True):
    """A duty that recurs in due windows (YZ-47, R-13). ``by`` is a team of this playbook, or a role.

    ``unit`` is what a figure counts: plain, or in both languages (``{zh: 户, en: households}``).
    """

    measure: MeasureNumber
    per: Place
    title: Words
    by: Name
    evidence: Evidence
    every: timedelta = timedelta(hours=24)
    tolerance: timedelta = timedelta(minutes=15)
    hold: timedelta = timedelta(minutes=60)
    day: Annotated[tuple[Moment, Moment], Meta(description="first and last moment of the day")] = ("00:00", "24:00")
    checklist: str = ""
    unit: str | Words = ""
    select: str = ""


class Notice(Part, frozen=True):
    """A text for the holders of roles at each ``per`` and below it."""

    measure: MeasureNumber
    name: Name
    subject: Words
    body: Words
    roles: Annotated[tuple[Name, ...], Meta(min_length=1)]
    per: Place = Place.ROOT
    receipt: bool = False


class Hop(Part, frozen=True):
    """Who is told next when a role does not answer, and after how long (K-10, K-11)."""

    from_: Name = field(name="from")
    to: Name
    after: timedelta
    notice: str = ""


class Rest(Part, frozen=True):
    """A standing routine thing that rests while the order is in force (R-11)."""

    kind: Name
    name: Name
    because: Words | None = None


class Expires(Part, frozen=True):
    """When an activation ends by itself, unless the order says sooner (R-09); ``ceiling`` needs a new order."""

    default: timedelta
    ceiling: timedelta = timedelta(days=14)


class Clocks(Part, frozen=True):
    """Acknowledge a duty, be ready after the order, fill a call for people (K-07, P1, P3)."""

    ack: timedelta = timedelta(minutes=30)
    ready: timedelta = timedelta(hours=2)
    fill: timedelta = timedelta(hours=2)


class Playbook(Part, frozen=True):
    """A versioned plan: what is made, for which measure, where, by whom, and until when (K-07).

    ``level`` is the smallest level at which it may be switched on, ``jurisdiction`` how the codes of such units begin.
    """

    format: str
    name: Name
    version: Annotated[str, Meta(min_length=1, max_length=40)]
    title: Words
    mode: Mode
    level: Place
    measures: tuple[Measure, ...] = ()
    expires: Expires | None = None
    pack: str = ""
    jurisdiction: Prefix = ""
    summary: Words | None = None
    teams: dict[Name, Team] = {}
    divisions: dict[Name, Division] = {}
    pairings: dict[Name, Pairing] = {}
    guarantees: dict[Name, Guarantee] = {}
    sites: dict[Name, Site] = {}
    rounds: dict[Name, Round] = {}
    notices: tuple[Notice, ...] = ()
    clocks: Clocks = Clocks()
    escalation: tuple[Hop, ...] = ()
    suspends: tuple[Rest, ...] = ()
    tables: tuple[Name, ...] = ()
    checklists: tuple[Name, ...] = ()


def unit_words(given: str | Words) -> Words:
    """What a figure counts, in both languages; a plain text is the same in both."""
    return Words(zh=given, en=given) if isinstance(given, str) and given else given or Words(zh="", en="")


def bases(given: tuple[str | Basis, ...]) -> tuple[Basis, ...]:
    """The bases of a seat in order, a plain name read as a role."""
    return tuple(Basis(role=one) if isinstance(one, str) else one for one in given)
