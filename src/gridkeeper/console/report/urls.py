"""Addresses of the daily report."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.report import views

urlpatterns: list[URLPattern] = [
    path("<str:code>/", views.report, name="daily-report"),
    path("<str:code>/form/", views.keep, name="report-form-keep"),
]
