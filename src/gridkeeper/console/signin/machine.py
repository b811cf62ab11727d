"""Who signed in on this machine lately: names in a signed cookie of this machine, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

COOKIE = "gk_recent"
_SALT = "gridkeeper.recent"
_KEPT = 8
_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Recent:
    """One name in the list."""

    login: str
    name: str


def recent_names(request: HttpRequest) -> list[Recent]:
    """Names of this machine, newest first; a cookie that was tampered with counts as none."""
    try:
        rows = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_DAYS * 86400)
    except signing.BadSignature:
        return []
    return [Recent(login=login, name=name) for login, name in rows[:_KEPT]]


def remember(request: HttpRequest, response: HttpResponseBase, *, login: str, name: str) -> None:
    """Put a name at the head of the list."""
    rows = [Recent(login=login, name=name), *(row for row in recent_names(request) if row.login != login)]
    # Encoded to ASCII: a web server may drop a whole cookie line for one Chinese name in it, and the session with it.
    response.set_cookie(
        COOKIE,
        signing.dumps([(row.login, row.name) for row in rows[:_KEPT]], salt=_SALT, compress=True),
        max_age=_DAYS * 86400,
        path="/console/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def forget_all(response: HttpResponseBase) -> None:
    """Empty the list."""
    response.delete_cookie(COOKIE, path="/console/")
