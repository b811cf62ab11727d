"""The process that applies migrations as the owner and founds the home's clock; ends when done."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")

EXERCISE_STARTS_AT = datetime(2022, 11, 12, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
"""First moment of an exercise home (R-05)."""


def run(kind: str, *, verbosity: int = 1) -> None:
    """Check the declarations, migrate on the owner's connection, and write down the kind of this home (R-05)."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("check", verbosity=0)
    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    found(kind)


def found(kind: str) -> None:
    """Write the home's kind and, for an exercise, its first moment; a second call changes nothing."""
    from gridkeeper.clocks.choices import HomeKind
    from gridkeeper.clocks.commands import found_home

    kind_of_home = HomeKind(kind)
    found_home(kind=kind_of_home, starts_at=EXERCISE_STARTS_AT if kind_of_home == HomeKind.EXERCISE else None)


if __name__ == "__main__":
    run(sys.argv[1])
