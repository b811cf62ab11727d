"""How a story reaches the product inside the test process: somebody's pages, a command, and the worker's beat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.personas import START, World, settle

if TYPE_CHECKING:
    from django.test import Client


def begin_exercise() -> World:
    """The small world in an exercise home that stands at START."""
    from gridkeeper.clocks.choices import HomeKind
    from gridkeeper.clocks.commands import found_home

    found_home(kind=HomeKind.EXERCISE, starts_at=START)
    return settle()


def page(login: str, *, language: str = "zh-hans") -> Client:
    """A browser without scripts in which somebody of the small world is signed in."""
    from django.test import Client

    from gridkeeper.accounts.queries import account_by_login

    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(account_by_login(login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def beat() -> None:
    """What the worker does each second: windows, missed rounds, the record sealed and followed by cases."""
    from gridkeeper.access.jobs import seal_the_record
    from gridkeeper.cases.jobs import open_and_close_by_events
    from gridkeeper.rounds.jobs import decide_due_rounds, make_windows_ahead

    for pulse in (make_windows_ahead, decide_due_rounds, seal_the_record, open_and_close_by_events):
        pulse()
