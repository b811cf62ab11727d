"""Certificates with a last day, such as those of samplers (4.e)."""

from __future__ import annotations

from datetime import date


def has_run_out(until: date | None, *, on: date) -> bool:
    """True where a certificate's last day lies before a day; never for somebody without one."""
    return until is not None and until < on
