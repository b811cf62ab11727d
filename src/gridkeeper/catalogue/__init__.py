"""Typed registrations: what upper rooms tell lower ones in `ready()`, so that no import goes upward.

Owns four lists: acts that need a second person, what an order's end takes back, what erasing a person clears, and
whose open work moves on when a body closes.
Refuses to own any row.
"""
