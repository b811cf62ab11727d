"""Every address of the console; pages are named ``console:...``, the sign-in library's keep their own names."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from gridkeeper.console.audit.urls import urlpatterns as audit
from gridkeeper.console.exercise.urls import urlpatterns as exercise
from gridkeeper.console.me.urls import urlpatterns as me
from gridkeeper.console.now.urls import urlpatterns as now
from gridkeeper.console.orders.urls import urlpatterns as orders
from gridkeeper.console.settings.urls import urlpatterns as settings
from gridkeeper.console.signin.second_factor import urlpatterns as second_factor
from gridkeeper.console.signin.urls import urlpatterns as signin
from gridkeeper.console.start.urls import urlpatterns as start

pages: list[URLPattern | URLResolver] = [
    *now,
    *signin,
    *start,
    *exercise,
    path("orders/", include(orders)),
    path("audit/", include(audit)),
    path("settings/", include(settings)),
    path("me/", include(me)),
]

for _package in ("territory", "people", "bodies", "imports", "cases", "sheets"):
    if find_spec(f"gridkeeper.console.{_package}") and find_spec(f"gridkeeper.console.{_package}.urls"):
        pages.extend(import_module(f"gridkeeper.console.{_package}.urls").urlpatterns)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "console"), namespace="console")),
    path("second-factor/", include(second_factor)),
]
