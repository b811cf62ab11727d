"""Addresses of the five-minute path."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.tour import views

urlpatterns: list[URLPattern] = [
    path("tour/", views.tour, name="tour"),
    path("tour/leave/", views.leave, name="tour-leave"),
    path("tour/plan/", views.plan, name="tour-plan"),
]
