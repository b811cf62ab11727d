"""Addresses of one's own duties, below ``duty/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.duty import handing, views

urlpatterns: list[URLPattern] = [
    path("", views.mine, name="duty"),
    path("record/", views.record, name="duty-record"),
    path("calendar/", views.calendar, name="duty-calendar"),
    path("sign/<uuid:hand_over_id>/", handing.sign, name="duty-sign"),
    path("<uuid:duty_id>/answer/", views.answer, name="duty-answer"),
    path("<uuid:duty_id>/hand-over/", handing.page, name="duty-hand-over"),
]
