"""Every address of the console; pages are named ``console:...``, the sign-in library's keep their own names."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from gridkeeper.console.activations.urls import urlpatterns as activations
from gridkeeper.console.audit.urls import urlpatterns as audit
from gridkeeper.console.bodies.urls import urlpatterns as bodies
from gridkeeper.console.calls.urls import urlpatterns as calls
from gridkeeper.console.cases.urls import urlpatterns as cases
from gridkeeper.console.duty.urls import urlpatterns as duty
from gridkeeper.console.exercise.urls import urlpatterns as exercise
from gridkeeper.console.imports.urls import urlpatterns as imports
from gridkeeper.console.me.urls import urlpatterns as me
from gridkeeper.console.measures.urls import urlpatterns as measures
from gridkeeper.console.now.urls import urlpatterns as now
from gridkeeper.console.orders.urls import urlpatterns as orders
from gridkeeper.console.people.urls import urlpatterns as people
from gridkeeper.console.playbooks.urls import urlpatterns as playbooks
from gridkeeper.console.report.urls import urlpatterns as report
from gridkeeper.console.rosters.urls import urlpatterns as rosters
from gridkeeper.console.rounds.urls import urlpatterns as rounds
from gridkeeper.console.settings.urls import urlpatterns as settings
from gridkeeper.console.sheets.urls import urlpatterns as sheets
from gridkeeper.console.signin.second_factor import urlpatterns as second_factor
from gridkeeper.console.signin.urls import urlpatterns as signin
from gridkeeper.console.start.urls import urlpatterns as start
from gridkeeper.console.territory.urls import urlpatterns as territory
from gridkeeper.console.tour.urls import urlpatterns as tour
from gridkeeper.console.zones.urls import urlpatterns as zones

pages: list[URLPattern | URLResolver] = [
    *now,
    *signin,
    *start,
    *exercise,
    *tour,
    *territory,
    *people,
    *bodies,
    *cases,
    *imports,
    *sheets,
    *rosters,
    *calls,
    path("duty/", include(duty)),
    path("rounds/", include(rounds)),
    path("zones/", include(zones)),
    path("orders/", include(orders)),
    path("playbooks/", include(playbooks)),
    path("activations/", include(activations)),
    path("measures/", include(measures)),
    path("reports/", include(report)),
    path("audit/", include(audit)),
    path("settings/", include(settings)),
    path("me/", include(me)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "console"), namespace="console")),
    path("second-factor/", include(second_factor)),
]
