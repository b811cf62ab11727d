"""Protect rounds by place: whoever works there sees what is due there."""

from django.db import migrations

from gridkeeper.scopes.policies import protect


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("rounds", "0001_series_windows_walks")]
    operations = [
        protect("rounds_series", "cases"),
        protect("rounds_rest", "cases"),
        protect("rounds_walk", "cases", self_column="person_id"),
        protect("rounds_round", "cases"),
        protect("rounds_photo", "cases"),
        protect("rounds_daycount", "cases"),
    ]
