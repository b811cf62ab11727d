"""Bodies (permanent and temporary), people, posts and who holds them from when to when (K-04, K-05).

Owns who is responsible. Refuses to own what a post allows: that is `access`.
"""
