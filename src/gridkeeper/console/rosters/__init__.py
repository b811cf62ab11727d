"""Shifts at a place: who stands them, offer, replace, except, plan; duty sheets for the wall."""
