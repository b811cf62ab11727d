"""Leave a line for every session that begins, also where the sign-in library begins it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in

from gridkeeper.accounts.signing_in import note_sign_in


def connect() -> None:
    """Listen, once, while the application starts."""
    user_logged_in.connect(_note, dispatch_uid="gridkeeper.console.signin")


def _note(sender: object, request: Any, user: Any, **_: Any) -> None:
    del sender
    moment = getattr(request, "now", None)
    if moment is not None:
        note_sign_in(user=user, way=getattr(request, "sign_in_way", "second factor"), now=moment)
