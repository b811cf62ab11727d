"""Series and their rests, due windows, walks with their pictures, and daily counts."""

from gridkeeper.rounds.models.counts import DayCount
from gridkeeper.rounds.models.round import Photo, Round, Walk
from gridkeeper.rounds.models.series import Rest, Series

__all__ = ["DayCount", "Photo", "Rest", "Round", "Series", "Walk"]
