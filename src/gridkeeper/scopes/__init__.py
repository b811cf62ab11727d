"""The second fence: row-level security by unit code, declared purposes of personal fields, per-row keys.

Owns how a scope is told to the database, what a table must declare, and the vault of keys.
Refuses to own who may do what: that is `access`.
"""
