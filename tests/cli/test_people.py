"""``gridkeeper people``: lists in and out, looks that leave a line, merging that takes two."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.personas import SYSTEM, World, settle

from gridkeeper.access.models import Reading
from gridkeeper.posts.models import Appointment, Person
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db

HEADER = "姓名,手机号,单位,角色,岗位,任命文件,编制数\n"
GOOD = "梅雨生,13900000001,140106003011,committee_cadre,两委干部,迎任〔2022〕9 号,2\n"
BAD = "林照,13900000002,不存在社区,,,,\n"


@pytest.fixture
def world() -> World:
    return settle()


def saved(folder: Path, *rows: str) -> Path:
    path = folder / "people.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def people_called(name: str) -> list[Person]:
    with acting_as(SYSTEM):
        return list(Person.objects.filter(name=name).order_by("created_at", "id"))


def test_a_trial_run_counts_and_writes_nothing(cli, world: World, tmp_path: Path) -> None:
    said = cli("people", "import", saved(tmp_path, GOOD), "--dry-run", "--as", "liu", "--json")
    assert (said.code, said.data["counts"]["new"], people_called("梅雨生")) == (0, 1, [])


def test_good_rows_go_in_and_bad_rows_come_back_in_a_workbook(cli, world: World, tmp_path: Path) -> None:
    back = tmp_path / "back.xlsx"
    said = cli("people", "import", saved(tmp_path, GOOD, BAD), "--marked", back, "--as", "liu", "--json")
    rows = list(openpyxl.load_workbook(back).worksheets[0].iter_rows(values_only=True))
    assert (said.code, said.data["counts"]["new"], said.data["problems"][0]["row"]) == (1, 1, 3)
    assert [row[0] for row in rows] == ["姓名", "林照"]


def test_the_template_is_a_workbook_with_drop_downs(cli, world: World, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    assert cli("people", "template", path).code == 0
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert any(rule.type == "list" for rule in sheet.data_validations.dataValidation)


def test_an_export_leaves_a_line_for_each_person_in_it(cli, world: World, tmp_path: Path) -> None:
    said = cli("people", "export", tmp_path / "out.xlsx", "--unit", "140106003011", "--as", "liu", "--json")
    with acting_as(SYSTEM):
        line = Reading.objects.get(look="export")
    assert (said.code, line.reader, len(line.people)) == (0, "liu", said.data["people"])


def test_an_export_into_a_folder_is_named_and_stamped(cli, world: World, tmp_path: Path) -> None:
    said = cli("people", "export", tmp_path, "--unit", "140106003", "--as", "liu", "--json")
    assert "演练" in Path(said.data["file"]).name


def test_a_grid_worker_takes_nobody_away(cli, world: World, tmp_path: Path) -> None:
    said = cli("people", "export", tmp_path / "out.csv", "--unit", "140106003011001", "--as", "wang", "--json")
    assert (said.code, said.data["refused"]["code"]) == (1, "access.forbidden")


def test_people_are_listed_and_shown(cli, world: World) -> None:
    page = cli("people", "list", "--unit", "140106003011", "--role", "grid_worker", "--as", "liu", "--json").data
    shown = cli("people", "show", page["rows"][0]["id"], "--as", "liu", "--json").data
    assert (shown["name"], shown["posts"][0]["role"]) == ("王小满（生成）", "grid_worker")


def two_records(cli, tmp_path: Path) -> tuple[Person, Person]:
    cli("people", "import", saved(tmp_path, GOOD), "--as", "liu")
    cli("people", "import", saved(tmp_path, GOOD.replace("13900000001", "13900000009")), "--as", "liu")
    older, newer = people_called("梅雨生")
    return older, newer


def test_merging_by_one_person_alone_is_refused(cli, world: World, tmp_path: Path) -> None:
    older, newer = two_records(cli, tmp_path)
    code = cli("people", "merge", older.pk, newer.pk, "--because", "same ID", "--as", "liu", "--json").data["proposal"]
    from tests.personas import START

    from gridkeeper.orders.errors import SamePerson
    from gridkeeper.orders.proposals import approve_proposal

    with acting_as(world.actor("liu")), pytest.raises(SamePerson):
        approve_proposal(actor=world.actor("liu"), code=code, now=START)


def test_a_second_person_merges_and_appointments_move(cli, world: World, tmp_path: Path) -> None:
    from tests.personas import START

    from gridkeeper.orders.proposals import approve_proposal

    older, newer = two_records(cli, tmp_path)
    code = cli("people", "merge", older.pk, newer.pk, "--because", "same ID", "--as", "liu", "--json").data["proposal"]
    with acting_as(world.actor("sun")):
        approve_proposal(actor=world.actor("sun"), code=code, now=START)
    with acting_as(SYSTEM):
        newer.refresh_from_db()
        open_posts = Appointment.objects.filter(person=newer, to_at=None).count()
    assert (newer.left_at, open_posts) == (START, 0)


def test_doubles_by_name_and_birth_year_are_named(cli, world: World, tmp_path: Path) -> None:
    header = "姓名,手机号,单位,出生年份\n"
    path = tmp_path / "two.csv"
    path.write_text(
        header + "白鹭,13900000003,140106003011,1990\n白鹭,13900000004,140106003011,1990\n", encoding="utf-8"
    )
    cli("people", "import", path, "--as", "liu")
    pairs = cli("people", "doubles", "--unit", "140106003", "--as", "liu", "--json").data
    assert [(pair["name"], pair["reason"]) for pair in pairs] == [("白鹭", "name-and-birth-year")]


@pytest.mark.parametrize("verb", ["export", "template"])
def test_a_file_in_a_folder_that_is_not_there_is_refused_before_anything_is_done(
    cli, world: World, tmp_path: Path, verb: str
) -> None:
    said = cli("people", verb, tmp_path / "none" / "out.xlsx", "--as", "liu", "--json")
    assert (said.code, said.data["refused"]["code"]) == (1, "cli.file.cannot-write")
    with acting_as(SYSTEM):
        assert not Reading.objects.exists()


def test_a_list_with_column_names_and_no_rows_says_so(cli, world: World, tmp_path: Path) -> None:
    said = cli("people", "import", saved(tmp_path), "--as", "liu", "--json")
    assert said.code == 1
    assert "nothing to read under them" in said.data["refused"]["hint"]
