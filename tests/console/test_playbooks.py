"""Playbooks and switches through the browser's door: read, written, compared, previewed, started, stood down (K-07)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import time
from uuid import UUID

import openpyxl
from django.test import Client
from tests.activations.plan import TEXT
from tests.console.furnished import PLAYBOOK, STREET, Furnished
from tests.personas import START, SYSTEM

from gridkeeper.activations.jobs import activate
from gridkeeper.activations.models import Activation, PlaybookText
from gridkeeper.orders.models import Proposal
from gridkeeper.scopes.doors import acting_as
from gridkeeper.sites.choices import SiteKind
from gridkeeper.sites.commands import NewSite, open_site

SignIn = Callable[..., Client]
PREVIEW = f"/console/playbooks/{PLAYBOOK}/preview/?unit={STREET}"
DOCUMENT = {
    "unit": STREET,
    "number": "演-20",
    "issued_by": "迎泽区指挥部",
    "document": "会议纪要（生成）",
    "legal_basis": "突发事件应对法第四十四条",
    "expires_at": "2022-11-14T08:00",
    "seen": "on",
}


def switch_of(number: str) -> Activation:
    with acting_as(SYSTEM):
        return Activation.objects.select_related("order").get(order__number=number)


def code_of(activation: UUID) -> str:
    with acting_as(SYSTEM):
        return str(Proposal.objects.get(arguments__activation=str(activation), state="pending").code)


def test_a_cadre_reads_the_plan_in_their_own_language(furnished: Furnished, sign_in: SignIn) -> None:
    del furnished
    english = sign_in("liu").get(f"/console/playbooks/{PLAYBOOK}/").content.decode()
    assert "22 measures" in english
    assert english.count("not specified in source") == 2
    chinese = sign_in("liu", language="zh-hans").get(f"/console/playbooks/{PLAYBOOK}/").content.decode()
    assert "22 条措施" in chinese
    assert "落实小组" in chinese
    assert "8 到 20 人" in chinese


def test_a_reader_sees_titles_and_never_the_names_of_the_text(furnished: Furnished, sign_in: SignIn) -> None:
    del furnished
    page = sign_in("liu").get("/console/playbooks/epidemic-district/", HTTP_ACCEPT_LANGUAGE="zh-hans").content.decode()
    assert "日常走访" in page
    assert re.findall(r"\b[a-z]+_[a-z_]+\b", re.sub(r"<[^>]*>", " ", page)) == []


def test_a_version_of_ones_own_is_written_with_lint_beside_it(furnished: Furnished, sign_in: SignIn) -> None:
    del furnished
    client = sign_in("sun")
    broken = TEXT.replace("min: 3, max: 4", "min: many, max: 4")
    beside = client.post(
        "/console/playbooks/write/", {"unit": "140106", "text": broken}, headers={"HX-Request": "true"}
    ).content.decode()
    assert f"line {broken[: broken.index('many')].count(chr(10)) + 1}" in beside
    refused = client.post("/console/playbooks/write/", {"unit": "140106", "text": broken})
    assert refused.status_code == 422
    assert "night-watch" in refused.content.decode(), "what was typed is lost"
    kept = client.post("/console/playbooks/write/", {"unit": "140106", "text": TEXT})
    assert kept["Location"] == "/console/playbooks/night-watch@1/"
    client.post(
        "/console/playbooks/write/",
        {"unit": "140106", "text": TEXT.replace('version: "1"', 'version: "2"').replace("max: 4", "max: 6")},
    )
    with acting_as(SYSTEM):
        assert PlaybookText.objects.filter(name="night-watch").count() == 2
    page = client.get("/console/playbooks/night-watch@2/compare/?with=night-watch@1").content.decode()
    assert "1 difference" in page
    assert "people: at most" in page
    assert "teams/watch/size/max" in page
    assert "<del>4</del>" in page
    assert "<ins>6</ins>" in page


def test_two_versions_are_compared_in_words_and_only_the_sentence_that_changed_stands_out(
    furnished: Furnished, sign_in: SignIn
) -> None:
    del furnished
    client = sign_in("sun", language="zh-hans")
    pack = client.get("/console/playbooks/epidemic-district/").context["row"]
    newer = (
        pack.text.replace(f'version: "{pack.playbook.version}"', 'version: "9"')
        .replace("every: PT60M", "every: PT2H")
        .replace("每个人连续值守不超过12小时", "每个人连续值守不超过8小时")
        .replace("from: [compound_branch_secretary, committee_cadre]", "from: [compound_branch_secretary]")
    )
    client.post("/console/playbooks/write/", {"unit": "140106", "text": newer})
    address = f"/console/playbooks/epidemic-district@9/compare/?with=epidemic-district@{pack.playbook.version}"
    page = client.get(address).content.decode()
    assert "<del>1 小时</del> → <ins>2 小时</ins>" in page
    assert "每小时巡查" in page
    assert re.search(r"任何人遇到生命危险[^<]*</div>", page), "what stayed is neither struck out nor put in"
    assert "<ins>每个人连续值守不超过8小时" in page
    assert re.search(r"小区[^<]*书记[^<]*、?<del>[^<]*两委", page)
    prose = re.sub(r"<code.*?</code>", " ", page.partition('<main id="main"')[2])
    assert re.findall(r"PT\d+|\b[a-z]+_[a-z_]+\b", re.sub(r"<[^>]*>", " ", prose)) == []


def test_the_preview_shows_what_would_change_and_changes_nothing(furnished: Furnished, sign_in: SignIn) -> None:
    del furnished
    client = sign_in("liu")
    with acting_as(SYSTEM):
        before = Activation.objects.count()
    page = client.get(PREVIEW).content.decode()
    assert "nothing has changed yet" in page
    assert "Put it before a second person" in page
    notices = client.get(f"{PREVIEW}&kind=notice", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in notices
    assert ">Notice<" in notices
    assert ">Team<" not in notices
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{PREVIEW}&kind=notice&format=xlsx").content)).active
    assert {row[1] for row in sheet.iter_rows(values_only=True)} >= {"Notice"}
    with acting_as(SYSTEM):
        assert Activation.objects.count() == before


def test_the_file_of_the_preview_tells_what_cannot_be_met_and_by_person_who_it_is(
    furnished: Furnished, sign_in: SignIn
) -> None:
    del furnished
    client = sign_in("liu")

    def rows(query: str) -> list[dict[str, object]]:
        content = client.get(f"{PREVIEW}{query}&format=xlsx").content
        head, *lines = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        return [dict(zip(head, line, strict=True)) for line in lines]

    by_place = rows("")
    missing = [row for row in by_place if row["Change"] == "cannot be met"]
    assert missing
    assert all(row["What would mend it"] for row in missing)
    assert not any(row["Who"] for row in by_place)
    by_person = rows("&view=people&again=1")
    assert any("（生成）" in str(row["Who"]) for row in by_person)
    assert all(row["People"] for row in by_person)


def test_an_older_version_that_was_previewed_is_the_one_that_is_proposed(furnished: Furnished, sign_in: SignIn) -> None:
    del furnished
    client = sign_in("sun")
    newer = TEXT.replace('version: "1"', 'version: "2"').replace("max: 4", "max: 6")
    for text in (TEXT, newer):
        client.post("/console/playbooks/write/", {"unit": "140106", "text": text})
    page = client.get(f"/console/playbooks/night-watch@1/preview/?unit={STREET}").content.decode()
    target = re.search(r'id="propose" method="post" action="([^"]+)"', page)
    assert target
    asked = client.post(target[1], {**DOCUMENT, "number": "演-31"})
    assert asked.status_code == 302
    assert switch_of("演-31").version == "1"


def test_two_people_start_one_person_ends_and_nothing_is_left(furnished: Furnished, sign_in: SignIn) -> None:
    del furnished
    asked = sign_in("liu").post(f"/console/playbooks/{PLAYBOOK}/propose/", DOCUMENT)
    assert asked.status_code == 302
    row = switch_of("演-20")
    page = asked["Location"]
    assert "waits for a second person" in sign_in("liu").get(page).content.decode()
    code = code_of(row.id)
    assert sign_in("liu").post(f"/console/orders/proposals/{code}/approve/").status_code == 409
    sign_in("sun").post(f"/console/orders/proposals/{code}/approve/")
    assert 'hx-trigger="every 2s"' in sign_in("liu").get(page).content.decode()
    assert activate(activation=str(row.id)) is True
    assert sign_in("liu").get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "is switched on" in sign_in("liu").get(page).content.decode()
    assert "in force here already" in sign_in("liu").get(PREVIEW).content.decode()
    assert sign_in("liu").post(f"{page}stand-down/", {"reason": "演练结束"}).status_code == 302
    assert "No difference from before the switch" in sign_in("liu").get(page).content.decode()
    assert switch_of("演-20").state == "ended"


def test_what_changed_meanwhile_for_other_reasons_is_on_the_page_of_the_end(
    furnished: Furnished, sign_in: SignIn
) -> None:
    page = sign_in("liu").post(f"/console/playbooks/{PLAYBOOK}/propose/", DOCUMENT)["Location"]
    row = switch_of("演-20")
    sign_in("sun").post(f"/console/orders/proposals/{code_of(row.id)}/approve/")
    assert activate(activation=str(row.id)) is True
    with acting_as(furnished.world.actor("liu")):
        unit = furnished.world.units[STREET]
        gate = NewSite(
            unit_id=unit, unit_code=STREET, kind=SiteKind.GATE, name="新开西门", opens=time(6), closes=time(22)
        )
        open_site(actor=furnished.world.actor("liu"), site=gate, now=START)
    sign_in("liu").post(f"{page}stand-down/", {"reason": "演练结束"})
    ended = sign_in("liu").get(page).content.decode()
    assert "1 thing differs from before" in ended
    assert "新开西门" in ended


def test_a_switch_without_a_word_on_what_cannot_be_met_is_not_proposed(furnished: Furnished, sign_in: SignIn) -> None:
    del furnished
    answer = sign_in("liu").post(
        f"/console/playbooks/{PLAYBOOK}/propose/", {key: value for key, value in DOCUMENT.items() if key != "seen"}
    )
    assert answer.status_code == 422
    with acting_as(SYSTEM):
        assert not Activation.objects.filter(order__number="演-20").exists()


def test_r03_the_editor_calls_the_place_by_its_name_and_takes_the_name_back(sign_in: SignIn) -> None:
    client = sign_in("sun")
    page = client.get("/console/playbooks/write/").content.decode()
    assert 'value="迎泽区"' in page
    kept = client.post("/console/playbooks/write/", {"unit": "迎泽区", "text": TEXT.replace('"1"', '"7"')})
    assert kept.status_code == 302, kept.context["error"] or kept.context["form"].errors
