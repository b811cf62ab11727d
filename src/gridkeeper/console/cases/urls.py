"""Addresses of cases."""

from __future__ import annotations

from django.urls import path

from gridkeeper.console.cases import views

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/open/<str:code>/", views.open_here, name="case-open"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/move/", views.move, name="case-move"),
]
