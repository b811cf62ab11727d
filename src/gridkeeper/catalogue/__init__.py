"""Typed registrations: what upper rooms tell lower ones in `ready()`, so that no import goes upward.

Owns three lists: acts that need a second person, things an order's end takes back, and what erasing a person clears.
Refuses to own any row.
"""
