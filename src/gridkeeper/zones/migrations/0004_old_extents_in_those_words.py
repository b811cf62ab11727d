"""Zones written before say how large they are in the words of the size tables as well."""

from django.db import migrations

SHORTEST = "(SELECT min(length(unit_code)) FROM zones_zoneunit WHERE zone_id = zones_zone.id)"


class Migration(migrations.Migration):
    """The words of old rows, there and back."""

    dependencies = [("zones", "0003_size_by_the_words_of_its_table")]
    operations = [
        migrations.RunSQL(
            sql=[
                "UPDATE zones_zone SET extent = 'several_buildings' WHERE extent = 'several'",
                f"""UPDATE zones_zone SET extent = CASE WHEN {SHORTEST} = 12 THEN 'community'
                    WHEN {SHORTEST} > 12 THEN 'several_buildings' ELSE 'larger' END WHERE extent = 'area'""",
            ],
            reverse_sql=[
                "UPDATE zones_zone SET extent = 'building' WHERE extent IN ('stairwell', 'floor')",
                "UPDATE zones_zone SET extent = 'several' WHERE extent IN ('several_buildings', 'compound')",
                "UPDATE zones_zone SET extent = 'area' WHERE extent IN ('community', 'larger')",
            ],
        )
    ]
