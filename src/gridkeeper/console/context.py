"""What every console page gets: the home, its reader, the doors, the personas of an exercise, and whom to call."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gridkeeper.clocks.choices import HomeKind
from gridkeeper.clocks.queries import HomeTime
from gridkeeper.console.reader import Reader, reader_of
from gridkeeper.console.tour.example import example_at
from gridkeeper.console.words import title_of
from gridkeeper.exercises.personas import personas
from gridkeeper.kernel.actor import NOBODY, Actor

THEMES = ("", "light")
THEME_COOKIE = "gk_theme"
WALKING = "gridkeeper_tour"
"""Cookie of a visitor who walks the five-minute path."""
_PERSONAS_FOR = 20
"""Seconds."""

# A door is shown to whoever holds one of its permissions somewhere; no permission named: to everybody.
_DOORS: tuple[tuple[str, str, str, str], ...] = (
    ("territory", "map-2", "wall.read", "console:territory"),
    ("playbooks", "book", "orders.read", "console:playbooks"),
    ("people", "users-group", "people.read", "console:people"),
    ("orders", "certificate", "orders.read", "console:orders"),
    ("imports", "table", "people.import", "console:imports"),
)


def console(request: HttpRequest) -> dict[str, Any]:
    """Context of the shell (base.html lists it). Pages outside the door get as much as can be known there."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"home": {"name": "", "is_exercise": settings.GRIDKEEPER_KIND == "exercise", "now": timezone.now()}}
    reader = reader_of(actor=actor, now=request.now)  # type: ignore[attr-defined]
    time: HomeTime = request.home_time  # type: ignore[attr-defined]
    return {
        "home": {**home_shown(actor, reader.district, time), **_path(request, time)},
        "viewer": _viewer(request, actor, reader),
        "nav": _nav(request, actor) if actor is not NOBODY else [],
        "personas": SimpleLazyObject(lambda: _personas(actor)) if time.kind == HomeKind.EXERCISE else [],
        "search_url": address("console:search") if actor.reaches("wall.read") else "",
        "sign_out_url": reverse("console:sign-out"),
        "language_url": reverse("console:language"),
        "help": _help(reader),
        "now": request.now,  # type: ignore[attr-defined]
    }


def home_shown(actor: Actor, name: str, time: HomeTime) -> dict[str, Any]:
    """The home for the shell; its name is the reader's district."""
    speed = int(time.speed) if time.speed == int(time.speed) else time.speed
    shown: dict[str, Any] = {"name": name, "is_exercise": time.is_exercise, "now": time.now, "speed": speed}
    if time.is_exercise:
        shown["persona_url"] = reverse("console:persona")
        if actor.reaches("clock.set"):
            shown["advance_url"] = reverse("console:clock-advance")
    return shown


def _path(request: HttpRequest, time: HomeTime) -> dict[str, str]:
    """The way back, and what may be typed here, while somebody walks the five-minute path; nothing elsewhere."""
    path = address("console:tour")
    if not (time.is_exercise and request.COOKIES.get(WALKING)) or request.path == path:
        return {}
    page = request.resolver_match.view_name if request.resolver_match else ""
    return {"path_url": path, "path_example": example_at(page)}


def address(name: str, *args: object) -> str:
    """Address of a page by name; "" when no such page is installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _viewer(request: HttpRequest, actor: Actor, reader: Reader) -> dict[str, Any]:
    shown_by = reader.main_post
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "name": actor.name,
        "post_title": title_of(shown_by) if shown_by else "",
        "is_signed_in": actor is not NOBODY,
        "theme": theme if theme in THEMES else "",
        "menu": [
            {"href": reverse("console:me"), "icon": "user-circle", "text": _("My page and my data")},
            {"href": reverse("console:me-looks"), "icon": "eye", "text": _("Who looked at me")},
            {"href": reverse("mfa_index"), "icon": "shield-lock", "text": _("Sign-in with a second factor")},
            {"href": reverse("console:switch-user"), "icon": "switch-horizontal", "text": _("Somebody else's turn")},
        ],
    }


def _nav(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    words = {
        "territory": pgettext("door", "Territory"),
        "playbooks": pgettext("door", "Playbooks"),
        "people": pgettext("door", "People"),
        "orders": pgettext("door", "Orders"),
        "imports": _("Import and registers"),
    }
    doors = [
        {"href": reverse("console:now"), "icon": "checklist", "text": pgettext("door", "Now"), "is_current": False}
    ]
    for key, icon, permission, name in _DOORS:
        href = address(name)
        if href and actor.reaches(permission):
            doors.append({"href": href, "icon": icon, "text": words[key], "is_current": request.path.startswith(href)})
    settings_page = reverse("console:settings")
    more = {"text": _("More"), "under_more": _("Settings and records")}
    doors.append({"href": settings_page, "icon": "settings", "is_current": False, **more})
    doors.insert(
        1,
        {
            "href": reverse("console:duty"),
            "icon": "clock-play",
            "text": pgettext("door", "Duty"),
            "is_current": request.path.startswith(
                (reverse("console:duty"), reverse("console:rosters"), reverse("console:calls"))
            ),
        },
    )
    in_settings = request.path.startswith((settings_page, reverse("console:audit")))
    doors[-1]["is_current"] = in_settings
    doors[0]["is_current"] = request.path == doors[0]["href"]
    return doors


def _personas(actor: Actor) -> list[dict[str, Any]]:
    # Looked up once in a while: who may be played changes when somebody gets an account.
    known = cache.get_or_set("console.personas", personas, _PERSONAS_FOR)
    return [
        {"login": row.login, "title": title_of(row), "place": row.place, "is_current": row.login == actor.login}
        for row in known or ()
    ]


def _help(reader: Reader) -> dict[str, str]:
    line = reader.help_line
    return {
        "who": title_of(line) if line else "",
        "phone": line.phone if line else "",
        "href": reverse("console:about"),
    }
