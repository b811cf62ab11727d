"""Looks at people, what people asked for, and what was destroyed."""

from gridkeeper.access.models.purge import PurgedRecord, PurgeRun
from gridkeeper.access.models.rights import Reading, RightsRequest

__all__ = ["PurgeRun", "PurgedRecord", "Reading", "RightsRequest"]
