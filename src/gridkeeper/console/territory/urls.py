"""Addresses of the territory pages."""

from __future__ import annotations

from django.urls import path

from gridkeeper.console.territory import compounds, data, search, views

urlpatterns = [
    path("territory/", views.entrance, name="territory"),
    path("territory/compounds/<uuid:overlay_id>/", compounds.overlay, name="overlay"),
    path("territory/compounds/<uuid:overlay_id>/areas.json", compounds.areas, name="overlay-areas"),
    path("territory/<str:code>/", views.unit, name="unit"),
    path("territory/<str:code>/tree/", data.tree, name="unit-tree"),
    path("territory/<str:code>/areas.json", data.areas, name="unit-areas"),
    path("territory/<str:code>/streets.json", data.streets, name="unit-streets"),
    path("territory/<str:code>/points.json", data.points, name="unit-points"),
    path("search/", search.search, name="search"),
]
