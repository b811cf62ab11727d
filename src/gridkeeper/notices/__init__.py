"""Messages to people and machines: what was to be said, by which channel, and whether it left the house.

Owns the outbox and its trap: an exercise sends nothing outward (R-05). Refuses to own why something is said.
"""
