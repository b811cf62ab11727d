"""Rounds: my own on the phone, how much was covered where, and the rows behind a figure."""
