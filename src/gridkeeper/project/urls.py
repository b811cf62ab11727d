"""Every address of the installation: faces by prefix, the sign-in library, and static files."""

from __future__ import annotations

from django.contrib.staticfiles.views import serve as serve_static
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView


def static_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """One file of a room or of the front end; hashed files under ``assets`` are answered before Django."""
    return serve_static(request, path, insecure=True)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(url="/console/")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("console/", include("gridkeeper.console.urls")),
    re_path(r"^static/(?P<path>.+)$", static_file),
]
