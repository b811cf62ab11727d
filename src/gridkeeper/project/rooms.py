"""The applications in force, in the order of the house: lower rooms first."""

from __future__ import annotations

from pathlib import Path

FRAMEWORK: tuple[str, ...] = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Indexes with operator classes (trigrams) are written by this one.
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "template_partials",
    "procrastinate.contrib.django",
)
_HOUSE: tuple[str, ...] = (
    "gridkeeper.jobs",
    "gridkeeper.clocks",
    "gridkeeper.audit",
    "gridkeeper.accounts",
    "gridkeeper.scopes",
    "gridkeeper.catalogue",
    "gridkeeper.orders",
    "gridkeeper.territory",
    "gridkeeper.posts",
    "gridkeeper.access",
    "gridkeeper.notices",
    "gridkeeper.cases",
    "gridkeeper.exercises",
    "gridkeeper.console",
    "gridkeeper.project",
)
_PACKAGE = Path(__file__).resolve().parents[1]


def has_module(room: str, module: str) -> bool:
    """True when ``room`` has that module; looks at files only, imports nothing."""
    return (_PACKAGE / room.split(".")[1] / f"{module}.py").is_file()


ROOMS: tuple[str, ...] = tuple(room for room in _HOUSE if has_module(room, "apps"))
INSTALLED: tuple[str, ...] = (*FRAMEWORK, *ROOMS)
