"""Lists come in by the browser: seen before they are written, good rows in, bad rows back, twice the same as once."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from tests.console.furnished import Furnished
from tests.personas import START, SYSTEM

from gridkeeper.access.commands import uploads
from gridkeeper.access.commands.uploads import remove_old_uploads
from gridkeeper.access.jobs import carry_out_upload
from gridkeeper.console.imports import views
from gridkeeper.posts.commands import people_import
from gridkeeper.posts.models import Person
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.models import Unit

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
GOOD = "姓名,手机号,单位\n梁书禾（生成）,13800000901,水西关街一社区\n薛若澄（生成）,13800000902,水西关街二社区\n"
BAD = GOOD + "秦望舒（生成）,13800000903,桃园三社区\n"
DIVISIONS = "代码,名称\n140106003011,水西关街一社区\n140106003013,水西关街三社区\n"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Uploads of one test."""
    monkeypatch.setattr(views, "uploads_folder", lambda: tmp_path / "uploads")
    return tmp_path / "uploads"


def send(client: Client, text: str | bytes, *, kind: str = "people", name: str = "名单.csv", **more: str) -> str:
    """Send a file; the address of its dry run."""
    content = text.encode() if isinstance(text, str) else text
    answer = client.post(f"/console/imports/{kind}/", {"file": SimpleUploadedFile(name, content), **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def go(client: Client, address: str) -> None:
    """Confirm a list; what follows a commit happens at once."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(f"{address}go/")


def carried_out(folder: Path, address: str) -> str:
    """Let the worker take a list up; how it ended."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return carry_out_upload(folder=str(folder), key=address.rstrip("/").rpartition("/")[2])


def names() -> set[str]:
    with acting_as(SYSTEM):
        return set(Person.objects.values_list("name", flat=True))


def test_a_dry_run_writes_nothing_and_says_so(sign_in: SignIn) -> None:
    client, before = sign_in("sun"), names()
    page = client.get(send(client, GOOD)).content.decode()
    assert "Read, but not imported yet" in page
    assert "Import 2 good rows" in page
    assert names() == before


def test_good_rows_go_in_once_they_are_confirmed(sign_in: SignIn) -> None:
    client = sign_in("sun")
    go(client, send(client, GOOD))
    assert {"梁书禾（生成）", "薛若澄（生成）"} <= names()


def test_the_same_list_twice_changes_nothing(sign_in: SignIn) -> None:
    client = sign_in("sun")
    go(client, send(client, GOOD))
    before = names()
    second = send(client, GOOD)
    go(client, second)
    assert names() == before
    assert len(client.get(second).context["figures"]) >= 1
    counts = {row["text"]: row["value"] for row in client.get(second).context["figures"]}
    assert (counts["new people"], counts["unchanged"]) == ("0", "2")


def test_confirming_a_list_twice_imports_it_once(sign_in: SignIn) -> None:
    client = sign_in("sun")
    address = send(client, GOOD)
    go(client, address)
    before = names()
    go(client, address)
    assert names() == before


def test_a_bad_row_comes_back_with_its_cell_and_the_reason(sign_in: SignIn) -> None:
    client = sign_in("sun")
    page = client.get(send(client, BAD))
    [wrong] = page.context["wrong"]
    assert (wrong["row"], wrong["column"], wrong["value"]) == (4, "Unit", "桃园三社区")
    assert "桃园三社区" in wrong["why"]


def test_bad_rows_never_stop_the_good_ones(sign_in: SignIn) -> None:
    client = sign_in("sun")
    go(client, send(client, BAD))
    assert "梁书禾（生成）" in names()
    assert "秦望舒（生成）" not in names()


def test_the_marked_workbook_holds_only_the_bad_rows(sign_in: SignIn) -> None:
    client = sign_in("sun")
    answer = client.get(f"{send(client, BAD)}marked/")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    text = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "秦望舒" in text
    assert "梁书禾" not in text


def test_a_filled_template_comes_in(sign_in: SignIn) -> None:
    client = sign_in("sun", language="zh-hans")
    book = openpyxl.load_workbook(BytesIO(client.get("/console/imports/template/people/").content))
    sheet = book.active
    heads = {str(cell.value).strip("* "): cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    head_row = next(row[0].row for row in sheet.iter_rows() if any("姓名" in str(cell.value) for cell in row))
    row = sheet.max_row + 1
    for label, value in {"姓名": "路星河（生成）", "手机号": "13800000905", "单位": "水西关街一社区"}.items():
        column = next(at for name, at in heads.items() if name.startswith(label))
        sheet.cell(row=max(row, head_row + 2), column=column, value=value)
    kept = BytesIO()
    book.save(kept)
    go(client, send(client, kept.getvalue(), name="名单.xlsx"))
    assert "路星河（生成）" in names()


def test_a_file_that_is_no_list_is_refused_in_words_and_forgotten(sign_in: SignIn, folder: Path) -> None:
    client = sign_in("sun")
    answer = client.get(send(client, "hello"))
    assert answer.status_code == 422
    assert list(folder.glob("*.data")) == []


def test_nobody_else_sees_a_list_that_was_sent(sign_in: SignIn) -> None:
    address = send(sign_in("sun"), GOOD)
    for path in (address, f"{address}marked/"):
        answer = sign_in("zhao").get(path)
        assert answer.status_code in (403, 404)
        assert "梁书禾" not in answer.content.decode()
    assert sign_in("zhao").post(f"{address}go/").status_code in (403, 404)


def test_a_volunteer_imports_nothing(sign_in: SignIn) -> None:
    client = sign_in("lin")
    assert client.get("/console/imports/").status_code == 403
    file = SimpleUploadedFile("名单.csv", GOOD.encode())
    assert client.post("/console/imports/people/", {"file": file}).status_code == 403


def test_a_row_outside_ones_area_comes_back(sign_in: SignIn) -> None:
    client = sign_in("sun")
    far = "姓名,手机号,单位\n秦望舒（生成）,13800000903,140105002011\n"
    page = client.get(send(client, far))
    assert page.context["good"] == 0
    go(client, send(client, far))
    assert "秦望舒（生成）" not in names()


def test_a_list_thrown_away_leaves_no_file(sign_in: SignIn, folder: Path) -> None:
    client = sign_in("sun")
    client.post(f"{send(client, GOOD)}drop/")
    assert list(folder.iterdir()) == []


def test_a_list_is_removed_after_a_day_by_the_machines_clock(sign_in: SignIn, folder: Path) -> None:
    client = sign_in("sun")
    send(client, GOOD)
    old = START.timestamp()
    for path in folder.iterdir():
        os.utime(path, (old, old))
    assert remove_old_uploads(folder=folder, wall=START + timedelta(hours=23)) == 0
    assert remove_old_uploads(folder=folder, wall=START + timedelta(hours=25)) == 2


def test_a_list_is_kept_where_only_its_owner_reads(sign_in: SignIn, folder: Path) -> None:
    send(sign_in("sun"), GOOD)
    assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}


def test_a_long_list_is_carried_out_by_the_worker_as_its_sender(
    sign_in: SignIn, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LARGE", 0)
    client = sign_in("sun")
    address = send(client, GOOD)
    go(client, address)
    waiting = client.get(address).content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert "梁书禾（生成）" not in names()
    assert carried_out(folder, address) == "done"
    assert "梁书禾（生成）" in names()
    assert client.get(address, HTTP_HX_REQUEST="true")["HX-Refresh"] == "true"


def test_a_list_whose_worker_was_lost_is_found_and_taken_up_again(
    sign_in: SignIn, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LARGE", 0)
    client = sign_in("sun")
    address = send(client, GOOD)
    go(client, address)
    key = address.rstrip("/").rpartition("/")[2]
    monkeypatch.setattr(people_import, "import_people", lost)
    with pytest.raises(ConnectionError):
        carried_out(folder, address)
    monkeypatch.undo()
    monkeypatch.setattr(views, "uploads_folder", lambda: folder)
    assert uploads.uploads_waiting(folder=folder) == [key]
    assert (carried_out(folder, address), uploads.uploads_waiting(folder=folder)) == ("done", [])
    assert "梁书禾（生成）" in names()


def lost(**_: object) -> None:
    """A worker whose database goes away in the middle."""
    raise ConnectionError("the database is gone")


def test_a_list_that_breaks_off_again_and_again_is_given_up_in_words(
    sign_in: SignIn, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LARGE", 0)
    monkeypatch.setattr(people_import, "import_people", lost)
    client = sign_in("sun")
    address = send(client, GOOD)
    go(client, address)
    for _ in range(3):
        with pytest.raises(ConnectionError):
            carried_out(folder, address)
    assert carried_out(folder, address) == "refused"
    assert "broke off again and again" in client.get(address).content.decode()


def test_how_far_a_long_import_is_can_be_read_before_it_is_done(sign_in: SignIn, folder: Path) -> None:
    client = sign_in("sun")
    upload = uploads.upload_of_worker(folder=folder, key=send(client, GOOD).rstrip("/").rpartition("/")[2])
    assert upload is not None
    with acting_as(SYSTEM), TestCase.captureOnCommitCallbacks():
        uploads.carry_out(actor=SYSTEM, folder=folder, upload=upload, now=START)
        under_way = uploads.upload_of_worker(folder=folder, key=upload.key)
    assert under_way is not None
    assert (under_way.state, under_way.share) == ("kept", 0.9)


def test_a_list_of_divisions_shows_what_is_added_and_adds_it(sign_in: SignIn) -> None:
    client = sign_in("admin")
    address = send(client, DIVISIONS, kind="territory", name="区划.csv")
    page = client.get(address)
    assert "水西关街三社区" in page.content.decode()
    go(client, address)
    with acting_as(SYSTEM):
        assert Unit.objects.filter(unit_code="140106003013").exists()


def test_a_complete_list_says_what_still_names_a_unit_that_ends(sign_in: SignIn) -> None:
    client = sign_in("admin")
    only = "代码,名称\n140106003012,水西关街二社区\n140106003013,水西关街三社区\n"
    page = client.get(send(client, only, kind="territory", name="区划.csv", complete="on"))
    assert any("140106003011" in line for line in page.context["pointing"])


def test_a_list_of_divisions_with_a_mistake_changes_nothing(sign_in: SignIn) -> None:
    client = sign_in("admin")
    wrong = DIVISIONS + "140106003013,水西关街三社区\n"
    address = send(client, wrong, kind="territory", name="区划.csv")
    page = client.get(address)
    assert page.context["wrong"]
    go(client, address)
    with acting_as(SYSTEM):
        assert not Unit.objects.filter(unit_code="140106003013").exists()


def test_the_mistakes_of_a_list_of_divisions_come_back_marked_among_all_its_rows(sign_in: SignIn) -> None:
    client = sign_in("admin")
    address = send(client, DIVISIONS + "140106003013,水西关街三社区\n", kind="territory", name="区划.csv")
    assert "Download the list with the mistakes marked" in client.get(address).content.decode()
    sheet = openpyxl.load_workbook(BytesIO(client.get(f"{address}marked/").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["名称", "水西关街一社区", "水西关街三社区", "水西关街三社区"]
    assert [bool(row[2]) for row in rows] == [True, False, False, True]


def test_an_empty_cell_of_a_list_of_divisions_is_named_by_its_own_column_in_the_order_of_the_rows(
    sign_in: SignIn,
) -> None:
    client = sign_in("admin")
    address = send(client, DIVISIONS + "140106099012,别处\n140106003014,\n", kind="territory", name="区划.csv")
    wrong = client.get(address, headers={"accept-language": "zh-hans"}).context["wrong"]
    assert [(row["row"], row["column"]) for row in wrong] == [(4, "代码"), (5, "名称")]


def test_a_template_in_chinese_says_everything_in_chinese(sign_in: SignIn, furnished: Furnished) -> None:
    content = sign_in("admin").get("/console/imports/template/people/", headers={"accept-language": "zh-hans"}).content
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["人员", "填表说明", "可选答案"]
    words = [str(cell) for row in book["填表说明"].iter_rows(values_only=True) for cell in row if cell]
    assert [word for word in words if word.isascii() and word.strip("0123456789-")] == []


def test_every_template_is_a_workbook(sign_in: SignIn, furnished: Furnished) -> None:
    client = sign_in("admin")
    for name in ("people", "divisions", "changes", "places", "borders"):
        content = client.get(f"/console/imports/template/{name}/").content
        assert openpyxl.load_workbook(BytesIO(content)).sheetnames


def test_why_a_file_cannot_be_read_is_said_in_the_readers_language(sign_in: SignIn) -> None:
    client = sign_in("admin", language="zh-hans")
    for kind in ("people", "territory"):
        page = client.get(send(client, b"%PDF-1.4", kind=kind, name="list.xlsx")).content.decode()
        assert "网页或其他文档" in page
        assert "The file" not in page


def test_a_list_with_column_names_and_no_rows_says_so(sign_in: SignIn) -> None:
    client = sign_in("admin", language="zh-hans")
    for kind, header in (("people", "姓名,手机号,单位\n"), ("territory", "代码,名称\n")):
        answer = client.get(send(client, header, kind=kind))
        assert answer.status_code == 422
        assert "下面没有可读的内容" in answer.content.decode()


def test_each_cell_of_the_dry_run_names_its_column_for_a_narrow_page(sign_in: SignIn) -> None:
    client = sign_in("sun")
    page = client.get(send(client, GOOD)).content.decode()
    assert page.count('data-column="Name"') == 2


def test_whoever_sets_the_home_up_is_led_on_after_a_list(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in("admin")
    address = send(client, GOOD)
    go(client, address)
    assert "Go on setting up" not in client.get(address).content.decode()
    monkeypatch.setattr("gridkeeper.console.start.views.accounts_counted", lambda: 1)
    assert "Go on setting up" in client.get(address).content.decode()


def test_a_list_that_was_sent_is_found_again_by_its_sender_only(sign_in: SignIn) -> None:
    client = sign_in("liu", language="en")
    address = send(client, GOOD, name="今天的名单.csv")
    page = client.get("/console/imports/").content.decode()
    assert (f'href="{address}"' in page, "今天的名单.csv" in page, "read, not imported" in page) == (True, True, True)
    assert "今天的名单.csv" not in sign_in("admin").get("/console/imports/").content.decode()
