"""Addresses of settings, below ``settings/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.settings import purges, views

urlpatterns: list[URLPattern] = [
    path("", views.settings, name="settings"),
    path("people-data/", views.processing, name="processing"),
    path("roles/", views.roles, name="roles"),
    path("purges/", purges.purges, name="purges"),
    path("purges/<uuid:run_id>/", purges.purge, name="purge"),
    path("messages/", views.notices, name="notices"),
    path("about/", views.about, name="about"),
    path("appearance/", views.appearance, name="appearance"),
    path("appearance/theme/", views.theme, name="theme"),
]
