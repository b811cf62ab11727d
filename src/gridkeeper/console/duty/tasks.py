"""My duties among the things to do now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gridkeeper.console.duty.words import span
from gridkeeper.console.words import task_of, title_of
from gridkeeper.kernel.actor import Actor
from gridkeeper.rosters.queries.mine import DutyRow, my_duties

_TODAY = timedelta(hours=16)


def duty_tasks(*, actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Hand-overs to sign, offers to answer, duties to begin within the day and to end."""
    found = my_duties(actor=actor, now=now)
    href = reverse("console:duty")
    tasks = [
        _task(_("Take over: {title}").format(title=title_of(row)), row.handed_at, href, act=_("Look and sign"))
        for row in found.to_sign
    ]
    for row in found.offered:
        title = _("Can you come? {title}").format(title=title_of(row))
        tasks.append(_task(title, row.starts, href, act=_("Answer"), details=_details(row, now)))
    for row in found.coming:
        if row.starts <= now + _TODAY:
            title = _("Your duty: {title}").format(title=title_of(row))
            tasks.append(_task(title, row.starts, href, act=_("Open my duty"), details=_details(row, now)))
    for row in found.running:
        title = _("On duty: {title}").format(title=title_of(row))
        tasks.append(_task(title, row.ends, href, act=_("Open my duty"), details=_details(row, now)))
    return tasks


def _task(title: str, due_at: datetime, href: str, *, act: str, details: list[str] | None = None) -> dict[str, Any]:
    return {
        "due_at": due_at,
        "href": href,
        "title": title,
        "details": details or [],
        "acts": [{"text": act, "href": href}],
    }


def _details(row: DutyRow, now: datetime) -> list[str]:
    return [span(row.starts, row.ends, now), *filter(None, [task_of(row)])]
