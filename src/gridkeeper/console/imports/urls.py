"""Addresses of imports."""

from __future__ import annotations

from django.urls import path

from gridkeeper.console.imports import views

urlpatterns = [
    path("imports/", views.choose, name="imports"),
    path("imports/people/", views.send, {"kind": "people"}, name="import-people"),
    path("imports/territory/", views.send, {"kind": "territory"}, name="import-territory"),
    path("imports/template/<slug:name>/", views.template, name="import-template"),
    path("imports/list/<str:key>/", views.check, name="import"),
    path("imports/list/<str:key>/go/", views.go, name="import-go"),
    path("imports/list/<str:key>/marked/", views.marked, name="import-marked"),
    path("imports/list/<str:key>/drop/", views.drop, name="import-drop"),
]
