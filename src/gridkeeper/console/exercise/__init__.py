"""The clock and the personas of an exercise."""
