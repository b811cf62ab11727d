"""Questions about rights: who looked at me, what is open, what was destroyed."""
