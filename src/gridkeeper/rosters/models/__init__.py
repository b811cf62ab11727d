"""Rosters, shifts, duties, the duty log and calls."""

from gridkeeper.rosters.models.call import Appeal, CallOut, Enlistment
from gridkeeper.rosters.models.log import HandOver, LogEntry
from gridkeeper.rosters.models.shift import Asked, Duty, Roster, Shift

__all__ = ["Appeal", "Asked", "CallOut", "Duty", "Enlistment", "HandOver", "LogEntry", "Roster", "Shift"]
