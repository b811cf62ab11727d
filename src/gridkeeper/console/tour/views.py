"""The five-minute path of an exercise: fourteen steps in the real pages, each seen done from what it left behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.console.context import WALKING, address
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.tour.example import example
from gridkeeper.console.words import title_of
from gridkeeper.exercises.errors import OnlyInExercise
from gridkeeper.exercises.personas import personas
from gridkeeper.exercises.tour import BUILDING, COMMUNITY, TourFacts, tour_facts, tour_playbook

_PLAN_READ: Final = "gridkeeper_tour_plan"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do: its words, who does it, where, and whether it happened; None where no trace is kept."""

    title: Any
    text: Any
    login: str
    href: str
    done: bool | None
    example: str = ""
    """What may be typed there; the forms themselves fill nothing in (R-06)."""


@require_safe
def tour(request: ConsoleRequest) -> HttpResponse:
    """The steps, which are done, and one press to the page and the person of each."""
    facts = tour_facts(now=request.now)
    known = {row.login: row for row in personas()}
    steps = _steps(facts, plan_read=_PLAN_READ in request.COOKIES)
    following = next((step for step in steps if step.done is False), None)
    context = {
        "steps": [
            {
                "step": step,
                "persona": title_of(known[step.login]) if step.login in known else "",
                "is_me": step.login == request.actor.login or step.login not in known,
                "is_next": step is following,
            }
            for step in steps
        ],
        "done": sum(step.done is True for step in steps),
        "of": sum(step.done is not None for step in steps),
        "following": following,
    }
    answer = render(request, "console/tour/tour.html", context)
    # From here on the band of every page leads back, until the browser closes or the visitor leaves the path.
    answer.set_cookie(WALKING, "1", httponly=True, samesite="Lax", secure=request.is_secure())
    return answer


@require_POST
def leave(request: ConsoleRequest) -> HttpResponse:
    """Take the way back off the pages."""
    messages.info(request, _("You have left the path; the first page leads to it again."))
    answer = HttpResponseRedirect(reverse("console:now"))
    answer.delete_cookie(WALKING)
    return answer


@require_safe
def plan(request: ConsoleRequest) -> HttpResponse:
    """Open the playbook, and remember on this device alone that it was opened from here."""
    if not request.home_time.is_exercise:
        raise OnlyInExercise()
    answer = HttpResponseRedirect(reverse("console:playbook", args=[tour_playbook(now=request.now)]))
    answer.set_cookie(_PLAN_READ, "1", httponly=True, samesite="Lax", secure=request.is_secure())
    return answer


def _steps(facts: TourFacts, *, plan_read: bool) -> list[Step]:
    return [*_until_switched(facts, plan_read=plan_read), *_on_duty(facts), *_until_over(facts)]


def _until_switched(facts: TourFacts, *, plan_read: bool) -> list[Step]:
    proposals = reverse("console:proposals")
    preview = f"{reverse('console:playbook-preview', args=[facts.playbook])}?{urlencode({'unit': COMMUNITY})}"
    return [
        Step(
            title=gettext_lazy("Read the plan"),
            text=gettext_lazy("The written plan as a playbook, and beside it what the check found in it."),
            login="street-duty",
            href=reverse("console:tour-plan"),
            done=plan_read,
        ),
        Step(
            title=gettext_lazy("Designate a building"),
            text=gettext_lazy(
                "Building 15 of 天泽庭院 becomes a control area: you type the order, nothing is filled in."
            ),
            example=example(1),
            login="street-duty",
            href=address("console:zone-designate", BUILDING),
            done=facts.designated,
        ),
        Step(
            title=gettext_lazy("A second person opens it"),
            text=gettext_lazy("Nobody opens an area alone: the street's leader reads the proposal and approves."),
            login="street-leader",
            href=proposals,
            done=facts.zone_opened,
        ),
        Step(
            title=gettext_lazy("See what the switch would change"),
            text=gettext_lazy("A dry run for one community, 水西关街一社区; beside it, propose the switch."),
            example=example(2),
            login="street-duty",
            href=preview,
            done=facts.switch_proposed,
        ),
        Step(
            title=gettext_lazy("A second person switches"),
            text=gettext_lazy("The leader approves; teams, duty tables and rounds are made in seconds, or not at all."),
            login="street-leader",
            href=proposals,
            done=facts.switched,
        ),
    ]


def _on_duty(facts: TourFacts) -> list[Step]:
    rounds = address("console:rounds")
    return [
        Step(
            title=gettext_lazy("Accept a duty"),
            text=gettext_lazy("The phone page of a community cadre shows what the order asks; accept one."),
            login="committee-cadre",
            href=reverse("console:duty"),
            done=facts.duty_accepted,
        ),
        Step(
            title=gettext_lazy("Decline a duty"),
            text=gettext_lazy(
                "Somebody else declines: no reason is asked and no trace is kept, so this step never shows as done."
            ),
            login="branch-secretary",
            href=reverse("console:duty"),
            done=None,
        ),
        Step(
            title=gettext_lazy("Let an hour pass"),
            text=gettext_lazy("Press “Skip 1 hour” in the band on top, and the hourly patrol of the building is due."),
            login="administrator",
            href=rounds,
            done=facts.patrol_due,
        ),
        Step(
            title=gettext_lazy("Walk a patrol, with a photo"),
            text=gettext_lazy("Start the hourly patrol of the building, finish it with a picture without people."),
            login="committee-cadre",
            href=address("console:my-rounds"),
            done=facts.round_done,
        ),
        Step(
            title=gettext_lazy("Leave a patrol out"),
            text=gettext_lazy("Press “Skip 1 hour” twice or three times: nobody walks, and a missed patrol shows."),
            login="administrator",
            href=rounds,
            done=facts.round_missed,
        ),
    ]


def _until_over(facts: TourFacts) -> list[Step]:
    switch = reverse("console:activation", args=[facts.activation_id]) if facts.activation_id else ""
    proposals = reverse("console:proposals")
    return [
        Step(
            title=gettext_lazy("Stand down"),
            text=gettext_lazy(
                "Everything the order made ends; what differs from before is counted, and it is nothing."
            ),
            login="street-leader",
            href=switch,
            done=facts.nothing_left,
        ),
        Step(
            title=gettext_lazy("Propose the end of the emergency"),
            text=gettext_lazy("What it made of personal data is counted before it is destroyed; an order says why."),
            example=example(3),
            login="street-duty",
            href=reverse("console:emergency-end", args=[facts.activation_id]) if facts.stood_down else "",
            done=facts.end_proposed,
        ),
        Step(
            title=gettext_lazy("A second person ends it"),
            text=gettext_lazy("The leader approves; the data go at once, and every table is read again."),
            login="street-leader",
            href=proposals if facts.end_proposed else "",
            done=facts.emergency_ended,
        ),
        Step(
            title=gettext_lazy("See the purge certificate"),
            text=gettext_lazy("A sheet to print: counts by class, how it was looked through, what was found."),
            login="data-protection",
            href=reverse("console:purge", args=[facts.certificate_id]) if facts.certificate_id else "",
            done=facts.certified,
        ),
    ]
