"""Questions about rounds: what is due for me, what was missed, how much was covered where."""
