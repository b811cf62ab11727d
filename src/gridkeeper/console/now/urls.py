"""Address of the first page."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.now import views

urlpatterns: list[URLPattern] = [path("", views.now, name="now")]
