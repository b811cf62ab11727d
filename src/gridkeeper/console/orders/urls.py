"""Addresses of orders and proposals, below ``orders/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.orders import proposals, views

urlpatterns: list[URLPattern] = [
    path("", views.orders, name="orders"),
    path("new/", views.propose, name="order-propose"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<str:code>/", proposals.proposal, name="proposal"),
    path("proposals/<str:code>/approve/", proposals.approve, name="proposal-approve"),
    path("proposals/<str:code>/refuse/", proposals.refuse, name="proposal-refuse"),
    path("proposals/<str:code>/withdraw/", proposals.withdraw, name="proposal-withdraw"),
    path("<uuid:order_id>/", views.order, name="order"),
    path("<uuid:order_id>/renew/", views.renew, name="order-renew"),
    path("<uuid:order_id>/end/", views.end, name="order-end"),
]
