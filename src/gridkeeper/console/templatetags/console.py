"""Tags and filters of every page: assets, icons, status, time, figures, people, phones, pages of rows."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gridkeeper.console import assets, figures, moments, refusals, words
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.quantity import Quantity
from gridkeeper.posts.queries.people import PersonRow

register = template.Library()

KIND_ICONS = {
    "late": "alert-triangle",
    "soon": "clock",
    "ok": "circle-check",
    "info": "info-circle",
    "plain": "hourglass",
    "unknown": "help-circle",
}
_SEP = mark_safe('<span class="sep">, </span>')
_CHINESE_SEP = mark_safe('<span class="sep">，</span>')
_MESSAGE_KINDS = {"success": "ok", "warning": "soon", "error": "late", "info": "info", "debug": "info"}


@register.simple_tag
def asset(entry: str) -> SafeString:
    """Links and script of a built entry: {% asset "console.ts" %}."""
    sheets = format_html_join("", '<link rel="stylesheet" href="{}">', ((sheet,) for sheet in assets.styles(entry)))
    chunks = format_html_join("", '<link rel="modulepreload" href="{}">', ((c,) for c in assets.preloads(entry)))
    return format_html('{}{}<script type="module" src="{}"></script>', sheets, chunks, assets.address(entry))


@register.simple_tag
def icon(name: str, label: str = "", classes: str = "") -> SafeString:
    """An icon of the sprite; without a label it is decoration. A name not in frontend/icons.txt is refused."""
    return _drawn(name, str(label), classes, int(time.monotonic()))


@lru_cache(maxsize=512)
def _drawn(name: str, label: str, classes: str, _second: int) -> SafeString:
    if name not in assets.icon_names():
        raise template.TemplateSyntaxError(f"no icon {name!r}: add the name to frontend/icons.txt")
    place = f"{assets.address(assets.ICONS)}#{name}"
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}"></use></svg>', f"i {classes}".strip(), spoken, place)


@register.simple_tag
def tag(kind: str, text: object, icon_name: str = "") -> SafeString:
    """A status: icon, word and colour. Kinds: late, soon, ok, info, plain, unknown."""
    drawing = icon(icon_name or KIND_ICONS[kind])
    return format_html('<span class="tag {}">{}{}</span>', kind, drawing, text)


@register.simple_tag
def table_rows(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """Rows of ``_table.html``; in Python, because fifty rows of cells are most of what a list's page costs."""
    return mark_safe("\n".join(map(_table_row, rows)))


def _table_row(row: Mapping[str, Any]) -> str:
    opened = f'<tr data-href="{_escaped(row["href"])}">' if row.get("href") else "<tr>"
    return f"{opened}{''.join(map(_table_cell, row['cells']))}</tr>"


def _table_cell(cell: Mapping[str, Any]) -> str:
    sign, href, text = cell.get("tag"), cell.get("href"), _escaped(cell.get("text", ""))
    if href:
        text = f'<a href="{_escaped(href)}">{text}</a>'
    elif sign:
        text = tag(sign["kind"], sign["text"], sign.get("icon") or "")
    place = cell.get("place", "")
    if place == "title1":
        return f'<th scope="row" class="title1">{text}</th>'
    return f'<td class="{_escaped(place)}{" num" if cell.get("is_number") else ""}">{text}</td>'


def _escaped(value: Any) -> str:
    """As a template would write it; a plain string, which most cells are, without the way round."""
    return html.escape(value) if type(value) is str else conditional_escape(localize(value))


@register.simple_tag
def when(moment: datetime | None, now: datetime, form: str = "line") -> SafeString:
    """A due moment, clock and distance; ``form`` is line (clock and tag), block (for .tasks) or tag (tag only)."""
    if moment is None:
        return unknown()
    due = moments.due(moment, now)
    local = timezone.localtime(moment).isoformat(timespec="minutes")
    if form == "block":
        shape = '<div class="when"><b><time datetime="{}">{}</time></b> <span class="distance {}">{}{}</span></div>'
        return format_html(shape, local, due.clock, due.kind, icon(due.icon), due.distance)
    sign = tag("plain" if due.kind == "later" else due.kind, due.distance, due.icon)
    if form == "tag":
        return sign
    return format_html('<span class="nowrap"><time datetime="{}">{}</time> {}</span>', local, due.clock, sign)


@register.simple_tag
def ago(moment: datetime | None, now: datetime) -> SafeString:
    """When something happened: “09:27, 42 min ago”."""
    if moment is None:
        return unknown()
    local = timezone.localtime(moment).isoformat(timespec="minutes")
    shape = '<time class="nowrap" datetime="{}">{}{}{}</time>'
    return format_html(shape, local, moments.clock(moment, now), sep(), moments.ago(moment, now))


@register.filter
def clock(moment: datetime | None, now: datetime) -> str:
    """Local clock time, with the date when it is another day; empty for nothing."""
    return moments.clock(moment, now) if moment else ""


@register.filter
def day(value: date | datetime | None) -> str:
    """A local date with its year; empty for nothing."""
    if value is None:
        return ""
    return moments.day(timezone.localtime(value).date() if isinstance(value, datetime) else value)


@register.simple_tag
def quantity(value: Quantity | Decimal | float | int | None, unit: str = "") -> SafeString | str:
    """A figure with qualifier and unit; nothing known reads “not specified in source”."""
    return unknown() if value is None else figures.quantity(value, unit)


@register.simple_tag
def unknown(text: str = "") -> SafeString:
    """What the source does not say: never a guess, never 0."""
    return tag("unknown", text or _("not specified in source"))


@register.simple_tag
def named(name: str, is_generated: bool = False) -> SafeString:
    """A person's name; an invented one carries its mark, once."""
    is_generated = is_generated or name.endswith("（生成）")
    name = name.removesuffix("（生成）")
    if not is_generated:
        return format_html('<span class="nowrap">{}</span>', name)
    return format_html('<span class="nowrap">{}<span class="gen">{}</span></span>', name, _("generated"))


@register.simple_tag
def phone(number: str | None, who: str = "", classes: str = "btn btn-quiet") -> SafeString:
    """A number to tap and call, read out with whom it reaches; no number says so."""
    if not number:
        return unknown(_("no number"))
    dialled = re.sub(r"[^\d+]", "", number)
    spoken = _("Call {who} {number}").format(who=who, number=number)
    shape = '<a class="tel {}" href="tel:{}" aria-label="{}">{}{}</a>'
    return format_html(shape, classes, dialled, " ".join(spoken.split()), icon("phone"), number)


@register.simple_tag
def sep() -> SafeString:
    """The dot between facts, read out as the comma it is drawn over; so it never begins a line."""
    return _CHINESE_SEP if (get_language() or "").startswith("zh") else _SEP


@register.simple_tag
def facts(items: Iterable[Any]) -> SafeString:
    """Facts in one line with dots between; empty ones are left out."""
    return mark_safe(sep().join(conditional_escape(item) for item in items if item not in (None, "")))


@register.filter
def said(message: str) -> str:
    """A message id that a room below keeps as plain English, in the reader's language."""
    return _(message) if message else ""


@register.filter
def in_words(both: words.Named) -> str:
    """What is written in both languages, in the reader's."""
    return words.named(both)


@register.filter
def called(row: words.Called) -> str:
    """What a body or site is called in the reader's language."""
    return words.called(row)


@register.filter
def posts(row: PersonRow) -> tuple[str, ...]:
    """Titles of somebody's posts in the reader's language."""
    return words.posts_of(row)


@register.filter
def task(row: words.Tasked) -> str:
    """What is done on a shift, in the reader's language."""
    return words.task_of(row)


@register.filter
def joined(names: Iterable[str]) -> str:
    """Names in one line, as the reader's language separates them."""
    return words.joined(names)


@register.filter
def refusal(error: GridkeeperError) -> str:
    """The sentence of a refusal, in the reader's language."""
    return refusals.sentence(error)


@register.filter
def advice(error: GridkeeperError) -> str:
    """The next step after a refusal, in the reader's language."""
    return refusals.advice(error)


@register.filter
def message_kind(level_tag: str) -> str:
    """The note kind of a Django message level."""
    return _MESSAGE_KINDS.get(level_tag, "info")


@register.inclusion_tag("console/_pager.html", takes_context=True)
def pager(context: Mapping[str, Any], page: object, target: str = "") -> dict[str, Any]:
    """Foot of a keyset page; ``page`` has total, total_is_exact, shown, next and previous (cursors or "")."""
    request = context.get("request")
    total, shown = getattr(page, "total", None), getattr(page, "shown", None)
    return {
        "query": request.GET if request is not None else QueryDict(),
        "request": request,
        "page": page,
        "total": None if total is None else figures.number(total),
        "shown": None if shown is None else figures.number(shown),
        "target": target,
    }
