"""Acts on rounds: plan and end series, start, finish and record walks, make windows, decide what is over."""
