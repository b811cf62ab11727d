"""Step into another person of the exercise; advance, set and speed up its clock."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from gridkeeper.accounts.errors import UnknownLogin
from gridkeeper.accounts.queries import account_by_login
from gridkeeper.clocks.queries import home_time
from gridkeeper.console.door import ConsoleRequest, public
from gridkeeper.console.exercise.forms import SetClockForm, SpeedForm
from gridkeeper.console.samples import style_context
from gridkeeper.console.signin.views import enter
from gridkeeper.exercises.clock import advance_exercise_clock, run_exercise_clock, set_exercise_clock
from gridkeeper.exercises.errors import OnlyInExercise
from gridkeeper.exercises.personas import personas
from gridkeeper.kernel.actor import EVERYWHERE
from gridkeeper.kernel.errors import Malformed

_MOST_HOURS = 24 * 7


@public
@require_POST
def persona(request: ConsoleRequest) -> HttpResponseBase:
    """Become somebody else with one press, and go on at ``next`` (R-05, R-16). Raises OnlyInExercise in a real home."""
    login = request.POST.get("login", "")
    if login not in {row.login for row in personas()}:
        raise UnknownLogin(login=login)
    return enter(request, account_by_login(login), next_page=_back(request), way="persona")


@require_POST
def advance(request: ConsoleRequest) -> HttpResponse:
    """Move the clock forward by whole hours and come back to the page."""
    hours = _hours(request.POST.get("hours", "1"))
    advance_exercise_clock(actor=request.actor, by=timedelta(hours=hours), now=request.now)
    return HttpResponseRedirect(_back(request))


def clock(request: ConsoleRequest) -> HttpResponse:
    """The clock's page: set it to a later moment, or change its speed."""
    if not request.home_time.is_exercise:
        raise OnlyInExercise()
    request.actor.require("clock.set", at=EVERYWHERE)
    asks_speed = "speed" in request.POST
    moment = SetClockForm(None if asks_speed else request.POST or None, initial={"to": localtime(request.now)})
    speed = SpeedForm(request.POST if asks_speed else None, initial={"speed": f"{request.home_time.speed:g}"})
    if request.method == "POST":
        if asks_speed and speed.is_valid():
            run_exercise_clock(actor=request.actor, speed=float(speed.cleaned_data["speed"]), now=request.now)
            return HttpResponseRedirect(reverse("console:clock"))
        if not asks_speed and moment.is_valid():
            set_exercise_clock(actor=request.actor, to=moment.cleaned_data["to"], now=request.now)
            return HttpResponseRedirect(reverse("console:clock"))
    context = {"moment": moment, "speed": speed, "running": request.home_time}
    return render(request, "console/exercise/clock.html", context, status=422 if request.method == "POST" else 200)


def style(request: ConsoleRequest) -> HttpResponse:
    """Every component of the pages once, for whoever writes one; exercises only."""
    if not home_time().is_exercise:
        raise OnlyInExercise()
    return render(request, "console/style.html", style_context(now=request.now))


def _hours(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= _MOST_HOURS:
        raise Malformed(field="hours", value=text, expected=f"a whole number from 1 to {_MOST_HOURS}", example="1")
    return int(text)


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else reverse("console:now")
