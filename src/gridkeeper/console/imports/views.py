"""Three steps: choose a file; read what it would do; import the good rows and take the bad ones home."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gridkeeper.access.commands.uploads import (
    PERMISSIONS,
    Upload,
    carry_out,
    drop_upload,
    keep_upload,
    mark_upload,
    role_words,
    try_upload,
    upload_meant,
    uploads_of,
)
from gridkeeper.access.jobs import carry_out_upload
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import download, is_fragment
from gridkeeper.console.imports.forms import TerritoryForm
from gridkeeper.console.imports.telling import KINDS, figures, told, translated, vanished
from gridkeeper.console.refusals import advice, sentence
from gridkeeper.console.start.views import is_being_set_up
from gridkeeper.console.words import UPLOAD_STATES, said, state_tag, table_language
from gridkeeper.formats import workbook
from gridkeeper.kernel.errors import GridkeeperError, NotFound
from gridkeeper.kernel.filling import filled
from gridkeeper.posts.commands.people_import import marked_people, people_template
from gridkeeper.posts.commands.people_rows import Report
from gridkeeper.territory.tables import BORDERS, CHANGES, DIVISIONS, PLACES

LARGE = 5000
"""Lists with more rows than this are carried out by the worker."""
_TABLES = {table.key: table for table in (DIVISIONS, CHANGES, PLACES, BORDERS)}
_ACCEPT = {"people": ".xlsx,.xls,.csv", "territory": ".xlsx,.xls,.csv,.geojson,.json"}


def uploads_folder() -> Path:
    """Where lists wait to be imported."""
    return Path(str(settings.GRIDKEEPER_HOME)) / "files" / "uploads"


@require_safe
def choose(request: ConsoleRequest) -> HttpResponse:
    """What may be imported here, with an empty list of each kind to fill in."""
    return _choose(request)


def send(request: ConsoleRequest, kind: str) -> HttpResponse:
    """Take a file; nothing is imported before somebody has seen what it would do."""
    if request.method != "POST":
        return _choose(request, only=kind)
    form = TerritoryForm(request.POST)
    file = request.FILES.get("file")
    if file is None or (kind == "territory" and not form.is_valid()):
        return _choose(request, only=kind, form=form, error=_("Choose the file to read."))
    wish = form.wish() if kind == "territory" else {"is_generated": request.home_time.is_exercise}
    upload = keep_upload(
        actor=request.actor,
        folder=uploads_folder(),
        kind=kind,
        name=Path(file.name or "").name,
        chunks=file.chunks(),
        wish=wish,
    )
    return HttpResponseRedirect(reverse("console:import", args=[upload.key]))


@require_safe
def check(request: ConsoleRequest, key: str) -> HttpResponse:
    """What the list would do, how far the worker is, or what it did."""
    upload = upload_meant(actor=request.actor, folder=uploads_folder(), key=key)
    if upload.state == "waiting":
        return render(request, "console/imports/waiting.html", _waiting(upload))
    if upload.state in ("done", "refused"):
        if is_fragment(request):
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return render(request, "console/imports/done.html", _done(upload) | {"goes_on": is_being_set_up(request)})
    try:
        report = try_upload(actor=request.actor, folder=uploads_folder(), upload=upload, now=request.now)
    except GridkeeperError as refusal:
        drop_upload(folder=uploads_folder(), upload=upload)
        return _choose(request, only=upload.kind, error=f"{sentence(refusal)} {advice(refusal)}".strip())
    facts = told(report)
    context: dict[str, Any] = {
        **facts,
        "title": _("Read, but not imported yet"),
        "crumbs": [{"text": _("Import"), "href": reverse("console:imports")}, {"text": facts["what"]}],
        "facts_line": [
            upload.name,
            *facts["source"],
            ngettext("{n} row read", "{n} rows read", facts["read"]).format(n=f"{facts['read']:,}"),
        ],
        "upload": upload,
        "act": _act(facts),
    }
    return render(request, "console/imports/check.html", context)


@require_POST
def go(request: ConsoleRequest, key: str) -> HttpResponse:
    """Import the good rows: at once, or by the worker where the list is long."""
    folder = uploads_folder()
    upload = upload_meant(actor=request.actor, folder=folder, key=key)
    if upload.state == "kept":
        if _is_long(upload.data(folder)):
            mark_upload(folder=folder, upload=upload, state="waiting")
            carry_out_upload.defer_once(upload.key, folder=str(folder), key=upload.key)
        else:
            carry_out(actor=request.actor, folder=folder, upload=upload, now=request.now)
    return HttpResponseRedirect(reverse("console:import", args=[upload.key]))


@require_POST
def drop(request: ConsoleRequest, key: str) -> HttpResponse:
    """Take nothing of it."""
    upload = upload_meant(actor=request.actor, folder=uploads_folder(), key=key)
    drop_upload(folder=uploads_folder(), upload=upload)
    messages.info(request, _("Nothing of “{name}” was imported; the file is deleted.").format(name=upload.name))
    return HttpResponseRedirect(reverse("console:imports"))


@require_safe
def marked(request: ConsoleRequest, key: str) -> HttpResponse:
    """The rows that came back (of divisions: all), as a workbook with the bad cells marked and the reasons in words."""
    upload = upload_meant(actor=request.actor, folder=uploads_folder(), key=key)
    source, language = upload.data(uploads_folder()), table_language()
    report = try_upload(actor=request.actor, folder=uploads_folder(), upload=upload, now=request.now)
    if isinstance(report, Report):
        content = marked_people(source, report, language=language, translate=translated)
    elif report.reading and report.problems:
        content = workbook.marked(
            source,
            report.reading,
            report.problems,
            language=language,
            translate=translated,
            whole=report.edition is not None,
        )
    else:
        raise NotFound(kind="workbook", name=upload.name)
    return download(request, content, name=f"{_('sent back')}-{Path(upload.name).stem}", kind="xlsx")


@require_safe
def template(request: ConsoleRequest, name: str) -> HttpResponse:
    """An empty list to fill in, with drop-downs and an example."""
    _require_any(request)
    language = table_language()
    if name == "people":
        content = people_template(role_words(), language=language, translate=translated)
    elif name in _TABLES:
        content = workbook.template(_TABLES[name], language, translated)
    else:
        raise NotFound(kind="list", name=name)
    return download(request, content, name=name, kind="xlsx")


def _require_any(request: ConsoleRequest) -> None:
    if not any(request.actor.reaches(permission) for permission in PERMISSIONS.values()):
        request.actor.require("people.import", at="-", place="-")


def _choose(
    request: ConsoleRequest, *, only: str = "", form: TerritoryForm | None = None, error: str = ""
) -> HttpResponse:
    _require_any(request)
    may = [kind for kind, permission in PERMISSIONS.items() if request.actor.reaches(permission)]
    kinds = [kind for kind in may if not only or kind == only]
    if only and not kinds:
        request.actor.require(PERMISSIONS[only], at="-", place="-")
    context: dict[str, Any] = {
        "title": _("Which list is to be imported?"),
        "sends": [_send(kind, form or TerritoryForm(), error if kind == only else "") for kind in kinds],
        "templates": [
            {"text": table.label(table_language()), "href": reverse("console:import-template", args=[table.key])}
            for table in _TABLES.values()
        ]
        if "territory" in kinds
        else [],
        "lately": [_kept(upload) for upload in uploads_of(actor=request.actor, folder=uploads_folder())],
    }
    return render(request, "console/imports/choose.html", context, status=422 if error else 200)


def _kept(upload: Upload) -> dict[str, Any]:
    return {
        "name": upload.name,
        "kind": said(KINDS, upload.kind),
        "state": state_tag(UPLOAD_STATES, upload.state),
        "href": reverse("console:import", args=[upload.key]),
    }


def _send(kind: str, form: TerritoryForm, error: str) -> dict[str, Any]:
    people = kind == "people"
    made: dict[str, Any] = {
        "id": kind,
        "heading": _("People and posts") if people else _("Units, changes, buildings, outlines"),
        "action": reverse(f"console:import-{kind}"),
        "label": _("Workbook or CSV") if people else _("Workbook, CSV or GeoJSON"),
        "hint": _("Nothing is imported before you have seen what it would do."),
        "accept": _ACCEPT[kind],
        "act": _("Read this file"),
        "error": error,
    }
    if people:
        made["template"] = {
            "href": reverse("console:import-template", args=["people"]),
            "text": _("Empty list to fill in"),
        }
    else:
        made["fields"] = form
    return made


def _act(facts: dict[str, Any]) -> str:
    number = facts["good"]
    if not number:
        return ""
    if facts.get("is_whole"):
        return ngettext("Apply {n} change", "Apply {n} changes", number).format(n=f"{number:,}")
    return ngettext("Import {n} good row", "Import {n} good rows", number).format(n=f"{number:,}")


def _is_long(source: Path) -> bool:
    # A row of a list takes about sixty bytes of a packed workbook and a hundred of CSV: size stands in for a count.
    return source.stat().st_size > LARGE * 60


def _waiting(upload: Upload) -> dict[str, Any]:
    return {
        "title": _("Being imported"),
        "facts_line": [upload.name],
        "upload": upload,
        "steps": [
            {"state": "done", "text": _("File read")},
            {"state": "now", "text": _("Good rows go in, all together or none"), "share": upload.share},
            {"state": "todo", "text": _("Result")},
        ],
    }


def _done(upload: Upload) -> dict[str, Any]:
    result = upload.result
    refused = upload.state == "refused"
    back = result.get("sent_back", result.get("counts", {}).get("sent_back", 0))
    return {
        "title": _("Nothing was imported") if refused or result.get("mistakes") else _("Imported"),
        "crumbs": [{"text": _("Import"), "href": reverse("console:imports")}, {"text": upload.name}],
        "facts_line": [upload.name],
        "upload": upload,
        "figures": figures(result.get("counts", {})),
        "back": back,
        "why": filled(translated(result.get("text", "")), result.get("facts", {})) if refused else "",
        "pointing": vanished(result.get("pointing", [])),
        "next": reverse("console:people") if upload.kind == "people" else reverse("console:territory"),
    }
