"""The tag that draws tasks; in Python, because fifty of them are most of what a page of open work costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gridkeeper.console.templatetags.console import facts, icon, when

register = template.Library()


@register.simple_tag(takes_context=True)
def task_rows(context: Mapping[str, Any], tasks: Iterable[Mapping[str, Any]], now: datetime) -> SafeString:
    """The list items of ``_tasks.html``, which says what a task has."""
    request = context.get("request")
    return mark_safe("\n".join(_task(task, now, request) for task in tasks))


def _task(task: Mapping[str, Any], now: datetime, request: Any) -> str:
    due = task.get("due_at")
    if due:
        by = when(due, now, "block")
    else:
        by = format_html('<div class="when"><span class="distance">{}</span></div>', task.get("said") or _("no date"))
    details = task.get("details")
    line = format_html("<p>{}</p>", facts(details)) if details else ""
    what = format_html('<div class="what"><a href="{}">{}</a>{}</div>', task["href"], task["title"], line)
    acts = "".join(_act(act, request) for act in task.get("acts") or ())
    call = _call(task["phone"], task.get("who") or "") if task.get("phone") else ""
    return f'<li>{by}\n{what}\n<div class="actions">{acts}{call}</div></li>'


def _act(act: Mapping[str, Any], request: Any) -> str:
    kind, drawn = act.get("kind") or "soft", icon(act["icon"]) if act.get("icon") else ""
    if not act.get("action"):
        return format_html('<a class="btn btn-{}" href="{}">{}{}</a>', kind, act.get("href", ""), drawn, act["text"])
    named = format_html(' name="{}" value="{}"', act["name"], act.get("value", "")) if act.get("name") else ""
    button = format_html('<button class="btn btn-{}"{}>{}{}</button>', kind, named, drawn, act["text"])
    hidden = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    return format_html('<form method="post" action="{}">{}{}</form>', act["action"], hidden, button)


def _call(number: str, who: str) -> str:
    word = _("Call")
    shape = '<a class="btn btn-quiet" href="tel:{}" aria-label="{}">{}{}</a>'
    return format_html(shape, number.replace(" ", ""), f"{word} {who} {number}", icon("phone"), word)
