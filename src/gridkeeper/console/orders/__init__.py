"""Orders and proposals."""
