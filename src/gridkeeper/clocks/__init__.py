"""The home's time: real, or an exercise's virtual clock that every process obeys (R-05).

Owns what time it is here. Refuses to own who waits for it.
"""
