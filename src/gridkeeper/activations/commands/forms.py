"""Keep the forms that a superior prescribes for the daily report."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gridkeeper.activations.errors import TemplateUnreadable
from gridkeeper.activations.models import ReportForm
from gridkeeper.activations.queries.report import PLACEHOLDERS
from gridkeeper.audit.record import record
from gridkeeper.formats.documents import placeholders
from gridkeeper.formats.packed import NoForm, kind_of_form
from gridkeeper.kernel.actor import Actor


def keep_form(*, actor: Actor, unit_code: str, name: str, content: bytes, now: datetime) -> ReportForm:
    """Keep a workbook or Word file with {{placeholders}}; one of the same name takes its place.

    The row lists placeholders that the report has nothing for. Raises Forbidden, TemplateUnreadable.
    """
    actor.require("measure.write", at=unit_code)
    try:
        kind, asked = kind_of_form(content), placeholders(content)
    except NoForm as broken:
        raise TemplateUnreadable(name=name) from broken
    with transaction.atomic():
        row, _ = ReportForm.objects.update_or_create(
            unit_code=unit_code,
            name=name[:80],
            defaults={
                "kind": kind,
                "content": content,
                "unknown": [one[:80] for one in asked if one not in PLACEHOLDERS],
                "uploaded_by": actor.login,
                "uploaded_at": now,
            },
        )
        record(
            actor=actor,
            verb="report.form-kept",
            subject_kind="report form",
            subject_id=row.id,
            unit_code=unit_code,
            happened_at=now,
            facts={"name": row.name, "unknown": row.unknown},
        )
    return row
