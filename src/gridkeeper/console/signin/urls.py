"""Addresses of signing in and of invitations."""

from __future__ import annotations

from django.urls import URLPattern, path

from gridkeeper.console.signin import invitations, views

urlpatterns: list[URLPattern] = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("switch-user/", views.switch_user, name="switch-user"),
    path("this-machine/clear/", views.clear_names, name="clear-names"),
    path("language/", views.language, name="language"),
    path("join/", invitations.join, name="join"),
    path("join/<str:code>/", invitations.join_code, name="join-code"),
    path("invitations/", invitations.invitations, name="invitations"),
]
