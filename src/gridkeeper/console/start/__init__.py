"""The first minutes of an empty home."""
