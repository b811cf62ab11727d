"""Addresses of zones, below ``zones/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.zones import designate, views

urlpatterns: list[URLPattern] = [
    path("", views.zones, name="zones"),
    path("designate/<str:code>/", designate.designate, name="zone-designate"),
    path("<uuid:zone_id>/", views.zone, name="zone"),
    path("<uuid:zone_id>/areas.json", views.areas, name="zone-areas"),
    path("<uuid:zone_id>/slip/", views.slip, name="zone-slip"),
    path("<uuid:zone_id>/let-out/", views.let_out, name="zone-let-out"),
    path("<uuid:zone_id>/lift/", views.lift, name="zone-lift"),
    path("<uuid:zone_id>/note/", views.note, name="zone-note"),
    path("<uuid:zone_id>/exits/", views.more_exit, name="zone-exit-add"),
    path("<uuid:zone_id>/exits/<uuid:exit_id>/check/", views.check, name="zone-exit-check"),
]
