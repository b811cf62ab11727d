"""What the web server runs: the health answer in front, Django behind it."""

from __future__ import annotations

import os
import signal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from gridkeeper.project import databases
from gridkeeper.project import home as homes
from gridkeeper.project.health import Application, answering_health
from gridkeeper.project.processes import die_with_parent


def _make() -> Application:
    if os.environ.get("GRIDKEEPER_SERVED"):
        # A web process whose server was killed would keep the port and answer with old code.
        die_with_parent(os.getppid(), signal.SIGKILL)
    home = homes.in_force()
    addresses = databases.addresses(home)
    application = get_wsgi_application()
    # A personal field without purpose and retention: then this does not start (SF-01).
    call_command("check", tags=["privacy"], verbosity=0)
    return answering_health(application, app=addresses.app, kind=home.kind if home else "real")


application = _make()
