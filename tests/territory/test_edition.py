"""Only a dated edition changes codes, and rows move along (R-01)."""

from __future__ import annotations

from datetime import date

import pytest
from tests.personas import START, SYSTEM, settle

from gridkeeper.posts.models import Appointment
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.commands.edition import EditionDraft, apply_edition, preview_edition
from gridkeeper.territory.errors import AmbiguousName, EditionNotFit
from gridkeeper.territory.models import Unit
from gridkeeper.territory.policy import TreeRow
from gridkeeper.territory.queries.find import unit_meant

pytestmark = pytest.mark.django_db

LIST = [
    TreeRow(code="140106", name="迎泽区", row=1),
    TreeRow(code="140106003", name="庙前街道", row=2),
    TreeRow(code="140106003011", name="水西关街一社区居委会", row=3),
    TreeRow(code="140106003211", name="郝家沟村委会", row=4),
]
DRAFT = EditionDraft(title="2016 年版", effective_on=date(2016, 1, 1), area="140106")


def apply(rows: list[TreeRow], year: int):
    draft = EditionDraft(title=f"{year} 年版", effective_on=date(year, 1, 1), area="140106")
    return apply_edition(actor=SYSTEM, draft=draft, rows=rows, now=START)


def test_a_village_turned_community_is_the_same_unit_under_a_new_code() -> None:
    with acting_as(SYSTEM):
        apply(LIST, 2016)
        before = Unit.objects.get(unit_code="140106003211")
        turned = [*LIST[:3], TreeRow(code="140106003012", name="郝家沟社区居委会", row=4)]
        report = apply(turned, 2023)
        after = Unit.objects.get(pk=before.pk)
    assert (after.unit_code, after.short_name, len(report.difference.recoded)) == ("140106003012", "郝家沟社区", 1)


def test_the_old_code_still_finds_the_unit_as_of_then_and_now() -> None:
    with acting_as(SYSTEM):
        apply(LIST, 2016)
        unit = Unit.objects.get(unit_code="140106003211")
        apply([*LIST[:3], TreeRow(code="140106003012", name="郝家沟社区居委会", row=4)], 2023)
        then = unit_meant(actor=SYSTEM, text="140106003211", as_of=date(2020, 1, 1))
        now = unit_meant(actor=SYSTEM, text="140106003211")
    assert (then.id, now.id) == (unit.id, unit.id)


def test_recoding_carries_posts_and_appointments_along() -> None:
    settle()
    with acting_as(SYSTEM):
        rows = [
            TreeRow(code="140106", name="迎泽区"),
            TreeRow(code="140106003", name="庙前街道"),
            TreeRow(code="140106003012", name="水西关街二社区"),
            TreeRow(code="140106003099", name="水西关街一社区", previous_code="140106003011"),
        ]
        report = apply(rows, 2023)
        codes = set(Appointment.objects.filter(role_held="grid_worker").values_list("unit_code", flat=True))
    assert codes == {"140106003099001"}
    assert report.rewritten["posts_reach"] >= 3


def test_two_units_may_swap_codes() -> None:
    settle()
    with acting_as(SYSTEM):
        one, two = (Unit.objects.get(unit_code=f"14010600301{n}").id for n in (1, 2))
        from gridkeeper.territory.commands.recode import recode_rows

        recode_rows([("140106003011", "140106003012"), ("140106003012", "140106003011")])
        codes = {unit.id: unit.unit_code for unit in Unit.objects.filter(pk__in=[one, two])}
    assert codes == {one: "140106003012", two: "140106003011"}


def test_a_preview_names_what_still_points_to_a_vanished_unit() -> None:
    settle()
    with acting_as(SYSTEM):
        report = preview_edition(
            actor=SYSTEM,
            draft=DRAFT,
            rows=[TreeRow(code="140106003012", name="水西关街二社区")],
        )
    assert ("140106003011", "posts_appointment") in {(p.unit_code, p.table) for p in report.pointing}


def test_a_list_with_a_missing_parent_changes_nothing_and_names_the_line() -> None:
    with acting_as(SYSTEM), pytest.raises(EditionNotFit, match="140106003"):
        apply([TreeRow(code="140106003011", name="水西关街一社区", row=7)], 2023)


def test_one_name_in_two_districts_is_no_key() -> None:
    with acting_as(SYSTEM):
        for code in ("140106", "140105"):
            rows = [
                TreeRow(code=code, name=code),
                TreeRow(code=f"{code}004", name="街道"),
                TreeRow(code=f"{code}004004", name="南内环街一社区"),
            ]
            draft = EditionDraft(title=code, effective_on=date(2023, 1, 1), area=code)
            apply_edition(actor=SYSTEM, draft=draft, rows=rows, now=START)
        with pytest.raises(AmbiguousName):
            unit_meant(actor=SYSTEM, text="南内环街一社区")
