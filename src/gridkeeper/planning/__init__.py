"""Problem -> plan, for a whole district, with objective, bound and reasons. Pure: arrays in, row numbers out.

One sub-package a problem (`partition, site, cover, staff, pair, mobilise, roster, route, simulate`),
each with `problem`, `solve`, `evaluate`; `check` trusts none of them; `deploy` composes them.
"""
