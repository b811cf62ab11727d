"""Protect zones as orders; whoever works at a place may see its exits and record that they were tried."""

from django.db import migrations

from gridkeeper.scopes.policies import protect, protect_by, reaches

READ = f"({reaches('orders', 'r', 'unit_code')} OR {reaches('cases', 'r', 'unit_code')})"
WRITE = f"({reaches('orders', 'w', 'unit_code')} OR {reaches('cases', 'w', 'unit_code')})"


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("zones", "0001_zones_exits_events")]
    operations = [
        protect_by("zones_zone", read=READ, insert=reaches("orders", "w", "unit_code"), change=WRITE),
        protect("zones_zoneunit", "orders"),
        protect("zones_zoneevent", "orders"),
        protect_by("zones_exit", read=READ, insert=reaches("orders", "w", "unit_code"), change=WRITE),
        protect_by("zones_exitcheck", read=READ, insert=WRITE, change=""),
    ]
