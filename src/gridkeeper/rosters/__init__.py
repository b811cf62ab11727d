"""Who stands duty where and when: shifts, duties with rest, the duty log, hand-overs, and calls for people.

Owns the rest of everybody who serves (SF-30, SF-31): nothing that breaks it is kept without a reason and an end.
Refuses to rank people, to ask why somebody declines and to remember who did (R-14, SF-33).
"""
