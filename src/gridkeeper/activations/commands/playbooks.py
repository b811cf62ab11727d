"""Keep a district's own playbook, version by version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridkeeper.access.retention import RULES
from gridkeeper.activations.errors import VersionTaken
from gridkeeper.activations.models import PlaybookText, ReportForm
from gridkeeper.activations.policy import digest_of
from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.playbooks.text import load

_FORGOTTEN = "—"


def keep_playbook(*, actor: Actor, unit_id: UUID, unit_code: str, text: str, now: datetime) -> PlaybookText:
    """Keep a text as a version of a unit's own playbook; the same text twice is kept once.

    Raises Forbidden, TextUnreadable or TextRefused for a text that is no playbook, VersionTaken for a version that is
    kept with another text. Errors that lint finds do not keep a draft from being kept, only from being activated.
    """
    actor.require("playbook.write", at=unit_code)
    playbook = load(text, where="playbook")
    digest = digest_of(text)
    kept = PlaybookText.objects.filter(unit_code=unit_code, name=playbook.name, version=playbook.version).first()
    if kept is not None:
        if kept.digest != digest:
            raise VersionTaken(name=playbook.name, version=playbook.version)
        return kept
    with transaction.atomic():
        row = PlaybookText.objects.create(
            unit_id=unit_id,
            unit_code=unit_code,
            name=playbook.name,
            version=playbook.version,
            pack=playbook.pack,
            title_zh=playbook.title.zh,
            title_en=playbook.title.en,
            text=text,
            digest=digest,
            edited_by=actor.login,
            edited_at=now,
        )
        record(
            actor=actor,
            verb="playbook.kept",
            subject_kind="playbook",
            subject_id=row.id,
            unit_code=unit_code,
            happened_at=now,
            facts={"name": row.name, "version": row.version, "digest": digest},
        )
    return row


def forget_who_wrote(*, actor: Actor, now: datetime) -> Mapping[str, int]:
    """Take logins off texts and forms when their time is over (12.5); for the retention job."""
    del actor  # the run's own event says who and when
    over = now - RULES["orders"].keep
    gone = PlaybookText.objects.filter(edited_at__lte=over).exclude(edited_by=_FORGOTTEN).update(edited_by=_FORGOTTEN)
    forms = ReportForm.objects.filter(uploaded_at__lte=over).exclude(uploaded_by=_FORGOTTEN)
    gone += forms.update(uploaded_by=_FORGOTTEN)
    return {"names on playbooks": gone} if gone else {}
