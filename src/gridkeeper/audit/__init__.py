"""What happened, by whom, where: append-only, chained over salted digests, verifiable by anyone with a head (R-18).

Owns the record and its chain. Refuses to own who may read it or what follows from an event.
"""
