"""Names by which other rooms recognise the worker."""

from __future__ import annotations

WORKER_APPLICATION = "gridkeeper worker"
"""How the worker's connections are called in the database."""
STALLED_SECONDS = 30
"""A worker whose heart has not beaten for so long counts as gone."""
