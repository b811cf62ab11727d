"""Addresses of the measures board."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.measures import views

urlpatterns: list[URLPattern] = [
    path("<str:code>/", views.measures, name="measures"),
    path("<str:code>/mark/", views.mark, name="measure-mark"),
]
