"""Protect messages by the desk that keeps them; whoever acts may leave one in the outbox."""

from django.db import migrations

from gridkeeper.scopes.policies import protect_by, reaches


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("notices", "0001_messages")]
    operations = [
        protect_by(
            "notices_message",
            read=reaches("people", "r", "unit_code"),
            insert="true",
            change=reaches("people", "w", "unit_code"),
        ),
    ]
