"""Counts of evidence are read wherever the board hangs; whoever may write orders there writes them."""

from django.db import migrations

from gridkeeper.scopes.policies import protect_by, reaches


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("activations", "0004_counted_evidence")]
    operations = [
        protect_by(
            "activations_evidencecount",
            read=reaches("wall", "r", "unit_code"),
            insert=reaches("orders", "w", "unit_code"),
            change=reaches("orders", "w", "unit_code"),
        )
    ]
