"""Playbooks as pure values: the text, what a careful colleague says of it, what it would make, and differences.

Refuses to know the database: facts come in as values, wants go out as values; rooms enter in `catalogue` what
they make of them.
"""
