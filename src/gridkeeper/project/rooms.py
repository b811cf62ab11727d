"""The applications in force, in the order of the house: lower rooms first; a new room is a line here."""

from __future__ import annotations

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
ROOMS: tuple[str, ...] = (
    "gridkeeper.jobs",
    "gridkeeper.clocks",
    "gridkeeper.audit",
    "gridkeeper.accounts",
    "gridkeeper.scopes",
    "gridkeeper.orders",
    "gridkeeper.territory",
    "gridkeeper.posts",
    "gridkeeper.access",
    "gridkeeper.notices",
    "gridkeeper.sites",
    "gridkeeper.rosters",
    "gridkeeper.zones",
    "gridkeeper.cases",
    "gridkeeper.rounds",
    "gridkeeper.activations",
    "gridkeeper.exercises",
    "gridkeeper.console",
    "gridkeeper.project",
)
INSTALLED: tuple[str, ...] = (*FRAMEWORK, *ROOMS)
