"""Zones, the units in them, their exits and checks, and their dated events."""

from gridkeeper.zones.models.exit import Exit, ExitCheck
from gridkeeper.zones.models.zone import Zone, ZoneEvent, ZoneUnit

__all__ = ["Exit", "ExitCheck", "Zone", "ZoneEvent", "ZoneUnit"]
