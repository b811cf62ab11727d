"""Sign in, sign out, hand the machine to somebody else, choose the language."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from gridkeeper.access.actors import system_actor
from gridkeeper.accounts.errors import MoreThanOne, TooManyAttempts, WrongSignIn
from gridkeeper.accounts.signing_in import account_proved, note_failed_attempt
from gridkeeper.clocks.queries import wall_now
from gridkeeper.console.door import ConsoleRequest, public
from gridkeeper.console.signin.forms import SignInForm
from gridkeeper.console.signin.machine import forget_all, recent_names, remember
from gridkeeper.console.words import title_of
from gridkeeper.exercises.personas import personas
from gridkeeper.scopes.doors import acting_as

_PER_ADDRESS = "login"
"""Failures counted by address too, against trying one password on many names (settings.ACCOUNT_RATE_LIMITS)."""


@public
def sign_in(request: ConsoleRequest) -> HttpResponseBase:
    """Ask who it is; whoever is signed in already hands the machine over."""
    form = SignInForm(request.POST or None, initial={"name": request.GET.get("as", "")})
    if request.method != "POST":
        form.put_cursor()
        return _page(request, form)
    if request.POST.get("phone") or "ask" in request.POST:
        form.ask_for_phone()
    if not form.is_valid():
        return _page(request, form, status=422)
    return _proved(request, form)


def _proved(request: ConsoleRequest, form: SignInForm) -> HttpResponseBase:
    typed, given = form.cleaned_data["name"], form.cleaned_data
    try:
        if not ratelimit.consume(request, action=_PER_ADDRESS, dry_run=True):
            raise TooManyAttempts(minutes=1)
        # Nobody has signed in yet: counting failed attempts needs eyes of its own.
        with acting_as(system_actor("sign-in")):
            user = account_proved(typed=typed, phone=given["phone"], password=given["password"], wall=wall_now())
    except MoreThanOne as refusal:
        form.ask_for_phone()
        return _page(request, form, error=refusal, status=422)
    except (WrongSignIn, TooManyAttempts) as refusal:
        if isinstance(refusal, WrongSignIn):
            ratelimit.consume(request, action=_PER_ADDRESS)
            note_failed_attempt(typed=typed, now=request.now)
        return _page(request, form, error=refusal, status=422)
    response = enter(request, user, next_page=_next(request))
    if given["remember"]:
        remember(request, response, login=user.login, name=user.name)
    return response


def enter(request: HttpRequest, user: Any, *, next_page: str, way: str = "password") -> HttpResponseBase:
    """Begin a session of its own for an account; asks for the second factor first where there is one."""
    if request.user.is_authenticated:
        logout(request)
    request.sign_in_way = way  # type: ignore[attr-defined]
    record_authentication(request, user, method=way, reauthenticated=way != "persona")
    answer: HttpResponseBase = perform_login(request, Login(user=user, redirect_url=next_page))
    return answer


def _page(
    request: ConsoleRequest, form: SignInForm, *, error: Exception | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "error": error,
        "recent": recent_names(request),
        "next_page": _next(request),
        "offered": _offered(request),
        "asks_phone": form.fields["phone"].required,
    }
    return render(request, "console/signin/sign_in.html", context, status=status)


def _offered(request: ConsoleRequest) -> list[dict[str, str]]:
    if not request.home_time.is_exercise:
        return []
    return [{"login": row.login, "title": title_of(row), "place": row.place} for row in personas()]


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("console:now")


def switch_user(request: ConsoleRequest) -> HttpResponse:
    """Somebody else's turn at a shared machine: the same page, with the names of this machine first."""
    return _page(request, SignInForm())


@public
@require_POST
def sign_out(request: ConsoleRequest) -> HttpResponse:
    """End the session; what was saved stays."""
    logout(request)
    return HttpResponseRedirect(reverse("console:sign-in"))


@public
@require_POST
def clear_names(request: ConsoleRequest) -> HttpResponse:
    """Forget the names of this machine."""
    del request
    response = HttpResponseRedirect(reverse("console:sign-in"))
    forget_all(response)
    return response


@public
@require_POST
def language(request: ConsoleRequest) -> HttpResponseBase:
    """Change the language and stay on the page."""
    answer: HttpResponseBase = set_language(request)
    return answer
