"""Activations in the console: under way, in force, stood down and what was left of them."""
