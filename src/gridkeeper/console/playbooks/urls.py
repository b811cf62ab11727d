"""Addresses of playbooks: the shelf, reading, writing, comparing, the dry run."""

from __future__ import annotations

from django.urls import path

from gridkeeper.console.playbooks import previewing, views

urlpatterns = [
    path("", views.playbooks, name="playbooks"),
    path("write/", views.write, name="playbook-write"),
    path("<str:name>/", views.playbook, name="playbook"),
    path("<str:name>/compare/", views.compare, name="playbook-compare"),
    path("<str:name>/preview/", previewing.preview, name="playbook-preview"),
    path("<str:name>/propose/", previewing.propose, name="playbook-propose"),
]
