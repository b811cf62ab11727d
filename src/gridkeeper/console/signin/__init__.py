"""Signing in, out and over to somebody else; invitations; the second factor."""
