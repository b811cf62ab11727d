"""Seven years of real changes in Taiyuan, applied to the tree as it was: 2016 becomes 2023, with history (R-01)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from tests.personas import START, SYSTEM
from tests.real_lists import real_list

from gridkeeper.kernel.unit_code import canonical
from gridkeeper.posts.commands.appointment import NewPost, create_post
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.commands.edition import EditionDraft, apply_edition
from gridkeeper.territory.commands.imports import FileReport, ImportWish, import_file
from gridkeeper.territory.models import Designation, Unit
from gridkeeper.territory.policy import TreeRow

pytestmark = pytest.mark.django_db

MERGED = "140105100203"
"""张花村: gone in 2023, and no unit of that name came instead."""


@dataclass(frozen=True, kw_only=True)
class Lists:
    """The tree of 2023, the changes since 2016, and the tree of 2016 worked back from both."""

    changes_file: Path
    now: dict[str, str]
    changes: list[dict[str, str]]

    @property
    def before(self) -> dict[str, str]:
        tree = dict(self.now)
        for line in self.changes:
            code = canonical(line["code12"])
            if line["change"] == "added":
                tree.pop(code)
            else:
                tree[code] = line["name_2016"]
        return tree


@pytest.fixture
def lists() -> Lists:
    changes_file = real_list("taiyuan_changes_2016_2023.csv")
    with real_list("taiyuan_divisions.csv").open(encoding="utf-8") as stream:
        now = {row["code"]: row["name"] for row in csv.DictReader(stream)}
    with changes_file.open(encoding="utf-8-sig") as stream:
        changes = list(csv.DictReader(stream))
    return Lists(changes_file=changes_file, now=now, changes=changes)


@pytest.fixture
def tree_of_2016(lists: Lists) -> Lists:
    rows = [TreeRow(code=code, name=name) for code, name in lists.before.items()]
    draft = EditionDraft(title="2016", effective_on=date(2016, 1, 1), area="")
    with acting_as(SYSTEM):
        apply_edition(actor=SYSTEM, draft=draft, rows=rows, now=START)
    return lists


def change(lists: Lists, *, dry_run: bool = False) -> FileReport:
    wish = ImportWish(effective_on=date(2023, 6, 30), title="2023")
    with acting_as(SYSTEM):
        return import_file(actor=SYSTEM, source=lists.changes_file, wish=wish, dry_run=dry_run, now=START)


def open_tree() -> dict[str, str]:
    with acting_as(SYSTEM):
        return dict(Unit.objects.filter(closed_on=None).values_list("unit_code", "name"))


def test_the_changes_turn_the_tree_of_2016_into_that_of_2023(tree_of_2016: Lists) -> None:
    change(tree_of_2016)
    assert open_tree() == tree_of_2016.now


def test_every_line_is_counted_once_as_added_removed_renamed_or_recoded(tree_of_2016: Lists) -> None:
    found = change(tree_of_2016, dry_run=True).edition.difference
    per_kind = {
        kind: sum(line["change"] == kind for line in tree_of_2016.changes) for kind in ("added", "removed", "renamed")
    }
    recoded = len(found.recoded)
    counts = {
        "added": len(found.added) + recoded,
        "removed": len(found.removed) + recoded,
        "renamed": len(found.renamed),
    }
    assert counts == per_kind
    assert per_kind == {"added": 276, "removed": 396, "renamed": 141}
    assert recoded > 50


def test_a_trial_run_changes_nothing(tree_of_2016: Lists) -> None:
    before = open_tree()
    change(tree_of_2016, dry_run=True)
    assert open_tree() == before


def test_a_village_turned_community_keeps_its_id_and_its_history(tree_of_2016: Lists) -> None:
    pair = change(tree_of_2016).edition.difference.recoded[0]
    with acting_as(SYSTEM):
        unit = Unit.objects.get(unit_code=pair.new_code, closed_on=None)
        past = list(Designation.objects.filter(unit=unit).order_by("from_on").values_list("unit_code", "name"))
    assert past == [(pair.old_code, pair.old_name), (pair.new_code, pair.new_name)]


def test_every_open_unit_hangs_under_the_unit_its_code_names(tree_of_2016: Lists) -> None:
    change(tree_of_2016)
    with acting_as(SYSTEM):
        wrong = [
            unit.unit_code
            for unit in Unit.objects.filter(closed_on=None).select_related("parent")
            if (unit.parent is None and len(unit.unit_code) > 2)
            or (unit.parent is not None and not unit.unit_code.startswith(unit.parent.unit_code))
        ]
    assert wrong == []


def test_what_still_points_to_a_vanished_village_is_named(tree_of_2016: Lists) -> None:
    with acting_as(SYSTEM):
        village = Unit.objects.get(unit_code=MERGED, closed_on=None)
        create_post(
            actor=SYSTEM,
            post=NewPost(
                unit_id=village.pk, unit_code=MERGED, role="committee_cadre", title="村两委干部", from_at=START
            ),
            now=START,
        )
    pointing = change(tree_of_2016).edition.pointing
    assert [(p.unit_code, p.table, p.rows) for p in pointing] == [(MERGED, "posts_post", 1)]


def test_the_same_changes_twice_find_everything_done(tree_of_2016: Lists) -> None:
    change(tree_of_2016)
    report = change(tree_of_2016).edition
    assert (report.difference.is_empty, report.already) == (True, len(tree_of_2016.changes))
