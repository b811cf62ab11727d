"""Rows of people and of vacant posts: for the page and for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gridkeeper.console.addresses import row_address
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.sorting import heads
from gridkeeper.console.words import joined, posts_of, role_name, title_of
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.kernel.certificate import has_run_out
from gridkeeper.posts.policy import EXPIRING
from gridkeeper.posts.queries.certificates import CERTIFICATE_SORTS, CertificateRow
from gridkeeper.posts.queries.people import PEOPLE_SORTS, PersonRow, PersonShown
from gridkeeper.posts.queries.responsible import VACANCY_SORTS, PostRow
from gridkeeper.territory.queries.labels import labels_of

Certified = CertificateRow | PersonShown

PEOPLE = Table(
    key="people",
    zh="人员",
    en="People",
    columns=(
        Column(key="name", zh="姓名", en="Name", kind=Kind.NAME),
        Column(key="posts", zh="岗位", en="Posts"),
        Column(key="unit", zh="所属单位", en="Unit"),
        Column(key="unit_code", zh="单位代码", en="Unit code", kind=Kind.CODE),
        Column(key="phone", zh="电话", en="Phone", kind=Kind.PHONE),
    ),
)
POSTS = Table(
    key="posts",
    zh="空岗",
    en="Vacant posts",
    columns=(
        Column(key="title", zh="岗位", en="Post"),
        Column(key="role", zh="职责", en="Role"),
        Column(key="unit", zh="单位", en="Unit"),
        Column(key="unit_code", zh="单位代码", en="Unit code", kind=Kind.CODE),
        Column(key="vacant", zh="空缺", en="Vacant", kind=Kind.INTEGER),
        Column(key="seats", zh="编制", en="Seats", kind=Kind.INTEGER),
    ),
)


CERTIFICATES = Table(
    key="certificates",
    zh="证书到期",
    en="Certificates",
    columns=(
        Column(key="name", zh="姓名", en="Name", kind=Kind.NAME),
        Column(key="role", zh="资质岗位", en="Certified for"),
        Column(key="until", zh="证书有效期至", en="Certified until", kind=Kind.DATE),
        Column(key="unit", zh="所属单位", en="Unit"),
        Column(key="phone", zh="电话", en="Phone", kind=Kind.PHONE),
    ),
)


def certificate_rows(found: Sequence[CertificateRow], places: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Certificates for a file."""
    for row in found:
        yield {
            "name": row.name,
            "role": role_name(row.certified_for),
            "until": row.certified_until,
            "unit": places.get(row.unit_code, ""),
            "phone": row.phone or None,
        }


def certificate_columns() -> list[dict[str, Any]]:
    """Heads of the page's table, and by which of them it can be sorted."""
    return [
        {"text": _("Last day"), "by": "until"},
        {"text": _("Name"), "by": "name"},
        {"text": _("Certified for")},
        {"text": _("Kept at"), "by": "place"},
        {"text": _("State")},
    ]


def certificates_table(
    request: ConsoleRequest, found: Sequence[CertificateRow], places: dict[str, str], today: date
) -> dict[str, Any]:
    """Certificates for the page."""
    rows = []
    for row in found:
        href = row_address("console:person", row.person_id)
        said = certificate_tag(row, today)
        rows.append(
            {
                "href": href,
                "cells": [
                    {"text": f"{row.certified_until:%Y-%m-%d}", "place": "lead1"},
                    {"text": row.name, "href": href, "place": "title1"},
                    {"text": role_name(row.certified_for), "place": "sub1"},
                    {"text": places.get(row.unit_code, row.unit_code), "place": "off"},
                    {"tag": {"kind": said["kind"], "text": said["text"]}, "place": "end1"},
                ],
            }
        )
    return {"columns": heads(request, certificate_columns(), CERTIFICATE_SORTS), "rows": rows}


def certificate_tag(row: Certified, today: date) -> dict[str, str]:
    """What is the matter with a certificate: run out, about to, or in force."""
    if row.certified_until is None or has_run_out(row.certified_until, on=today):
        return {"kind": "late", "text": _("has run out")}
    days = (row.certified_until - today).days
    if days > EXPIRING.days:
        return {"kind": "ok", "text": _("in force")}
    return {"kind": "soon", "text": ngettext("{n} day left", "{n} days left", days).format(n=days)}


def people_rows(found: Sequence[PersonRow], places: dict[str, str]) -> Iterator[dict[str, Any]]:
    """People for a file."""
    for row in found:
        yield {
            "name": row.name,
            "posts": joined(posts_of(row)),
            "unit": places.get(row.unit_code, ""),
            "unit_code": row.unit_code,
            "phone": row.phone or None,
        }


def people_table(request: ConsoleRequest, found: Sequence[PersonRow]) -> dict[str, Any]:
    """People for the page: post first, then name (R-14)."""
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
    rows = []
    for row in found:
        href = row_address("console:person", row.id)
        left = {"tag": {"kind": "info", "text": _("left")}, "place": "end1"}
        rows.append(
            {
                "href": href,
                "cells": [
                    {"text": joined(posts_of(row)[:2]) or _("no post"), "place": "sub1"},
                    {"text": row.name, "href": href, "place": "title1"},
                    {"text": places.get(row.unit_code, row.unit_code), "place": "off"},
                    left if row.left_at else {"text": row.phone, "place": "end1"},
                ],
            }
        )
    return {"columns": heads(request, people_columns(), PEOPLE_SORTS), "rows": rows}


def people_columns() -> list[dict[str, Any]]:
    """Heads of the page's table, and by which of them it can be sorted."""
    return [
        {"text": _("Posts")},
        {"text": _("Name"), "by": "name"},
        {"text": _("Kept at"), "by": "place"},
        {"text": _("Phone")},
    ]


def post_rows(found: Sequence[PostRow], places: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Vacant posts for a file."""
    for row in found:
        yield {
            "title": title_of(row),
            "role": role_name(row.role),
            "unit": places.get(row.unit_code, ""),
            "unit_code": row.unit_code,
            "vacant": row.vacant,
            "seats": row.seats,
        }


def posts_table(request: ConsoleRequest, found: Sequence[PostRow]) -> dict[str, Any]:
    """Vacant posts for the page, each with the way to fill it."""
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
    rows = []
    for row in found:
        may = request.actor.may("post.appoint", at=row.unit_code)
        href = reverse("console:post-appoint", args=[row.id]) if may else ""
        deputy = row.deputies[0].name if row.deputies else ""
        rows.append(
            {
                "href": href,
                "cells": [
                    {"text": title_of(row), "href": href, "place": "title1"},
                    {"text": places.get(row.unit_code, row.unit_code), "place": "sub1"},
                    {"text": _("{who} stands in").format(who=deputy) if deputy else "", "place": "off"},
                    {"text": f"{row.vacant} / {row.seats}", "is_number": True, "place": "end1"},
                ],
            }
        )
    return {"columns": heads(request, post_columns(), VACANCY_SORTS), "rows": rows}


def post_columns() -> list[dict[str, Any]]:
    """Heads of the page's table, and by which of them it can be sorted."""
    return [
        {"text": _("Post"), "by": "title"},
        {"text": _("Place"), "by": "place"},
        {"text": _("Meanwhile")},
        {"text": _("Empty seats"), "by": "-empty", "is_number": True},
    ]
