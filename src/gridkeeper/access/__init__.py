"""Turns an account into an actor, from posts and nothing else; read log, rights requests, retention, purge.

Owns what each role may do and what people may ask about themselves. Refuses to own how rows are hidden (`scopes`).
"""
