"""A pack of another hazard, end to end: the kernel previews, switches on and stands down what it has no word for."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.activations import plan
from tests.personas import START, SYSTEM, World

from gridkeeper.activations.commands.stand_down import stand_down
from gridkeeper.activations.models import MeasureState
from gridkeeper.activations.queries.preview import previewed
from gridkeeper.activations.queries.standing import standing_at
from gridkeeper.packs import loaded_packs
from gridkeeper.rounds.models import Series
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
FLOOD = Path(__file__).parents[1] / "packs" / "flood_watch"
LATER = START + timedelta(hours=1)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The small world, with the pack installed as a distribution of its own."""
    package = Path(shutil.copytree(FLOOD, tmp_path / "flood_watch"))
    (package / "__init__.py").write_text('"""A pack of its own."""\n', encoding="utf-8")
    info = tmp_path / "flood_watch-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: flood-watch\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[gridkeeper.packs]\nflood_watch = flood_watch\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    loaded_packs.cache_clear()
    yield plan.ready()
    loaded_packs.cache_clear()
    sys.modules.pop("flood_watch", None)


def standing() -> set[tuple[str, str]]:
    with acting_as(SYSTEM):
        return {(one.kind, str(one.id)) for one in standing_at(prefix=plan.DISTRICT, now=LATER)}


def test_a_flood_watch_is_previewed_switched_on_and_stood_down_to_nothing(world: World) -> None:
    before = standing()
    sun = world.actor("sun")
    with acting_as(sun):
        shown = previewed(actor=sun, playbook="flood-watch", unit_code=plan.COMMUNITY, now=START).preview
    assert standing() == before

    activation = plan.switched_on(world, plan.wish(world, at=plan.COMMUNITY, playbook="flood-watch"))
    assert activation.pack == "flood_watch"
    wanted = Counter(change.kind for change in shown.changes)
    assert {kind: activation.made[kind] for kind in ("body", "post", "site", "series", "notice")} == {
        "body": 1,
        "post": wanted["post"],
        "site": 1,
        "series": 1,
        "notice": 1,
    }
    with acting_as(SYSTEM):
        level = Series.objects.get(order_id=activation.order_id)
        assert (level.zh, level.every, level.quantity_unit) == ("水西关街一社区水位报数", timedelta(hours=2), "m")
        assert MeasureState.objects.filter(activation=activation).values("no").distinct().count() == 3

    later = world.actor("sun", now=LATER)
    with acting_as(later):
        ended = stand_down(actor=later, activation_id=activation.id, because="水位回落", now=LATER)
    assert (ended.state, ended.difference) == ("ended", [])
    assert standing() == before
