"""The console's door: who is asking, what time it is here, and one transaction limited to what they reach."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.exceptions import ReauthenticationRequired
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from gridkeeper.access.actors import actor_of, demands_second_factor
from gridkeeper.accounts.queries import nobody_yet
from gridkeeper.clocks.queries import HomeTime, home_time
from gridkeeper.kernel.actor import NOBODY, Actor
from gridkeeper.kernel.errors import CannotBeKept, Forbidden, GridkeeperError, NotFound
from gridkeeper.scopes.doors import acting_as

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
_PREFIX = "/console/"
_log = logging.getLogger(__name__)


class ConsoleRequest(HttpRequest):
    """A request that has passed the door."""

    actor: Actor
    home_time: HomeTime
    now: datetime


def public(view: View) -> View:
    """Mark a view that nobody needs to sign in for: signing in itself, an invitation, the first start."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


class Door:
    """Middleware: every console view runs as its actor, in one transaction, under row-level security (DESIGN 3).

    A refusal (GridkeeperError) becomes a page that says what was refused and what to do; nothing of it is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the work happens once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Run a console view inside its actor's scope; leave every other address alone."""
        if not request.path.startswith(_PREFIX):
            return None
        asking = cast(ConsoleRequest, request)
        asking.home_time = home_time()
        asking.now = asking.home_time.now
        elsewhere = _settle_actor(asking, is_public=getattr(view, "is_public", False))
        if elsewhere is not None:
            return elsewhere
        try:
            with acting_as(asking.actor):
                response = view(request, *args, **kwargs)
                # A template rendered after this block would find no rows: its scope ends here.
                if hasattr(response, "render") and callable(response.render):
                    response = response.render()
                return response
        except GridkeeperError as refusal:
            return refused(asking, refusal)
        except DataError:
            _log.exception("a value that no table takes, at %s", request.path)
            return refused(asking, CannotBeKept())
        except ReauthenticationRequired:
            return _prove_again(asking)


def _prove_again(request: ConsoleRequest) -> HttpResponseBase:
    """Ask for the password again, then go on: the accounts library wants this for its pages after five minutes.

    Its own middleware would see to it, but never hears of what is raised in here.
    """
    methods = get_adapter().get_reauthentication_methods(request.user)
    answer: HttpResponseBase = suspend_request(request, methods[0]["url"] if methods else reverse("console:sign-in"))
    return answer


def refused(request: ConsoleRequest, refusal: GridkeeperError) -> HttpResponse:
    """The page (or fragment) of a refusal, with a fitting status."""
    status = 403 if isinstance(refusal, Forbidden) else 404 if isinstance(refusal, NotFound) else 409
    with acting_as(request.actor):
        return render(request, "console/refused.html", {"error": refusal}, status=status)


def _settle_actor(request: ConsoleRequest, *, is_public: bool) -> HttpResponseBase | None:
    """Set ``request.actor``; answer with a redirect where somebody has to sign in or prove more first."""
    user: Any = request.user
    request.actor = actor_of(user, now=request.now) if user.is_authenticated else NOBODY
    if is_public:
        return None
    if not user.is_authenticated:
        if nobody_yet():
            return HttpResponseRedirect(reverse("console:start"))
        return HttpResponseRedirect(f"{reverse('console:sign-in')}?{urlencode({'next': request.get_full_path()})}")
    if (
        not request.home_time.is_exercise
        and demands_second_factor(request.actor)
        and not request.path.startswith(f"{_PREFIX}second-factor/")
        and not _has_second_factor(user)
    ):
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    return None


def _has_second_factor(user: Any) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(user))
