"""Addresses of people and posts."""

from __future__ import annotations

from django.urls import path

from gridkeeper.console.people import appointing, certificates, person, views

urlpatterns = [
    path("people/", views.entrance, name="people"),
    path("people/of/<str:code>/", views.people, name="people-of"),
    path("people/of/<str:code>/new/", person.register, name="person-new"),
    path("people/of/<str:code>/vacancies/", views.vacancies, name="vacancies"),
    path("people/of/<str:code>/certificates/", certificates.certificates, name="certificates"),
    path("people/<uuid:person_id>/", person.person, name="person"),
    path("people/<uuid:person_id>/edit/", person.edit, name="person-edit"),
    path("people/<uuid:person_id>/leave/", person.leave, name="person-leave"),
    path("people/<uuid:person_id>/erase/", person.erase, name="person-erase"),
    path("posts/<uuid:post_id>/appoint/", appointing.appoint_to, name="post-appoint"),
    path("posts/<uuid:post_id>/choose/", appointing.choices, name="post-choices"),
    path("appointments/<uuid:appointment_id>/end/", appointing.end, name="appointment-end"),
]
