"""Addresses of one's own pages and of the rights desk, below ``me/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.me import desk, views

urlpatterns: list[URLPattern] = [
    path("", views.me, name="me"),
    path("looks/", views.looks, name="me-looks"),
    path("copy/", views.copy, name="me-copy"),
    path("requests/", views.requests, name="me-requests"),
    path("consent/", views.consent, name="me-consent"),
    path("tokens/", views.tokens, name="me-tokens"),
    path("tokens/<uuid:token_id>/revoke/", views.token_revoke, name="token-revoke"),
    path("desk/", desk.requests, name="requests"),
    path("desk/<uuid:request_id>/", desk.answer, name="request"),
]
