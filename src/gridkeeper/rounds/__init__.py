"""Duties that recur: what is due where and when, who walked it, what was seen, and how much was covered (YZ-47, R-13).

Owns series, their due windows, the walks that cover them and the daily counts. Refuses to own why a round is due, who
is to be blamed for a missed one, and any ranking of people: counts are by place, never by person.
"""
