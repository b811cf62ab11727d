"""Orders through the browser's door: two people start them, a fresh reason renews them, one person ends them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.console.furnished import STREET, Furnished, draft
from tests.personas import START, SYSTEM

from gridkeeper.access.commands.purge import propose_erasure
from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.commands import propose_order
from gridkeeper.orders.models import Order, Proposal
from gridkeeper.orders.proposals import approve_proposal
from gridkeeper.posts.commands.person import NewPerson, register_people
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.queries.find import unit_meant

SignIn = Callable[..., Client]
NEW = {
    "title": "临时登记点",
    "number": "演-9",
    "issued_by": "庙前街道",
    "unit": STREET,
    "kind": "general",
    "document": "街道会议纪要（生成）",
    "legal_basis": "突发事件应对法第四十四条",
    "issued_at": "2022-11-12T08:00",
    "expires_at": "2022-11-14T08:00",
}


def order_of(number: str) -> Order:
    with acting_as(SYSTEM):
        return Order.objects.get(number=number)


def proposal_code(order: Any) -> str:
    with acting_as(SYSTEM):
        return str(Proposal.objects.get(arguments__order=str(order), state="pending").code)


def end_of(order: Any) -> str:
    return reverse("console:order-end", args=[order])


def test_an_order_is_in_force_once_a_second_person_approves(furnished: Furnished, sign_in: SignIn) -> None:
    made = sign_in("liu").post("/console/orders/new/", NEW)
    assert made.status_code == 302
    assert order_of("演-9").state == "proposed"
    page = sign_in("sun").get(made["Location"]).content.decode()
    assert "Approve and carry out" in page
    assert "突发事件应对法第四十四条" in page
    sign_in("sun").post(f"{made['Location']}approve/")
    assert (order_of("演-9").state, order_of("演-9").approved_by) == ("in_force", "sun")


@pytest.mark.parametrize("field", ["issued_at", "expires_at"])
@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_moment_at_the_end_of_the_calendar_is_refused_and_lists_open(
    furnished: Furnished, sign_in: SignIn, field: str, year: str
) -> None:
    client = sign_in("liu")
    refused = client.post("/console/orders/new/", {**NEW, field: f"{year}-01-01T00:00"})
    assert (refused.status_code, "Check the year." in refused.content.decode()) == (422, True)
    assert client.get("/console/orders/").status_code == 200


def test_the_proposer_cannot_approve_and_is_told_who_can(furnished: Furnished, sign_in: SignIn) -> None:
    client = sign_in("liu")
    page = client.get(f"/console/orders/proposals/{furnished.proposal}/").content.decode()
    assert "Approve and carry out" not in page
    assert "区指挥部值班岗" in page
    assert client.post(f"/console/orders/proposals/{furnished.proposal}/approve/").status_code == 409
    assert order_of("演-2").state == "proposed"


def test_a_refusal_gives_the_proposer_the_reason(furnished: Furnished, sign_in: SignIn) -> None:
    sign_in("sun").post(f"/console/orders/proposals/{furnished.proposal}/refuse/", {"reason": "时间太长"})
    page = sign_in("liu").get(f"/console/orders/proposals/{furnished.proposal}/").content.decode()
    assert "时间太长" in page


def test_a_proposal_can_be_withdrawn_by_whoever_made_it(furnished: Furnished, sign_in: SignIn) -> None:
    sign_in("liu").post(f"/console/orders/proposals/{furnished.proposal}/withdraw/")
    assert b"withdrawn" in sign_in("sun").get(f"/console/orders/proposals/{furnished.proposal}/").content


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"legal_basis": ""}, 422),
        ({"expires_at": "2022-11-12T07:00"}, 422),
        ({"expires_at": "2023-03-01T08:00"}, 422),
        ({"unit": "没有这个地方"}, 422),
        ({"kind": "static"}, 422),
        ({"number": "演-1", "issued_by": "迎泽区指挥部"}, 422),
    ],
)
def test_a_proposal_that_breaks_a_rule_comes_back_with_what_was_typed(
    furnished: Furnished, sign_in: SignIn, change: dict[str, str], status: int
) -> None:
    answer = sign_in("liu").post("/console/orders/new/", {**NEW, **change})
    assert answer.status_code == status
    assert "临时登记点" in answer.content.decode()


def test_an_approved_erasure_shows_how_far_the_look_after_it_is(furnished: Furnished, sign_in: SignIn) -> None:
    with acting_as(SYSTEM):
        [person] = register_people(
            actor=SYSTEM,
            people=[
                NewPerson(name="秦观雪（生成）", unit_id=unit_meant(actor=SYSTEM, text=STREET).id, unit_code=STREET)
            ],
            now=START,
        )
        code = propose_erasure(actor=SYSTEM, person_id=person, because="本人申请", now=START).code
    assert (
        f'href="/console/people/{person}/"'
        in sign_in("admin").get(f"/console/orders/proposals/{code}/").content.decode()
    )
    made = sign_in("admin").post(f"/console/orders/proposals/{code}/approve/", follow=True)
    page = made.content.decode()
    assert "carried out: erase a person" in page
    assert "Tables, files and a restored backup looked through" in page
    assert 'hx-trigger="every 2s"' in page
    assert declared_waiting("access.certify_purge") == 1


def declared_waiting(name: str) -> int:
    """Jobs of that name in the queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [name])
        return int(cursor.fetchone()[0])


def test_a_renewal_needs_a_second_person_and_then_prolongs(furnished: Furnished, sign_in: SignIn) -> None:
    address = reverse("console:order-renew", args=[furnished.order])
    made = sign_in("liu").post(address, {"to": "2022-11-15T08:00", "reason": "仍有需要"})
    code = proposal_code(furnished.order)
    assert made["Location"] == f"/console/orders/proposals/{code}/"
    sign_in("sun").post(f"/console/orders/proposals/{code}/approve/")
    assert order_of("演-1").expires_at == START + timedelta(days=3)
    page = sign_in("liu").get(reverse("console:order", args=[furnished.order])).content.decode()
    assert "仍有需要" in page
    assert "somebody one level higher approves" in page
    decided = sign_in("liu").get(f"/console/orders/proposals/{code}/").content.decode()
    assert "<del>tomorrow 08:00</del> → <ins>15 Nov 08:00</ins>" in decided, "the old end and the new one"


def test_a_renewal_beyond_the_ceiling_is_refused_beside_the_form(furnished: Furnished, sign_in: SignIn) -> None:
    address = reverse("console:order-renew", args=[furnished.order])
    answer = sign_in("liu").post(address, {"to": "2022-12-24T08:00", "reason": "更久"})
    assert answer.status_code == 409
    assert "may run until" in answer.content.decode()


def test_one_person_ends_an_order_with_a_reason_on_record(furnished: Furnished, sign_in: SignIn) -> None:
    sign_in("liu").post(end_of(furnished.order), {"reason": "已办完"})
    page = sign_in("sun").get(reverse("console:order", args=[furnished.order])).content.decode()
    assert order_of("演-1").state == "ended"
    assert "已办完" in page


def test_whoever_may_only_read_orders_finds_no_buttons_and_ends_nothing(furnished: Furnished, sign_in: SignIn) -> None:
    client = sign_in("guard")
    page = client.get(reverse("console:order", args=[furnished.order])).content.decode()
    assert "End this order" not in page
    assert client.post(end_of(furnished.order), {"reason": "x"}).status_code == 403


def test_an_order_of_another_district_does_not_exist_here(furnished: Furnished, sign_in: SignIn) -> None:
    client = sign_in("zhao")
    assert client.get(reverse("console:order", args=[furnished.order])).status_code == 404
    assert client.get(f"/console/orders/proposals/{furnished.proposal}/").status_code == 404


def test_the_list_is_narrowed_by_state_place_and_words(furnished: Furnished, sign_in: SignIn) -> None:
    client = sign_in("sun")
    for query, seen in (
        ("state=in_force", ["夜间值守"]),
        ("state=proposed", ["增设登记点"]),
        (f"unit={STREET}", ["夜间值守", "增设登记点"]),
        ("unit=140105", []),
        ("q=值守", ["夜间值守"]),
    ):
        page = client.get(f"/console/orders/?{query}", headers={"HX-Request": "true"}).content.decode()
        assert [word for word in ("夜间值守", "增设登记点") if word in page] == seen
        assert "<html" not in page


def test_pages_follow_each_other_forward_and_back_without_loss(furnished: Furnished, sign_in: SignIn) -> None:
    from gridkeeper.console.paging import SIZE
    from gridkeeper.orders.commands import propose_order

    liu = furnished.world.actor("liu")
    with acting_as(liu):
        for number in range(SIZE):
            propose_order(actor=liu, draft=draft(furnished.world, f"续-{number}", f"第{number}份"), now=START)
    client = sign_in("liu")
    first = client.get("/console/orders/")
    assert f"{SIZE} of {SIZE + 4} shown" in first.content.decode()
    second = client.get(f"/console/orders/?after={first.context['page'].next}")
    assert second.context["page"].shown == 4
    back = client.get(f"/console/orders/?before={second.context['page'].previous}")
    assert [row["href"] for row in back.context["table"]["rows"]] == [
        row["href"] for row in first.context["table"]["rows"]
    ]


@pytest.mark.parametrize("mangled", ["after=%21%21", "after=bm90LWFuLWlk", "before=.."])
def test_a_mangled_page_address_shows_the_first_page(furnished: Furnished, sign_in: SignIn, mangled: str) -> None:
    assert sign_in("liu").get(f"/console/orders/?{mangled}").status_code == 200


def test_the_export_carries_the_exercise_in_its_name_and_every_row(furnished: Furnished, sign_in: SignIn) -> None:
    answer = sign_in("liu").get("/console/orders/?format=xlsx")
    assert "EXERCISE-orders-20221112" in answer["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)} == {"演-1", "演-2", "演-21", "演-3"}


def test_csv_opens_right_in_a_spreadsheet(furnished: Furnished, sign_in: SignIn) -> None:
    text = sign_in("liu").get("/console/orders/?format=csv&state=in_force").content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()] == ["Number", "演-1"]


def test_whom_an_order_above_binds_reads_it_and_may_do_nothing_with_it(furnished: Furnished, sign_in: SignIn) -> None:
    liu, sun = furnished.world.actor("liu"), furnished.world.actor("sun")
    wide = replace(draft(furnished.world, "演-9", "静态管理"), kind=OrderKind.STATIC)
    with acting_as(liu):
        order, proposal = propose_order(actor=liu, draft=wide, now=START)
    with acting_as(sun):
        approve_proposal(actor=sun, code=proposal.code, now=START)
    page = sign_in("chen").get(reverse("console:order", args=[order.pk]))
    assert page.status_code == 200
    assert wide.legal_basis in page.content.decode()
    assert "<form" not in page.content.decode().partition("<main")[2]
    place = sign_in("chen").get(reverse("console:unit", args=[f"{STREET}011"])).content.decode()
    assert "演-9" in place
