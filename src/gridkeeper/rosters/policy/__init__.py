"""Rest, fitness and who fits best: pure decisions on plain values."""
