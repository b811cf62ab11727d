"""Sheets for the wall: who is responsible, and duty phones, per unit, on A4."""
