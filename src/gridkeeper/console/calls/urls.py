"""Addresses of calls and of the volunteers' page."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.calls import views, volunteers

urlpatterns: list[URLPattern] = [
    path("calls/", views.calls, name="calls"),
    path("calls/open/<str:code>/", views.open_here, name="call-open"),
    path("calls/<uuid:call_id>/", views.call, name="call"),
    path("volunteers/<str:code>/", volunteers.page, name="volunteers"),
]
