"""Acts on shifts, duties, hand-overs and calls."""
