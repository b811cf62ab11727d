"""Zones: the list, one with its exits and days, designating, checking exits, lifting, the slip for doors."""
