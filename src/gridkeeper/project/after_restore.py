"""The process that puts restored rows in order before anybody gets in; prints how many purges it did again."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType

from gridkeeper.project.rooms import ROOMS


def settle(*, with_keys: bool) -> int:
    """Replay the purge ledger (R-18), and without the old keys rebuild what is derived from them; gives the purges."""
    import django

    django.setup()
    from gridkeeper.access.actors import system_actor
    from gridkeeper.clocks.queries import home_time

    actor, now = system_actor("restore"), home_time().now
    replay = getattr(_commands("gridkeeper.access"), "replay_purges", None)
    replayed = int(replay(actor=actor, now=now) or 0) if replay else 0
    rebuild = getattr(_commands("gridkeeper.accounts"), "rebuild_sign_in_keys", None)
    if rebuild and not with_keys:
        rebuild(actor=actor, now=now)
    return replayed


def _commands(room: str) -> ModuleType | None:
    return import_module(f"{room}.commands") if room in ROOMS else None


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")
    print(settle(with_keys=sys.argv[1] == "with-keys"))
