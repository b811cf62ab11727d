"""Protect the place where the record was left: the job's scope only."""

from django.db import migrations

from gridkeeper.scopes.policies import protect


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("cases", "0004_opened_by_events")]
    operations = [protect("cases_reached", "audit")]
