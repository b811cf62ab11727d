"""Words the console uses in more than one place: states, kinds, roles, people, each in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from gridkeeper.access.queries.who import Who
from gridkeeper.access.roles import FOUNDER, ROLES
from gridkeeper.cases.queries import CaseRow
from gridkeeper.formats.columns import Language
from gridkeeper.playbooks.words import STATES
from gridkeeper.posts.queries.people import PersonRow


class Titled(Protocol):
    """Anything with a title in both languages."""

    @property
    def title(self) -> str: ...
    @property
    def title_en(self) -> str: ...


class Named(Protocol):
    """Anything named in both languages."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


def is_chinese() -> bool:
    """True when the reader reads Chinese."""
    return (get_language() or "").startswith("zh")


def table_language() -> Language:
    """The language of exported tables."""
    return "zh" if is_chinese() else "en"


def either(zh: str, en: str) -> str:
    """Words that were written in both languages, in the reader's; Chinese where no other was written."""
    return zh if is_chinese() else en or zh


def title_of(row: Titled) -> str:
    """A post's title in the reader's language, Chinese where no other was written."""
    return either(row.title, row.title_en)


def named(row: Named) -> str:
    """What something recurring or made from a playbook is called in the reader's language, Chinese where no other was
    written."""
    return either(row.zh, row.en)


class Called(Protocol):
    """Anything with a name in both languages."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def called(row: Called) -> str:
    """What a body or site is called in the reader's language, Chinese where no other was written."""
    return either(row.name, row.name_en)


class Tasked(Protocol):
    """Anything that says what is done there in both languages."""

    @property
    def task(self) -> str: ...
    @property
    def task_en(self) -> str: ...


def task_of(row: Tasked) -> str:
    """What is done on a shift, in the reader's language, Chinese where no other was written."""
    return either(row.task, row.task_en)


def posts_of(row: PersonRow) -> tuple[str, ...]:
    """Titles of somebody's posts in the reader's language."""
    return row.posts if is_chinese() else row.posts_en


def joined(names: Iterable[str]) -> str:
    """Names in one line, as the reader's language separates them."""
    return ("、" if is_chinese() else ", ").join(names)


def case_title(row: CaseRow) -> str:
    """What a piece of work is called: as somebody typed it, or as the event that opened it is told."""
    if not row.facts:
        return row.title
    told = dict(row.facts)
    if not is_chinese():
        told.update({key.removesuffix("_en"): text for key, text in told.items() if key.endswith("_en") and text})
    return gettext(row.title_id).format_map(told)


def role_name(key: str) -> str:
    """A role's name in the reader's language; an unknown key stays as it is."""
    role = ROLES.get(key) or (FOUNDER if key == FOUNDER.key else None)
    if role is None:
        return key
    return role.zh if is_chinese() else role.en


def person_behind(who: Who | None, login: str) -> str:
    """Post first, then name; jobs and the machine's operator by what they are (R-14)."""
    if not login:
        return ""
    if login.startswith("system:"):
        return gettext("the system ({name})").format(name=login.partition(":")[2])
    if login.startswith("local:"):
        return gettext("operator at the machine ({name})").format(name=login.partition(":")[2])
    if who is None or not who.name:
        return login
    title = title_of(who)
    return f"{title} {who.name}".strip() if title else who.name


ORDER_STATES = {
    "proposed": (_("waits for approval"), "plain"),
    "in_force": (_("in force"), "ok"),
    "ended": (_("ended"), "info"),
    "expired": (_("expired"), "info"),
    "refused": (_("refused"), "late"),
}
"""Word and tag kind of each order state."""

PROPOSAL_STATES = {
    "pending": (_("waits for a second person"), "plain"),
    "approved": (_("approved"), "ok"),
    "refused": (_("refused"), "late"),
    "withdrawn": (_("withdrawn"), "info"),
    "lapsed": (_("lapsed"), "info"),
}

ORDER_KINDS = {
    "general": _("General order"),
    "appointment": _("Appointment"),
    "temporary_body": _("Temporary body"),
    "activation": _("Activation"),
    "zone": _("Zone"),
    "static": _("Static management"),
    "override": _("Override"),
    "end_of_emergency": _("End of emergency"),
}

PROPOSAL_KINDS = {
    "order.start": _("put an order into force"),
    "order.renew": _("prolong an order"),
    "zone.open": _("open a zone"),
    "activation.start": _("switch a playbook on"),
    "activation.switch": _("switch what an area touches"),
    "emergency.end": _("end an emergency"),
    "person.erase": _("erase a person's record"),
}

ACTIVATION_STATES = {
    state: (word, {"active": "soon", "refused": "late", "proposed": "plain"}.get(state, "info"))
    for state, word in STATES.items()
}
"""Word and tag kind of each state of a switch."""

CASE_STATES = {
    "reported": _("reported"),
    "accepted": _("accepted"),
    "dispatched": _("dispatched"),
    "on_site": _("on site"),
    "resolved": _("resolved"),
    "verified": _("verified"),
    "closed": _("closed"),
    "rejected": _("rejected"),
}

ROUND_STATES = {
    "planned": (_("due"), "plain"),
    "started": (_("under way"), "soon"),
    "done": (_("done"), "ok"),
    "late": (_("done late"), "soon"),
    "missed": (_("missed"), "late"),
}

ZONE_STATES = {
    "open": (_("zone in force"), "soon"),
    "proposed": (_("waits for approval"), "plain"),
    "lifted": (_("lifted"), "info"),
    "refused": (_("refused"), "late"),
}

ZONE_EXTENTS = {
    "stairwell": _("one stairwell"),
    "floor": _("one floor"),
    "building": _("one building"),
    "several_buildings": _("several buildings"),
    "compound": _("a whole compound"),
    "community": _("a whole community or village"),
    "larger": _("more than a community"),
}

ZONE_EVENTS = {
    "zero": _("day 0: the last one found and under control"),
    "new": _("something new inside"),
    "check": _("full round of checks"),
    "decided": _("people decided: counting goes on"),
}

CHECK_RESULTS = {
    "clear": _("all clear"),
    "incomplete": _("not finished or results missing"),
    "not_clear": _("results not ruled out"),
}

CASE_KINDS = {
    "task": _("task"),
    "missed_round": _("missed round"),
    "unchecked_exit": _("danger to life: exit"),
    "zone_release": _("release of a zone"),
    "zone_too_large": _("zone larger than its rule"),
    "no_successor": _("nobody takes over"),
}

RIGHT_KINDS = {
    "view": _("see my data"),
    "copy": _("a copy of my data"),
    "correct": _("correct my data"),
    "delete": _("delete my data"),
    "explain": _("explain how my data is used"),
}

LOOKED_FOR = {
    "invitations": _("making invitations"),
    "rights request": _("answering a request"),
    "people export": _("taking a list away"),
}
LOOKS = {
    "list": _("in a list"),
    "page": _("on the person's page"),
    "export": _("in an export"),
    "search": _("in a search"),
}


def said(table: dict[str, str], key: str) -> str:
    """The word for a key, in the reader's language; an unknown key stays as it is."""
    return gettext(table[key]) if key in table else key


def state_tag(table: dict[str, tuple[str, str]], key: str) -> dict[str, str]:
    """A status for the ``tag`` of a table cell."""
    word, kind = table.get(key, (key, "plain"))
    return {"kind": kind, "text": gettext(word)}


EXTENTS = {
    "here": _("the post's unit and below"),
    "district": _("the whole district"),
    "home": _("everything in this home"),
}

PERMISSIONS = {
    "wall.read": _("see units, organisations, posts and duty phones"),
    "wall.write": _("change posts and organisations"),
    "cases.read": _("see open work"),
    "cases.write": _("open work and take its next step"),
    "duties.read": _("see who is on duty"),
    "duties.write": _("plan shifts and offer duties"),
    "duties.override": _("set a rest rule aside with a reason and an end"),
    "site.write": _("open and close sites"),
    "people.read": _("see people and how to reach them"),
    "people.write": _("register and correct people"),
    "people.import": _("import people from a workbook"),
    "people.export": _("export people to a workbook"),
    "people.merge": _("merge doubles"),
    "orders.read": _("see orders and proposals"),
    "orders.write": _("write orders and proposals"),
    "rounds.plan": _("plan recurring rounds"),
    "playbook.write": _("write playbooks"),
    "measure.write": _("mark measures by hand"),
    "order.propose": _("propose orders and renewals"),
    "order.approve": _("approve orders as the second person"),
    "order.end": _("end orders"),
    "post.appoint": _("appoint people to posts"),
    "body.write": _("found and close organisations"),
    "account.invite": _("invite people to sign in"),
    "rights.read": _("see requests, looks and purges"),
    "rights.write": _("answer what people ask about their data"),
    "audit.read": _("read the audit"),
    "audit.verify": _("check that the record holds"),
    "territory.write": _("change the tree of units"),
    "purge.propose": _("propose to erase a record"),
    "purge.approve": _("approve an erasure as the second person"),
    "notices.send": _("send messages"),
    "home.settings": _("set up this home"),
    "clock.set": _("set the clock of an exercise"),
}

CHANNELS = {
    "email": _("e-mail"),
    "webhook": _("through the message gateway"),
    "inside": _("inside the console"),
}

MESSAGE_STATES = {
    "trapped": (_("kept in"), "info"),
    "waiting": (_("waits"), "soon"),
    "sent": (_("sent"), "ok"),
    "failed": (_("did not get through"), "late"),
}

UPLOAD_STATES = {
    "kept": (_("read, not imported"), "soon"),
    "waiting": (_("being imported"), "info"),
    "done": (_("imported"), "ok"),
    "refused": (_("not imported"), "late"),
}

CONSENTS = {
    "skills": _("my skills may be used to offer me fitting tasks"),
    "party_deployment": _("I may be called as a Party member"),
    "volunteer_call": _("I may be called as a volunteer"),
}
