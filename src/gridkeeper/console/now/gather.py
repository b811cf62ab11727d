"""Gather what one person must do now, from every room that has something for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridkeeper.access.queries.rights import open_requests
from gridkeeper.cases.queries import CaseRow, Narrowed, cases_counted, open_cases
from gridkeeper.console import moments, words
from gridkeeper.console.context import address
from gridkeeper.console.duty.tasks import duty_tasks
from gridkeeper.kernel.actor import Actor
from gridkeeper.orders.queries import OrderRow, ProposalRow, orders_counted, orders_ending, proposals_waiting
from gridkeeper.posts.queries.own import Answering, OwnPost, posts_answering
from gridkeeper.posts.queries.responsible import vacancies_in
from gridkeeper.territory.queries.labels import labels_of

_FETCHED = 60
_ORDERS_AHEAD = timedelta(days=7)
_POSTS_AHEAD = timedelta(days=14)
_ANSWERS = ("community_desk", "street_duty", "district_duty", "community_secretary", "street_leader")
"""Roles to call with anything; a department's number is for its own matter."""


@dataclass
class Now:
    """What the page shows: tasks by urgency, what waits for others, what comes, figures, whom to call."""

    late: list[dict[str, Any]] = field(default_factory=list)
    soon: list[dict[str, Any]] = field(default_factory=list)
    later: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    coming: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)
    call: list[dict[str, str]] = field(default_factory=list)

    @property
    def all_tasks(self) -> list[dict[str, Any]]:
        """Everything to do, most urgent first."""
        return [*self.late, *self.soon, *self.later]


def gather(*, actor: Actor, held: Sequence[OwnPost], now: datetime) -> Now:
    """Everything for one reader; a reader with few rights gets few rows, never an error."""
    found = Now()
    bodies = [post.body_id for post in held if post.body_id]
    mine = _my_cases(actor, held, bodies)
    proposals = proposals_waiting(actor=actor, now=now)
    ending = [row for row in orders_ending(actor=actor, now=now) if _may_decide(actor, row)]
    places = labels_of(actor=actor, codes=_codes(mine, proposals, ending))
    tasks = [
        *(_case_task(case, places) for case in mine),
        *(_proposal_task(row, places) for row in proposals if not row.mine),
        *(_order_task(row, places) for row in ending),
        *_request_tasks(actor),
        *duty_tasks(actor=actor, now=now),
    ]
    _sort_in(found, sorted(tasks, key=lambda task: (not task.get("is_danger"), task["due_at"])), now)
    found.waiting = [
        *(_waiting_proposal(row) for row in proposals if row.mine),
        *_waiting_cases(actor, held, {case.number for case in mine}, places),
    ]
    found.coming = _coming(actor, held, now)
    if held:
        found.figures = _figures(actor, held[0], now)
        found.call = _whom_to_call(actor, held[0], now)
    return found


def _coming(actor: Actor, held: Sequence[OwnPost], now: datetime) -> list[dict[str, Any]]:
    """Ends that lie ahead: orders of my places within a week, and my own appointments within two."""
    soon = {row.id for row in orders_ending(actor=actor, now=now)}
    rows: list[dict[str, Any]] = [
        {"at": row.expires_at, "text": row.title, "href": reverse("console:order", args=[row.id])}
        for row in orders_ending(actor=actor, now=now, within=_ORDERS_AHEAD)
        if row.id not in soon
    ]
    rows += [
        {
            "at": post.to_at,
            "text": _("Your post ends: {post}").format(post=words.title_of(post)),
            "href": reverse("console:me"),
        }
        for post in held
        if post.to_at is not None and post.to_at <= now + _POSTS_AHEAD
    ]
    return sorted(rows, key=lambda row: row["at"])[:6]


def _my_cases(actor: Actor, held: Sequence[OwnPost], bodies: list[Any]) -> list[CaseRow]:
    """Open work of my bodies, and work at exactly the places of my posts."""
    if not actor.reaches("cases.read"):
        return []
    rows = {row.number: row for row in open_cases(actor=actor, body_ids=bodies, size=_FETCHED)} if bodies else {}
    for code in dict.fromkeys(post.unit_code for post in held):
        for row in open_cases(actor=actor, unit_code=code, size=_FETCHED):
            if row.unit_code == code:
                rows.setdefault(row.number, row)
    return list(rows.values())


def _waiting_cases(
    actor: Actor, held: Sequence[OwnPost], mine: set[str], places: dict[str, str]
) -> list[dict[str, Any]]:
    """Work below my places that others see through."""
    if not held or not actor.reaches("cases.read"):
        return []
    rows = open_cases(actor=actor, unit_code=held[0].unit_code, size=20)
    others = [row for row in rows if row.number not in mine][:5]
    missing = labels_of(actor=actor, codes=[row.unit_code for row in others if row.unit_code not in places])
    names = {**places, **missing}
    return [
        {
            "text": words.case_title(row),
            "href": _case_href(row),
            "end": names.get(row.unit_code, ""),
            "due_at": row.due_at,
        }
        for row in others
    ]


def _may_decide(actor: Actor, row: OrderRow) -> bool:
    return actor.may("order.propose", at=row.unit_code) or actor.may("order.end", at=row.unit_code)


def _codes(cases: Sequence[CaseRow], proposals: Sequence[ProposalRow], orders: Sequence[OrderRow]) -> set[str]:
    return {row.unit_code for rows in (cases, proposals, orders) for row in rows}


def _case_href(row: CaseRow) -> str:
    return address("console:case", row.number) or address("console:cases") or reverse("console:now")


def _case_task(row: CaseRow, places: dict[str, str]) -> dict[str, Any]:
    details = [places.get(row.unit_code, ""), words.said(words.CASE_STATES, row.state), row.number]
    act = {"text": _("Handle it"), "href": _case_href(row)}
    if row.life_safety:
        details.insert(0, _("danger to life"))
    title = words.case_title(row)
    return {
        "due_at": row.due_at,
        "href": act["href"],
        "title": title,
        "details": details,
        "acts": [act],
        "is_danger": row.life_safety,
    }


def _proposal_task(row: ProposalRow, places: dict[str, str]) -> dict[str, Any]:
    href = reverse("console:proposal", args=[row.code])
    return {
        "due_at": row.lapses_at,
        "href": href,
        "title": _("Waits for your approval: {title}").format(title=row.title),
        "details": [places.get(row.unit_code, ""), words.said(words.PROPOSAL_KINDS, row.kind), row.code],
        "acts": [{"text": _("See what it does"), "href": href}],
    }


def _order_task(row: OrderRow, places: dict[str, str]) -> dict[str, Any]:
    href = reverse("console:order", args=[row.id])
    running = ngettext("{n} day in a row", "{n} days in a row", row.days).format(n=row.days)
    return {
        "due_at": row.expires_at,
        "href": href,
        "title": _("Order {number} expires: {title}").format(number=row.number, title=row.title),
        "details": [places.get(row.unit_code, ""), running],
        "acts": [{"text": _("Renew or end"), "href": href}],
    }


def _request_tasks(actor: Actor) -> list[dict[str, Any]]:
    tasks = []
    for row in open_requests(actor=actor, size=20):
        href = reverse("console:request", args=[row.id])
        due = timezone.make_aware(datetime.combine(row.due_on, time(18, 0)))
        title = _("Somebody asked: {what}").format(what=words.said(words.RIGHT_KINDS, row.kind))
        act = {"text": _("Answer"), "href": href}
        tasks.append({"due_at": due, "href": href, "title": title, "details": [_("rights desk")], "acts": [act]})
    return tasks


def _waiting_proposal(row: ProposalRow) -> dict[str, Any]:
    return {
        "text": row.title,
        "href": reverse("console:proposal", args=[row.code]),
        "end": _("a second person"),
        "due_at": row.lapses_at,
    }


def _sort_in(found: Now, tasks: list[dict[str, Any]], now: datetime) -> None:
    for task in tasks:
        left = task["due_at"] - now
        # Danger to life stands first whatever its clock says (SF-22).
        first_of_all = task.get("is_danger") or left < timedelta(0)
        group = found.late if first_of_all else found.soon if left <= moments.SOON else found.later
        group.append(task)
    first = next(iter(found.all_tasks), None)
    if first:
        # One solid button a view.
        first["acts"][0]["kind"] = "primary"


def _figures(actor: Actor, post: OwnPost, now: datetime) -> list[dict[str, Any]]:
    code = post.unit_code
    rows: list[dict[str, Any]] = []
    if actor.may("cases.read", at=code):
        total, exact = cases_counted(actor=actor, asked=Narrowed(unit_code=code))
        late, late_exact = cases_counted(actor=actor, asked=Narrowed(unit_code=code, late_at=now))
        href = f"{address('console:cases')}?unit={code}"
        rows.append({"text": _("Open work"), "value": total, "is_more": not exact, "href": href})
        late_href = f"{href}&standing=late"
        rows.append(
            {"text": _("Late"), "value": late, "is_more": not late_exact, "href": late_href, "is_late": late > 0}
        )
    if actor.may("wall.read", at=code):
        seats = vacancies_in(actor=actor, unit_code=code, now=now)
        empty = sum(row.vacant for row in seats)
        href = address("console:unit", code)
        rows.append({"text": _("Posts held"), "value": sum(row.held for row in seats), "href": href})
        rows.append({"text": _("Empty seats"), "value": empty, "href": address("console:vacancies", code)})
    if actor.may("orders.read", at=code):
        count, exact = orders_counted(actor=actor, state="in_force", unit_code=code)
        href = f"{reverse('console:orders')}?state=in_force&unit={code}"
        rows.append({"text": _("Orders in force"), "value": count, "is_more": not exact, "href": href})
    return rows


def _whom_to_call(actor: Actor, post: OwnPost, now: datetime) -> list[dict[str, str]]:
    rows = posts_answering(actor=actor, unit_code=post.unit_code, roles=_ANSWERS, now=now, without=actor.person_id)
    # One number a role, the nearest first: whoever is one step up answers before the district does.
    numbers: dict[str, Answering] = {}
    for row in rows:
        if row.phone and row.id != post.id:
            numbers.setdefault(row.role, row)
    nearest = sorted(numbers.values(), key=lambda row: (-len(row.unit_code), _ANSWERS.index(row.role)))
    return [{"who": words.title_of(row), "phone": row.phone} for row in nearest[:4]]
