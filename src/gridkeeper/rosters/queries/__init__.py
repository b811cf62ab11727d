"""Questions about shifts, duties, calls and rest."""
