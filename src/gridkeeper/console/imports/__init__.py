"""Bring lists in: choose a file, see what it would do, import the good rows, take the bad ones home."""
