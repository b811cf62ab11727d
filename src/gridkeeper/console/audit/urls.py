"""Addresses of the audit, below ``audit/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.audit import views

urlpatterns: list[URLPattern] = [
    path("", views.events, name="audit"),
    path("verify/", views.verify, name="audit-verify"),
    path("verify/sheet/", views.head_sheet, name="audit-head"),
]
