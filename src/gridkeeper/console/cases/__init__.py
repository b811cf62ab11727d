"""Open work: the list, one case with its history, opening and moving it."""
