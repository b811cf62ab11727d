"""Addresses of shifts and duty sheets."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.rosters import sheet, shifts, sites, views

urlpatterns: list[URLPattern] = [
    path("rosters/", views.rosters, name="rosters"),
    path("rosters/<str:code>/plan/", shifts.plan, name="shift-plan"),
    path("rosters/<str:code>/sheet/", sheet.sheet, name="duty-sheet"),
    path("rosters/<str:code>/gates/", sheet.gates, name="gate-sheets"),
    path("rosters/<str:code>/sites/", sites.sites, name="sites"),
    path("rosters/sites/<uuid:site_id>/", sites.site, name="site"),
    path("rosters/shifts/<uuid:shift_id>/", shifts.shift, name="shift"),
]
