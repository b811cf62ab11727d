"""Addresses of the first minutes."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.start import views

urlpatterns: list[URLPattern] = [
    path("start/", views.start, name="start"),
    path("start/steps/", views.steps, name="start-steps"),
]
