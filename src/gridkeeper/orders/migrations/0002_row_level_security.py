"""Protect orders and proposals by place."""

from django.db import migrations

from gridkeeper.scopes.policies import protect, protect_by, reaches


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("orders", "0001_orders_and_proposals")]
    operations = [
        protect("orders_order", "orders"),
        protect("orders_renewal", "orders", may_change=False),
        # The second person may sit one level up, so either place opens the row.
        protect_by(
            "orders_proposal",
            read=(
                f"{reaches('orders', 'r', 'unit_code')} OR {reaches('orders', 'r', 'approval_code')}"
                " OR proposed_by = current_setting('gk.login', true)"
            ),
            insert=f"{reaches('orders', 'w', 'unit_code')}",
            change=f"{reaches('orders', 'w', 'unit_code')} OR {reaches('orders', 'w', 'approval_code')}",
        ),
    ]
