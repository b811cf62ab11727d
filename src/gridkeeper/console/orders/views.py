"""Orders: the list, one order, proposing, renewing and ending it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridkeeper.access.queries.who import who_is
from gridkeeper.audit.queries import events_about
from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.duty.ahead import told_by_end_of
from gridkeeper.console.export import file_of, is_fragment
from gridkeeper.console.orders.forms import ProposeForm, RenewForm
from gridkeeper.console.orders.listing import ORDERS, columns_of, filters_of, rows_of, sorts_of, table_rows
from gridkeeper.console.orders.saying import order_events
from gridkeeper.console.paging import SIZE, address_of_list, cursor_of, turned
from gridkeeper.console.sorting import choice, heads, sort_of
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.commands import Draft, end_order, propose_order, propose_renewal
from gridkeeper.orders.queries import OrderRow, order_shown, orders_page, proposals_waiting
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.labels import labels_of

_EXPORTED = 100_000


def orders(request: ConsoleRequest) -> HttpResponse:
    """Orders in reach, newest first, filtered; ``?format=xlsx`` or ``csv`` exports them all."""
    asked = filters_of(request)
    sorts, elsewhere = sorts_of(asked)
    sort = sort_of(request, sorts, elsewhere)
    if request.GET.get("format") in ("xlsx", "csv"):
        found = orders_page(actor=request.actor, now=request.now, sort=sort, size=_EXPORTED, **asked).whole()
        places = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
        return file_of(request, ORDERS, rows_of(found, places), name="orders")
    found = orders_page(actor=request.actor, now=request.now, sort=sort, after=cursor_of(request), size=SIZE, **asked)
    page = turned(request, found)
    context = {
        "asked": asked,
        "table": {
            "columns": heads(request, columns_of(), sorts),
            "rows": table_rows(request.actor, found, now=request.now),
        },
        "order": choice(request, columns_of(), sorts, {"-written": _("Newest first"), "written": _("Oldest first")}),
        "total": page.total,
        "page": page,
        "may_propose": bool(request.actor.reaches("order.propose")),
        "waiting": len(proposals_waiting(actor=request.actor, now=request.now)),
        "states": [{"value": key, "text": _(word)} for key, (word, _kind) in words.ORDER_STATES.items()],
        "export": f"?{address_of_list(request)}&format=",
    }
    name = "console/orders/list.html#rows" if is_fragment(request) else "console/orders/list.html"
    return render(request, name, context)


def order(request: ConsoleRequest, order_id: UUID) -> HttpResponse:
    """One order: what it says, who decided, how long it runs, what it made and took back."""
    return _order_page(request, order_shown(actor=request.actor, order=str(order_id), now=request.now))


def _order_page(
    request: ConsoleRequest, row: OrderRow, *, form: RenewForm | None = None, error: Exception | None = None
) -> HttpResponse:
    actor, now = request.actor, request.now
    logins = {row.proposed_by, row.approved_by, row.ended_by, *(r.proposed_by for r in row.renewals)}
    who = who_is(actor=actor, logins=logins | {r.approved_by for r in row.renewals}, now=now)
    events = events_about(actor=actor, subject_kind="order", subject_id=row.id)
    in_force = row.state == "in_force"
    pending = [p for p in proposals_waiting(actor=actor, now=now) if p.arguments.get("order") == str(row.id)]
    context = {
        "order": row,
        "place": labels_of(actor=actor, codes=[row.unit_code]).get(row.unit_code, row.unit_code),
        "state": words.state_tag(words.ORDER_STATES, row.state),
        "kind": words.said(words.ORDER_KINDS, row.kind),
        "proposed_by": words.person_behind(who.get(row.proposed_by), row.proposed_by),
        "approved_by": words.person_behind(who.get(row.approved_by), row.approved_by),
        "ended_by": words.person_behind(who.get(row.ended_by), row.ended_by),
        "renewals": [
            {
                "row": renewal,
                "proposed_by": words.person_behind(who.get(renewal.proposed_by), renewal.proposed_by),
                "approved_by": words.person_behind(who.get(renewal.approved_by), renewal.approved_by),
            }
            for renewal in row.renewals
        ],
        "pending": pending,
        "events": order_events(actor, events, now),
        "form": form,
        "error": error,
        "may_renew": in_force and actor.may("order.propose", at=row.unit_code) and not pending,
        "confirm": _end_confirm(row, request.now) if in_force and actor.may("order.end", at=row.unit_code) else None,
        "needs_higher": len(row.renewals) >= 1,
    }
    if context["may_renew"] and form is None:
        latest = min(row.ceiling_at or row.expires_at, row.expires_at + timedelta(days=7))
        context["form"] = RenewForm(initial={"to": localtime(latest)})
    return render(request, "console/orders/order.html", context, status=409 if error else 200)


def _end_confirm(row: OrderRow, now: datetime) -> dict[str, Any]:
    return {
        "text": _("End this order"),
        "icon": "hand-stop",
        "kind": "stop",
        "title": _("End order {number}").format(number=row.number),
        "question": _("Everything made under it ends at once, and so do the orders under it. One person suffices.")
        + f" {told_by_end_of(row.id, now)}",
        "action": reverse("console:order-end", args=[row.id]),
        "act": _("End the order now"),
        "reason": {"label": _("Why it ends now"), "hint": _("Goes on record")},
    }


def propose(request: ConsoleRequest) -> HttpResponse:
    """Write an order down and put it before a second person."""
    reach = request.actor.reaches("order.propose")
    if not reach:
        request.actor.require("order.propose", at="-")
    form = ProposeForm(request.POST or None, now=request.now, unit=request.GET.get("unit", reach[0]))
    error: GridkeeperError | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            unit = unit_meant(actor=request.actor, text=given["unit"])
            draft = Draft(
                number=given["number"],
                title=given["title"],
                kind=OrderKind(given["kind"]),
                unit_id=unit.id,
                unit_code=unit.unit_code,
                legal_basis=given["legal_basis"],
                document=given["document"],
                issued_by=given["issued_by"],
                issued_at=given["issued_at"],
                expires_at=given["expires_at"],
            )
            _made, proposal = propose_order(actor=request.actor, draft=draft, now=request.now)
        except GridkeeperError as refusal:
            error = refusal
        else:
            return HttpResponseRedirect(reverse("console:proposal", args=[proposal.code]))
    status = 422 if form.errors or error else 200
    return render(request, "console/orders/propose.html", {"form": form, "error": error}, status=status)


@require_POST
def renew(request: ConsoleRequest, order_id: UUID) -> HttpResponse:
    """Ask to prolong an order; a second person decides."""
    row = order_shown(actor=request.actor, order=str(order_id), now=request.now)
    form = RenewForm(request.POST)
    if not form.is_valid():
        return _order_page(request, row, form=form)
    given = form.cleaned_data
    try:
        proposal = propose_renewal(
            actor=request.actor, order_id=row.id, to=given["to"], reason=given["reason"], now=request.now
        )
    except GridkeeperError as refusal:
        return _order_page(request, row, form=form, error=refusal)
    return HttpResponseRedirect(reverse("console:proposal", args=[proposal.code]))


@require_POST
def end(request: ConsoleRequest, order_id: UUID) -> HttpResponse:
    """End an order; one person suffices (R-08)."""
    row = order_shown(actor=request.actor, order=str(order_id), now=request.now)
    taken = end_order(actor=request.actor, order_id=row.id, reason=request.POST.get("reason", ""), now=request.now)
    count = sum(taken.values())
    words_said = _("Order {number} has ended; {count} things made under it ended with it.")
    messages.success(request, words_said.format(number=row.number, count=count))
    return HttpResponseRedirect(reverse("console:order", args=[row.id]))
