"""Gridkeeper turns a written response plan into a running operation, and ends it without a trace."""

__version__ = "0.1.0"
