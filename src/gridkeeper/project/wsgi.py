"""The application: the health answer in front, Django behind it."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")

from django.core import checks
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from gridkeeper.project import databases
from gridkeeper.project import home as homes
from gridkeeper.project.health import Application, answering_health


def _make() -> Application:
    application = get_wsgi_application()
    # Only now: it reads tables, and the models exist from here on.
    from gridkeeper.console.duty.beat import answering_beats

    undeclared = checks.run_checks(tags=["privacy"])
    if undeclared:
        # A personal field without purpose and retention: then this does not start (SF-01).
        raise SystemExit("\n".join(f"{finding.obj}: {finding.msg}" for finding in undeclared))
    # Loads every view now, in the one process that all workers are forked from.
    get_resolver().url_patterns  # noqa: B018
    home = homes.in_force()
    addresses = databases.addresses(home)
    return answering_health(answering_beats(application), app=addresses.app, kind=home.kind if home else "real")


application = _make()
