"""Closed loops: open work with an owner, a due moment and a history that only grows (section 3.4).

Owns the states of work. Refuses to own why it was opened: other rooms' events open it.
"""
