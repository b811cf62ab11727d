"""Addresses of organisations."""

from __future__ import annotations

from django.urls import path

from gridkeeper.console.bodies import views

urlpatterns = [
    path("bodies/", views.bodies, name="bodies"),
    path("bodies/new/", views.found, name="body-new"),
    path("bodies/<uuid:body_id>/", views.body, name="body"),
    path("bodies/<uuid:body_id>/close/", views.close, name="body-close"),
]
