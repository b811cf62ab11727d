"""Protect work by place; its history only grows (K-09)."""

from django.db import migrations

from gridkeeper.scopes.policies import protect


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("cases", "0001_cases_and_steps")]
    operations = [protect("cases_case", "cases"), protect("cases_step", "cases", may_change=False)]
