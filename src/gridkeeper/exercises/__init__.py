"""Drills: the invented district, its personas, and the virtual clock (R-05, R-16).

Owns what only an exercise home may do. Refuses to own anything a real home needs.
"""
