"""Bytes <-> objects, and nothing else: workbooks, CSV, GeoJSON, coordinates, benchmark instances."""
