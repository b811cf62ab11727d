"""What is in force in a district is known in all of it; who may decide on it stays with the orders."""

from django.db import migrations

from gridkeeper.scopes.policies import protect, protect_by, reaches


def _open() -> migrations.RunSQL:
    return protect_by(
        "activations_activation",
        read=f"({reaches('wall', 'r', 'unit_code')} OR {reaches('orders', 'r', 'unit_code')})",
        insert=reaches("orders", "w", "unit_code"),
        change=reaches("orders", "w", "unit_code"),
    )


def _closed() -> migrations.RunSQL:
    before = protect("activations_activation", "orders")
    return migrations.RunSQL(sql=str(before.reverse_sql), reverse_sql=before.sql)


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("activations", "0002_row_level_security")]
    operations = [_closed(), _open()]
