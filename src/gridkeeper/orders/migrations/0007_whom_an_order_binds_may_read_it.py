"""An order on a wider place binds those within: whoever reads orders there may read it too, once it was in force."""

from django.db import migrations

_ABOVE = "unit_code = ANY ((SELECT string_to_array(current_setting('gk.bound_by', true), ','))::text[])"
_BINDS_A_PLACE = "kind IN ('activation', 'zone', 'static', 'end_of_emergency') AND in_force_at IS NOT NULL"


class Migration(migrations.Migration):
    """A second way to read; orders about a person (an exception, an appointment) stay where they are."""

    dependencies = [("orders", "0006_orders_by_number_and_end")]
    operations = [
        migrations.RunSQL(
            sql=f"CREATE POLICY reads_what_binds ON orders_order FOR SELECT USING ({_ABOVE} AND {_BINDS_A_PLACE})",
            reverse_sql="DROP POLICY reads_what_binds ON orders_order",
        ),
        migrations.RunSQL(
            sql=(
                f"CREATE POLICY reads_what_binds ON orders_renewal FOR SELECT USING ({_ABOVE} AND order_id IN"
                f" (SELECT id FROM orders_order WHERE {_ABOVE} AND {_BINDS_A_PLACE}))"
            ),
            reverse_sql="DROP POLICY reads_what_binds ON orders_renewal",
        ),
    ]
