"""Protect the audit: anyone's act leaves a line, few may read, nobody may change (R-18)."""

from django.db import migrations

from gridkeeper.scopes.policies import append_only, protect, protect_by, reaches


class Migration(migrations.Migration):
    """Row-level security and append-only triggers."""

    dependencies = [("audit", "0001_events_and_seals")]
    operations = [
        protect("audit_event", "audit", may_change=False, anyone_may_insert=True),
        append_only("audit_event"),
        # An erased payload leaves its digest in the chain: purging is the one lawful change.
        protect_by(
            "audit_payload",
            read=reaches("audit", "r", "unit_code"),
            insert="true",
            change=reaches("rights", "w", "unit_code"),
        ),
        protect_by(
            "audit_seal",
            read="true",
            insert="current_setting('gk.login', true) LIKE 'system:%'",
            change="",
        ),
        append_only("audit_seal"),
    ]
