"""Addresses of the sheets."""

from __future__ import annotations

from django.urls import path

from gridkeeper.console.sheets import views

urlpatterns = [
    path("sheets/<str:code>/responsible/", views.responsible, name="sheet-responsible"),
    path("sheets/<str:code>/phones/", views.phones, name="sheet-phones"),
    path("territory/<str:code>/export/", views.units, name="units-export"),
]
