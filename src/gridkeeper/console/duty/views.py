"""My duty: what now, what needs an answer, what comes; my record and my calendar."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.console.context import address
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.duty.beat import mark_of
from gridkeeper.console.duty.words import beside_title, flags, span
from gridkeeper.console.export import calendar_of, file_of
from gridkeeper.console.moments import clock
from gridkeeper.console.moments import day as day_said
from gridkeeper.console.reader import reader_of
from gridkeeper.console.rosters.views import places_of
from gridkeeper.console.words import named, task_of, title_of
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.formats.icalendar import Entry
from gridkeeper.kernel.errors import GridkeeperError, NotFound
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.posts.queries.own import duty_line
from gridkeeper.rosters.commands.answering import accept_duty, check_in, check_out, decline_duty
from gridkeeper.rosters.queries.mine import DutyRow, my_duties, service_record
from gridkeeper.rounds.queries.mine import my_rounds
from gridkeeper.sites.commands import pass_for_life

_COMMUNITY = LENGTHS[Level.COMMUNITY]

RECORD = Table(
    key="service",
    zh="我的服务记录",
    en="My service record",
    columns=(
        Column(key="title", zh="班次", en="Shift"),
        Column(key="place", zh="地点", en="Place"),
        Column(key="from", zh="到岗", en="Arrived", kind=Kind.MOMENT),
        Column(key="to", zh="离岗", en="Left", kind=Kind.MOMENT),
        Column(key="hours", zh="小时", en="Hours", kind=Kind.DECIMAL),
    ),
)


@require_safe
def mine(request: ConsoleRequest) -> HttpResponse:
    """What I do now, what I am asked, what comes."""
    return _page(request)


@require_POST
def answer(request: ConsoleRequest, duty_id: UUID) -> HttpResponse:
    """Accept, decline, arrive or leave; a refusal stands on my duty's page."""
    wanted = request.POST.get("act", "")
    acts = {"leave": check_out, "accept": accept_duty}
    ended = None
    try:
        if wanted == "arrive":
            ended = check_in(actor=request.actor, duty_id=duty_id, now=request.now)
        elif wanted == "decline":
            decline_duty(actor=request.actor, duty_id=duty_id, now=request.now)
        elif wanted == "life":
            _pass_for_life(request)
        elif wanted in acts:
            acts[wanted](actor=request.actor, duty_id=duty_id, now=request.now)
        else:
            raise NotFound(kind="act", name=wanted)
    except NotFound:
        raise
    except GridkeeperError as refusal:
        return _page(request, error=refusal)
    messages.success(
        request,
        {
            "accept": _("Accepted. Check in on this page when you are there."),
            "decline": _("Noted. Somebody else is asked; nothing is kept about you."),
            "arrive": _("You are on duty."),
            "life": _("Noted. Thank you for acting."),
            "leave": _("You are off duty. Rest well."),
        }[wanted],
    )
    if ended is not None:
        said = _(
            "Your certificate ended on {day}: leave what needs it to others. The desk knows and asks somebody else."
        )
        messages.warning(request, said.format(day=day_said(ended)))
    return HttpResponseRedirect(reverse("console:duty"))


@require_safe
def record(request: ConsoleRequest) -> HttpResponse:
    """What I have stood, for myself alone; as a file when asked (SF-33)."""
    found = service_record(actor=request.actor)
    places = places_of(request, found.rows)
    if request.GET.get("format"):
        rows = [
            {
                "title": title_of(row),
                "place": places[row.id],
                "from": row.arrived_at or row.starts,
                "to": row.left_at or row.ends,
                "hours": round(row.hours, 1),
            }
            for row in found.rows
        ]
        return file_of(request, RECORD, rows, name="my-service-record")
    context = {
        "title": ngettext("{n} duty stood", "{n} duties stood", found.duties).format(n=found.duties),
        "crumbs": [{"text": _("My duty"), "href": reverse("console:duty")}, {"text": _("My service record")}],
        "facts_line": [_("{hours} hours").format(hours=f"{found.hours:.1f}")],
        "rows": [{"row": row, "title": title_of(row), "place": places[row.id]} for row in found.rows[:200]],
    }
    return render(request, "console/duty/record.html", context)


@require_safe
def calendar(request: ConsoleRequest) -> HttpResponse:
    """My duties as a calendar file; an exercise says so in every line (R-05)."""
    found = my_duties(actor=request.actor, now=request.now)
    rows = [*found.running, *found.coming, *found.offered]
    places = places_of(request, rows)
    entries = [
        Entry(
            uid=str(row.id),
            starts=row.starts,
            ends=row.ends,
            summary=title_of(row),
            location=places[row.id],
            description=task_of(row),
            is_tentative=row.state == "offered",
        )
        for row in rows
    ]
    return calendar_of(request, entries, title=_("My duty"), name="my-duty")


def _pass_for_life(request: ConsoleRequest) -> None:
    """Somebody acted first for a life in danger, and says so afterwards (SF-22)."""
    text = request.POST.get("site", "")
    try:
        site = UUID(text)
    except ValueError as error:
        raise NotFound(kind="site", name=text) from error
    pass_for_life(actor=request.actor, site_id=site, words=request.POST.get("words", "").strip(), now=request.now)


def _page(request: ConsoleRequest, *, error: GridkeeperError | None = None) -> HttpResponse:
    found = my_duties(actor=request.actor, now=request.now)
    rows = [*found.running, *found.offered, *found.coming, *found.taken_back]
    places = places_of(request, rows)
    first = found.now
    call = duty_line(actor=request.actor, unit_code=first.unit_code, now=request.now) if first else None
    rounds = my_rounds(actor=request.actor, now=request.now)
    context: dict[str, Any] = {
        "title": _heading(request, first),
        "facts_line": [beside_title(places[first.id], title_of(first))] if first else [],
        "running": [_shown(request, row, places) for row in found.running],
        "next": _shown(request, found.coming[0], places) if found.coming and not found.running else None,
        "offered": [_shown(request, row, places) for row in found.offered],
        "coming": [_shown(request, row, places) for row in (found.coming if found.running else found.coming[1:])],
        "taken_back": [_shown(request, row, places) for row in found.taken_back],
        "to_sign": [{"row": row, "title": title_of(row)} for row in found.to_sign],
        "rounds": [{"row": row, "title": named(row)} for row in (*rounds.under_way, *rounds.now, *rounds.next[:4])],
        "rounds_href": address("console:my-rounds") or address("console:rounds"),
        "call": {"phone": call.phone, "who": title_of(call)} if call else None,
        "is_empty": not (rows or found.to_sign or rounds.now or rounds.under_way or rounds.next),
        "beat": mark_of(person_id=request.actor.person_id, now=request.now) if request.actor.person_id else "",
        "volunteers_at": _community(request),
        "sees_rosters": bool(request.actor.reaches("duties.read")),
        "error": error,
    }
    return render(request, "console/duty/mine.html", context, status=409 if error else 200)


def _community(request: ConsoleRequest) -> str:
    """The community the reader serves in, whose appeal they may look for; "" for posts of a street or district."""
    post = reader_of(actor=request.actor, now=request.now).main_post
    return post.unit_code[:_COMMUNITY] if post and len(post.unit_code) >= _COMMUNITY else ""


def _heading(request: ConsoleRequest, first: DutyRow | None) -> str:
    if first is None:
        return _("No duty at present")
    if first.state == "arrived":
        return _("Now: {title}").format(title=title_of(first))
    return _("Next: {title}, {clock}").format(title=title_of(first), clock=clock(first.starts, request.now))


def _shown(request: ConsoleRequest, row: DutyRow, places: dict[UUID, str]) -> dict[str, Any]:
    return {
        "row": row,
        "title": title_of(row),
        "task": task_of(row),
        "place": beside_title(places[row.id], title_of(row)),
        "span": span(row.starts, row.ends, request.now),
        "flags": [_(flag) for flag in flags(row)],
        "may_arrive": row.may_arrive(request.now),
        "hours": f"{round(row.hours, 1):g}",
    }
