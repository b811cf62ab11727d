"""The five-minute path: a visitor of an exercise does each step in the real pages."""
