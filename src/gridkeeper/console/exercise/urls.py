"""Addresses of an exercise's own acts."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.exercise import views

urlpatterns: list[URLPattern] = [
    path("exercise/persona/", views.persona, name="persona"),
    path("exercise/clock/", views.clock, name="clock"),
    path("exercise/clock/advance/", views.advance, name="clock-advance"),
    path("style/", views.style, name="style"),
]
