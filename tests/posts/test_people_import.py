"""Lists of people: good rows in, bad rows back with the reason, the same list twice changes nothing (K-04)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import openpyxl
import pytest
from tests.personas import START, World, settle

from gridkeeper.audit.models import Event
from gridkeeper.formats.columns import Choice
from gridkeeper.posts.commands.people_import import import_people, marked_people, people_template, preview_people_import
from gridkeeper.posts.commands.people_rows import Report
from gridkeeper.posts.errors import UnreadablePeople
from gridkeeper.posts.models import Appointment, Consent, Contact, Person, Post, Reach, Sensitive
from gridkeeper.posts.people_table import RoleWords
from gridkeeper.posts.queries.people_export import STAMP, people_workbook
from gridkeeper.scopes.doors import acting_as
from gridkeeper.scopes.vault import unseal

pytestmark = pytest.mark.django_db

ROLES = RoleWords(
    choices=(
        Choice(key="grid_worker", zh="网格员", en="Grid worker"),
        Choice(key="volunteer", zh="志愿者", en="Volunteer"),
        Choice(key="committee_cadre", zh="社区两委干部", en="Committee cadre"),
    )
)
MEI = {"姓名": "梅雨生", "手机号": "13900000001", "单位": "水西关街一社区", "出生年份": "1985"}
CADRE = {**MEI, "角色": "社区两委干部", "任命文件": "迎任〔2022〕9 号"}


@pytest.fixture
def world() -> World:
    return settle()


def listed(*rows: Mapping[str, str]) -> bytes:
    stream = io.StringIO()
    columns = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.DictWriter(stream, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def bring(world: World, *rows: Mapping[str, str], login: str = "liu") -> Report:
    actor = world.actor(login)
    with acting_as(actor):
        return import_people(actor=actor, source=listed(*rows), roles=ROLES, now=START)


def codes(report: Report) -> list[tuple[int, str | None, str]]:
    return [(problem.row, problem.column, problem.code) for problem in report.problems]


def counted(report: Report, *keys: str) -> dict[str, int]:
    return {key: report.counts[key] for key in keys}


def test_a_new_person_with_a_new_post_comes_in(world: World) -> None:
    report = bring(world, CADRE)
    with acting_as(world.actor("liu")):
        row = Appointment.objects.select_related("post", "person").get(person__name="梅雨生")
    assert (row.post.title, row.unit_code, row.document) == ("社区两委干部", "140106003011", "迎任〔2022〕9 号")
    assert counted(report, "new", "posts_made", "appointed") == {"new": 1, "posts_made": 1, "appointed": 1}


def test_a_dry_run_writes_nothing(world: World) -> None:
    actor = world.actor("liu")
    with acting_as(actor):
        before = Person.objects.count()
        report = preview_people_import(actor=actor, source=listed(CADRE), roles=ROLES, now=START)
        assert (Person.objects.count(), report.counts["new"]) == (before, 1)


def test_the_same_list_twice_changes_nothing(world: World) -> None:
    bring(world, CADRE)
    with acting_as(world.actor("liu")):
        before = (Person.objects.count(), Post.objects.count(), Appointment.objects.count(), Event.objects.count())
    report = bring(world, CADRE)
    with acting_as(world.actor("liu")):
        after = (Person.objects.count(), Post.objects.count(), Appointment.objects.count(), Event.objects.count())
    assert (after, report.counts["same"], report.problems) == (before, 1, [])


def test_the_same_phone_and_name_is_the_same_person_and_only_what_differs_is_written(world: World) -> None:
    bring(world, MEI)
    report = bring(world, {**MEI, "出生年份": "1986"})
    with acting_as(world.actor("liu")):
        years = list(Contact.objects.filter(phone="13900000001").values_list("birth_year", flat=True))
    assert (years, counted(report, "new", "changed")) == ([1986], {"new": 0, "changed": 1})


def test_a_phone_in_use_by_another_name_comes_back(world: World) -> None:
    bring(world, MEI)
    assert codes(bring(world, {**MEI, "姓名": "梅雪生"})) == [(2, "phone", "people.phone-taken")]


def test_one_phone_for_two_names_in_a_file_comes_back(world: World) -> None:
    report = bring(world, MEI, {**MEI, "姓名": "梅雪生"})
    assert (codes(report), report.counts["new"]) == ([(3, "phone", "people.phone-taken")], 1)


def test_a_row_that_stands_twice_in_a_file_comes_back_once(world: World) -> None:
    report = bring(world, CADRE, CADRE)
    assert (codes(report), report.counts["appointed"]) == ([(3, "name", "row.duplicate")], 1)


def test_one_person_may_hold_two_posts_in_one_list(world: World) -> None:
    report = bring(world, CADRE, {**CADRE, "角色": "网格员"})
    assert counted(report, "new", "appointed") == {"new": 1, "appointed": 2}


def test_an_unknown_unit_comes_back_and_the_good_row_goes_in(world: World) -> None:
    report = bring(world, {**MEI, "单位": "不存在社区"}, {**MEI, "姓名": "林照", "手机号": "13900000002"})
    assert (codes(report), report.counts["new"]) == ([(2, "unit", "unit.unknown")], 1)


def test_a_unit_outside_the_desks_area_comes_back(world: World) -> None:
    report = bring(world, {**MEI, "单位": "迎泽区"})
    assert codes(report) == [(2, "unit", "people.out-of-scope")]


def test_a_leader_for_the_next_district_comes_back(world: World) -> None:
    report = bring(world, {**CADRE, "单位": "140105002011"}, login="he")
    assert codes(report) == [(2, "unit", "unit.unknown")]


def test_who_keeps_no_people_imports_none(world: World) -> None:
    from gridkeeper.kernel.errors import Forbidden

    with pytest.raises(Forbidden):
        bring(world, MEI, login="wang")


def test_a_second_holder_of_a_single_seat_comes_back_and_a_deputy_goes_in(world: World) -> None:
    other = {**CADRE, "姓名": "林照", "手机号": "13900000002"}
    assert codes(bring(world, CADRE, other)) == [(3, "title", "people.post-full")]
    assert bring(world, {**other, "任职方式": "代理"}).counts["appointed"] == 1


def test_seats_grow_only_when_the_list_says_so(world: World) -> None:
    bring(world, CADRE)
    report = bring(world, {**CADRE, "姓名": "林照", "手机号": "13900000002", "编制数": "2"})
    assert counted(report, "seats_added", "appointed") == {"seats_added": 1, "appointed": 1}


def test_dates_in_the_wrong_order_come_back(world: World) -> None:
    row = {**CADRE, "起始日期": "2022-12-01", "截止日期": "2022-11-20"}
    assert codes(bring(world, row)) == [(2, "ends", "people.dates")]


def test_an_appointment_without_a_document_comes_back(world: World) -> None:
    assert codes(bring(world, {**CADRE, "任命文件": ""})) == [(2, "document", "people.no-document")]


def test_a_seventy_year_old_goes_in_with_a_remark_on_fitting_duties(world: World) -> None:
    report = bring(world, {**CADRE, "出生年份": "1952"})
    assert [notice.code for notice in report.notices] == ["people.over-65"]
    assert report.counts["appointed"] == 1


def test_a_seventeen_year_old_goes_in_with_a_remark(world: World) -> None:
    report = bring(world, {**CADRE, "角色": "网格员", "出生年份": "2005"})
    assert [notice.code for notice in report.notices] == ["people.under-18"]


def test_a_child_holds_no_post(world: World) -> None:
    assert codes(bring(world, {**CADRE, "出生年份": "2010"})) == [(2, "birth_year", "people.too-young")]


def test_a_name_with_rare_characters_goes_in_whole(world: World) -> None:
    bring(world, {**MEI, "姓名": "𬭎㛃·阿卜杜拉"})
    with acting_as(world.actor("liu")):
        assert Person.objects.filter(name="𬭎㛃·阿卜杜拉").exists()


def test_a_person_without_a_phone_goes_in(world: World) -> None:
    report = bring(world, {**MEI, "手机号": ""})
    assert (codes(report), report.counts["new"]) == ([], 1)


def test_a_person_listed_at_another_desk_without_a_post_has_moved(world: World) -> None:
    bring(world, CADRE)
    report = bring(world, {**MEI, "单位": "水西关街二社区"})
    with acting_as(world.actor("liu")):
        person = Person.objects.get(name="梅雨生")
        home = Reach.objects.get(source_id=person.pk)
    assert (person.unit_code, home.unit_code, report.counts["moved"]) == ("140106003012", "140106003012", 1)


def test_skills_and_party_membership_need_the_persons_yes(world: World) -> None:
    report = bring(world, {**MEI, "特长": "心理疏导", "中共党员": "是"})
    with acting_as(world.actor("liu")):
        contact = Contact.objects.get(phone="13900000001")
        sealed = Sensitive.objects.filter(pk=contact.pk).exists()
    assert ([notice.code for notice in report.notices], contact.skills, sealed) == (
        ["people.no-consent"] * 2,
        [],
        False,
    )


def test_what_a_person_agreed_to_is_kept_with_their_consent_and_sealed(world: World) -> None:
    bring(world, {**MEI, "特长": "心理疏导、驾驶", "同意登记特长": "是", "中共党员": "是", "同意登记党员身份": "是"})
    with acting_as(world.actor("liu")):
        contact = Contact.objects.get(phone="13900000001")
        facts = unseal(contact.pk, bytes(Sensitive.objects.get(pk=contact.pk).sealed))
        kinds = set(Consent.objects.filter(person_id=contact.pk).values_list("kind", flat=True))
    assert (contact.skills, facts) == (["心理疏导", "驾驶"], {"party_member": True})
    assert kinds == {"skills", "party_deployment"}


def test_bad_rows_come_back_marked_in_the_same_workbook(world: World) -> None:
    report = bring(world, MEI, {**MEI, "姓名": "林照", "手机号": "139000"})
    book = openpyxl.load_workbook(
        io.BytesIO(marked_people(listed(MEI, {**MEI, "姓名": "林照", "手机号": "139000"}), report, language="zh"))
    )
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert (len(rows), rows[1][0], rows[0][-1]) == (2, "林照", "原因")


def test_one_import_leaves_one_line_in_the_audit(world: World) -> None:
    bring(world, CADRE, {**CADRE, "姓名": "林照", "手机号": "13900000002", "角色": "网格员"})
    with acting_as(world.actor("sun")):
        assert Event.objects.filter(verb__in=["people.imported", "person.registered"], actor="liu").count() == 1


def test_a_file_without_names_is_refused_whole(world: World) -> None:
    with pytest.raises(UnreadablePeople) as refused:
        bring(world, {"电话": "13900000001", "单位": "甲"})
    assert "姓名" in refused.value.advice


def test_a_template_nobody_filled_in_has_nothing_to_read(world: World) -> None:
    actor = world.actor("liu")
    with acting_as(actor), pytest.raises(UnreadablePeople) as refusal:
        preview_people_import(actor=actor, source=people_template(ROLES, language="zh"), roles=ROLES, now=START)
    assert "nothing to read" in str(refusal.value.facts["reason"].text)


def exported(world: World, login: str = "liu", **wishes: object):
    actor = world.actor(login)
    with acting_as(actor):
        return people_workbook(actor=actor, unit_code="140106003", roles=ROLES, now=START, **wishes)


def test_an_export_imports_again_without_a_change(world: World) -> None:
    bring(world, CADRE, {**MEI, "姓名": "林照", "手机号": "13900000002", "特长": "驾驶", "同意登记特长": "是"})
    data = exported(world, is_exercise=True).data
    actor = world.actor("liu")
    with acting_as(actor):
        report = preview_people_import(actor=actor, source=data, roles=ROLES, now=START)
    changes = {key: report.counts[key] for key in ("new", "changed", "moved", "appointed", "posts_made")}
    assert changes == dict.fromkeys(changes, 0)


def test_an_export_never_tells_party_membership(world: World) -> None:
    bring(world, {**MEI, "中共党员": "是", "同意登记党员身份": "是"})
    book = openpyxl.load_workbook(io.BytesIO(exported(world).data))
    cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    assert "梅雨生" in cells
    assert not [cell for cell in cells if "党员" in cell]


def test_an_export_of_an_exercise_says_so_in_its_first_line_and_its_name(world: World) -> None:
    found = exported(world, is_exercise=True)
    sheet = openpyxl.load_workbook(io.BytesIO(found.data)).worksheets[0]
    assert (sheet["A1"].value, "演练" in found.name) == (STAMP["zh"], True)


def test_a_name_that_looks_like_a_formula_stays_text_in_an_export(world: World) -> None:
    bring(world, {**CADRE, "岗位": "=1+1"})
    sheet = openpyxl.load_workbook(io.BytesIO(exported(world).data)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"} == {"s"}


HOLDER = {**CADRE, "证书有效期至": "2022-11-30"}


def certificates() -> list[tuple[str, str]]:
    rows = Contact.objects.exclude(certified_until=None).values_list("certified_for", "certified_until")
    return [(role, until.isoformat()) for role, until in rows]


def test_a_certificate_is_for_the_role_of_its_row_and_a_renewal_is_a_change(world: World) -> None:
    first, again = bring(world, HOLDER), bring(world, {**HOLDER, "证书有效期至": "2024-11-30"})
    with acting_as(world.actor("liu")):
        assert certificates() == [("committee_cadre", "2024-11-30")]
    assert [notice.code for notice in first.notices] == ["people.certificate-ends"]
    assert (again.counts["changed"], again.notices) == (1, [])


def test_the_dry_run_says_whose_certificate_has_run_out(world: World) -> None:
    actor = world.actor("liu")
    with acting_as(actor):
        over = listed({**HOLDER, "证书有效期至": "2022-11-11"})
        report = preview_people_import(actor=actor, source=over, roles=ROLES, now=START)
    assert [(notice.column, notice.code) for notice in report.notices] == [
        ("certified_until", "people.certificate-ended")
    ]


def test_a_certificate_names_a_role_and_a_last_day(world: World) -> None:
    no_role = {key: value for key, value in MEI.items() if key != "角色"}
    assert codes(bring(world, {**no_role, "证书有效期至": "2022-11-30"})) == [
        (2, "certified_for", "people.certificate-role")
    ]
    assert codes(bring(world, {**MEI, "资质岗位": "网格员"})) == [(2, "certified_until", "people.certificate-end")]
