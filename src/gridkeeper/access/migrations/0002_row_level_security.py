"""Protect looks, requests and purges; people may always read what is about themselves (SF-10)."""

from django.db import migrations

from gridkeeper.scopes.policies import protect, protect_by, reaches

_ONESELF = "nullif(current_setting('gk.person', true), '')::uuid"


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("access", "0001_readings_requests_purges")]
    operations = [
        protect_by(
            "access_reading",
            read=f"{reaches('rights', 'r', 'unit_code')} OR {_ONESELF} = ANY (people)",
            # A look is written whoever looks; nobody but the retention job takes it away.
            insert="true",
            change=reaches("rights", "w", "unit_code"),
        ),
        protect_by(
            "access_rightsrequest",
            read=f"{reaches('rights', 'r', 'unit_code')} OR person_id = {_ONESELF}",
            insert=f"{reaches('rights', 'w', 'unit_code')} OR person_id = {_ONESELF}",
            change=reaches("rights", "w", "unit_code"),
        ),
        protect("access_purgerun", "rights"),
        protect("access_purgedrecord", "rights", may_change=False),
    ]
