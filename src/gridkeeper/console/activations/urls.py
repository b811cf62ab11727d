"""Addresses of activations."""

from __future__ import annotations

from django.urls import path

from gridkeeper.console.activations import emergency, views

urlpatterns = [
    path("", views.activations, name="activations"),
    path("<uuid:activation_id>/", views.activation, name="activation"),
    path("<uuid:activation_id>/renew/", views.renew, name="activation-renew"),
    path("<uuid:activation_id>/stand-down/", views.end, name="activation-end"),
    path("<uuid:activation_id>/emergency/", emergency.end_of_emergency, name="emergency-end"),
]
