"""Notices hang on the wall; a receipt is left by its reader and seen by the desk that reaches the reader's place."""

from django.db import migrations

from gridkeeper.scopes.policies import IS_SELF, protect, protect_by, reaches


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("notices", "0003_notices_and_receipts")]
    operations = [
        protect("notices_notice", "wall"),
        protect_by(
            "notices_receipt",
            read=f"({reaches('people', 'r', 'unit_code')} OR person_id {IS_SELF})",
            insert=f"({reaches('people', 'w', 'unit_code')} OR person_id {IS_SELF})",
            change=reaches("people", "w", "unit_code"),
        ),
    ]
