"""The tree of units with stable ids, its dated editions, names, adjacency, outlines and overlays (R-01..R-03).

Owns where things are. Refuses to own who is there.
"""
