"""Addresses of rounds, below ``rounds/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.rounds import mine, views

urlpatterns: list[URLPattern] = [
    path("", views.coverage, name="rounds"),
    path("rows/", views.rows, name="round-rows"),
    path("mine/", mine.my_page, name="my-rounds"),
    path("mine/<uuid:round_id>/", mine.one, name="my-round"),
    path("mine/<uuid:round_id>/start/", mine.start, name="round-start"),
    path("mine/<uuid:round_id>/finish/", mine.finish, name="round-finish"),
    path("mine/<uuid:round_id>/late/", mine.late, name="round-late"),
    path("photo/<uuid:photo_id>/", views.photo, name="round-photo"),
    path("<uuid:round_id>/", views.round_, name="round"),
]
