"""What an end takes back and whom it tells, said before it happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridkeeper.console.words import is_chinese
from gridkeeper.rosters.queries.standing import Ahead, ahead_of
from gridkeeper.sites.queries import site_ids_of_order


def told_by_end_of(order_id: UUID, now: datetime) -> str:
    """How many shifts the end of an order takes back, and how many people it tells."""
    return said_of(ahead_of(order_id=order_id, site_ids=site_ids_of_order(order_id=order_id), now=now))


def told_by_closing(site_ids: Sequence[UUID], now: datetime) -> str:
    """The same of the closing of sites."""
    return said_of(ahead_of(site_ids=site_ids, now=now))


def said_of(ahead: Ahead) -> str:
    """Both counts in a sentence; that nobody is told, where nobody counts on it."""
    if not ahead.shifts:
        return _("No shift is planned from now on: nobody has to be told.")
    shifts = ngettext(
        "{n} shift from now on is taken back.", "{n} shifts from now on are taken back.", ahead.shifts
    ).format(n=ahead.shifts)
    if not ahead.people:
        return _beside(shifts, _("Nobody was asked for it yet."))
    people = ngettext(
        "{n} person is told, in one message.", "{n} people are told, in one message each.", ahead.people
    ).format(n=ahead.people)
    return _beside(shifts, people)


def _beside(*sentences: str) -> str:
    return ("" if is_chinese() else " ").join(sentences)
