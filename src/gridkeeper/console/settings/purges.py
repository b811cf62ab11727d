"""What was destroyed, and the certificate of each time as a sheet (SF-07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from gridkeeper.access.choices import PurgeKind
from gridkeeper.access.queries.purges import PURGE_SORTS, PurgeShown, purge_shown, purges_page
from gridkeeper.access.queries.who import who_is
from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import exports, file_of, is_fragment
from gridkeeper.console.filters import one_of, words_like
from gridkeeper.console.paging import SIZE, cursor_of, turned
from gridkeeper.console.settings.processing_words import CHECKS, PURGED
from gridkeeper.console.sorting import choice, sort_of
from gridkeeper.formats.columns import Column, Kind, Table

_EXPORTED = 20_000
PURGES: Final = Table(
    key="purges",
    zh="已销毁的数据",
    en="Destroyed data",
    columns=(
        Column(key="done_at", zh="时间", en="When", kind=Kind.MOMENT),
        Column(key="because", zh="原因", en="Why"),
        Column(key="proposed", zh="提出人", en="Proposed"),
        Column(key="approved", zh="批准人", en="Approved"),
        Column(key="count", zh="销毁行数", en="Rows destroyed", kind=Kind.INTEGER),
        Column(key="counts", zh="分类数量", en="Counts"),
        Column(key="certified_at", zh="出具证明时间", en="Certified", kind=Kind.MOMENT),
    ),
)
KINDS: Final = {
    PurgeKind.RETENTION.value: gettext_noop("its time was over"),
    PurgeKind.PERSON.value: gettext_noop("a person was erased"),
}
STANDINGS: Final = {"yes": gettext_noop("certified"), "no": gettext_noop("not yet certified")}


def purges(request: ConsoleRequest) -> HttpResponse:
    """What was destroyed, by whom, how much of it, and whether looking again found nothing, page by page; or a file."""
    kind, certified = request.GET.get("kind", ""), request.GET.get("certified", "")
    asked = {
        "kind": kind if kind in KINDS else "",
        "certified": certified if certified in STANDINGS else "",
        "text": request.GET.get("q", "").strip(),
    }
    is_file = request.GET.get("format") in ("xlsx", "csv")
    found = purges_page(
        actor=request.actor,
        sort=sort_of(request, PURGE_SORTS),
        after="" if is_file else cursor_of(request),
        size=_EXPORTED if is_file else SIZE,
        **asked,
    )
    runs = _told(request, found)
    if is_file:
        found.whole()
        return file_of(request, PURGES, _file_rows(runs), name="purges")
    page = turned(request, found)
    context = {
        "runs": runs,
        "total": page.total,
        "is_narrowed": any(asked.values()),
        "filters": _filters(request, asked),
        "exports": exports(request),
        "page": page,
    }
    name = "console/settings/purges.html#rows" if is_fragment(request) else "console/settings/purges.html"
    return render(request, name, context)


def _told(request: ConsoleRequest, found: Sequence[PurgeShown]) -> list[dict[str, Any]]:
    logins = {login for run in found for login in (run.proposed_by, run.approved_by)}
    who = who_is(actor=request.actor, logins=logins, now=request.now)
    return [
        {
            "run": run,
            "because": because_of(run),
            "proposed": words.person_behind(who.get(run.proposed_by), run.proposed_by),
            "approved": words.person_behind(who.get(run.approved_by), run.approved_by),
            "counted": [(one["kind"], one["count"]) for one in counted(run.counts)],
        }
        for run in found
    ]


def _file_rows(runs: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in runs:
        run: PurgeShown = one["run"]
        yield {
            **one,
            "done_at": run.done_at,
            "count": sum(run.counts.values()),
            "counts": "; ".join(f"{kind} {number}" for kind, number in one["counted"]),
            "certified_at": run.certified_at,
        }


def _filters(request: ConsoleRequest, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    kinds = {"": _("Any reason"), **{key: _(text) for key, text in KINDS.items()}}
    standings = {"": _("certified or not"), **{key: _(text) for key, text in STANDINGS.items()}}
    columns = [{"text": _("When"), "by": "-done"}, {"text": _("Why"), "by": "kind"}]
    return [
        words_like(_("Words of the reason, or a sign-in name"), asked["text"]),
        one_of("kind", _("Why"), kinds, asked["kind"]),
        one_of("certified", _("Certificate"), standings, asked["certified"]),
        {**choice(request, columns, PURGE_SORTS), "is_always": True},
    ]


def because_of(run: PurgeShown) -> str:
    """Why rows were destroyed: as somebody wrote it, or that their time was over."""
    # The end of an emergency applies retention too, but by an order, with the reason two people signed (SF-08).
    by_itself = run.kind == PurgeKind.RETENTION and run.because == "retention"
    return _("its time was over") if by_itself else run.because


def purge(request: ConsoleRequest, run_id: UUID) -> HttpResponse:
    """The certificate of one purge as a sheet: why, who, counts by class, how it was looked through (SF-07)."""
    run = purge_shown(actor=request.actor, run_id=run_id)
    said = run.certificate or {}
    who = who_is(actor=request.actor, logins=[run.proposed_by, run.approved_by], now=request.now)
    context = {
        "run": run,
        "title": _("Purge certificate") if run.certified_at else _("Purge, not certified yet"),
        "subtitle": _("Destruction of personal data, looked through once more (SF-07)"),
        "because": because_of(run),
        "proposed": words.person_behind(who.get(run.proposed_by), run.proposed_by),
        "approved": words.person_behind(who.get(run.approved_by), run.approved_by),
        "counted": counted(run.counts),
        "checks": [_check_line(check) for check in said.get("checks", ())],
        "hash": said.get("hash", ""),
        "audit_head": said.get("audit_head", {}),
        "back": reverse("console:purges"),
        "printed_at": request.now,
    }
    return render(request, "console/settings/certificate.html", context)


def counted(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Destroyed rows by class, in the reader's language."""
    return [{"kind": words.said(PURGED, kind), "count": number} for kind, number in sorted(counts.items()) if number]


def _check_line(check: Mapping[str, Any]) -> dict[str, Any]:
    facts: list[str] = []
    if "tables" in check:
        facts.append(_("{tables} tables, {rows} rows").format(tables=check["tables"], rows=check.get("rows", 0)))
    if "files" in check:
        facts.append(ngettext("{n} file", "{n} files", check["files"]).format(n=check["files"]))
    if check.get("exports_destroyed"):
        facts.append(_("{n} copies destroyed").format(n=check["exports_destroyed"]))
    if check["check"] == "restored backup":
        facts.append(str(check["backup"]) if check.get("backup") else _("this home has no backup"))
    left = sum(int(one.get("count", 1)) for one in check.get("findings", ())) + int(check.get("keys_left", 0))
    return {"what": words.said(CHECKS, check["check"]), "facts": facts, "ok": check["ok"], "left": left}
