"""Fixed places with hours: gates, points, depots, lookouts, duty desks.

Owns where such a place is, when it is open and under which order it stands. Refuses to own who stands there (rosters)
and whether anybody may pass: a life in danger overrides every gate (SF-22).
"""
