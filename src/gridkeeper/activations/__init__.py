"""Playbooks in force: preview, activate, renew, stand down, and what came of each measure (K-07, R-06..R-11).

Owns a district's own playbook texts, activations, modes of units, states of measures and daily reports. Refuses to
own what an activation makes: bodies and posts, sites, shifts, rounds and notices belong to their rooms, which make
them from what a playbook wants and take them back with the order.
"""
