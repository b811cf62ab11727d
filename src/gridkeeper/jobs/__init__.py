"""Background work: one queue in the database, jobs that may safely run twice, under a named system actor.

This room owns the queue, its worker and the heartbeat; it refuses to know what any job does.
"""
