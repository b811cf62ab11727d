"""Rounds from start to case: planned, walked, missed, mended, rested, taken back (YZ-47, R-07, R-11, R-13)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from tests.personas import START, SYSTEM, World, settle
from tests.pictures import jpeg

from gridkeeper.access.commands.purge import apply_retention
from gridkeeper.audit.queries import events_page
from gridkeeper.kernel.errors import Forbidden
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.quantity import Quantity
from gridkeeper.playbooks.wanted import WantedSeries, made_id
from gridkeeper.rounds.choices import Evidence, RoundState
from gridkeeper.rounds.commands.forgetting import FORGOTTEN, erase_person
from gridkeeper.rounds.commands.series import (
    NewSeries,
    end_series,
    make_series,
    plan_series,
    rest_series,
    take_back_of_order,
)
from gridkeeper.rounds.commands.settling import decide_due
from gridkeeper.rounds.commands.walking import (
    Brought,
    Entry,
    correct_round,
    finish_round,
    record_round,
    record_rounds,
    start_round,
)
from gridkeeper.rounds.commands.windows import make_due_windows
from gridkeeper.rounds.errors import (
    AnswerMissing,
    DeviceClockWrong,
    FigureMissing,
    ImpossibleRhythm,
    LateNeedsReason,
    NotAPicture,
    NothingDue,
    PhotoTooLarge,
    PictureMissing,
    SeriesRests,
)
from gridkeeper.rounds.models import Photo, Series, Walk
from gridkeeper.rounds.queries.coverage import coverage_below, coverage_of
from gridkeeper.rounds.queries.mine import my_rounds
from gridkeeper.rounds.queries.rows import rounds_page
from gridkeeper.rounds.queries.series import standing_series
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Shanghai")
PLACE = "140106003011"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
JPEG = jpeg()


def at(text: str) -> datetime:
    """A moment of 13 November in Taiyuan."""
    return datetime.fromisoformat(f"2022-11-13T{text}").replace(tzinfo=HERE)


DAWN = at("05:00")


@pytest.fixture
def world() -> World:
    return settle()


def draft(world: World, **changes) -> NewSeries:
    values = {
        "unit_id": world.units[PLACE],
        "unit_code": PLACE,
        "name": "patrol",
        "zh": "每小时巡逻",
        "starts": at("06:00"),
        "day_from": time(6),
        "day_to": time(12),
        "role": "grid_worker",
        **changes,
    }
    return NewSeries(**values)


def planned(world: World, *, now: datetime = DAWN, **changes) -> Series:
    liu = world.actor("liu")
    with acting_as(liu):
        return plan_series(actor=liu, series=draft(world, **changes), now=now)


def walked(world: World, series: Series, began: str, *, now: datetime | None = None, **more):
    """Chen walks from ``began`` for 20 minutes, and says so at once unless ``now`` says otherwise."""
    started = at(began)
    done = started + 20 * MINUTE
    late = more.pop("late_because", "")
    entry = Entry(
        series_id=series.id,
        walk_id=more.pop("walk_id", uuid7()),
        started_at=started,
        done_at=done,
        brought=Brought(**more),
        late_because=late,
    )
    chen = world.actor("chen")
    with acting_as(chen):
        return record_round(actor=chen, entry=entry, now=now or done)


def tick(now: datetime) -> None:
    """What the pulses do."""
    with acting_as(SYSTEM):
        make_due_windows(now=now)
        decide_due(actor=SYSTEM, now=now)


def states(world: World) -> dict[str, str]:
    liu = world.actor("liu")
    with acting_as(liu):
        rows = rounds_page(actor=liu, unit_code="140106003", day=at("00:00").date(), size=100)
    return {f"{row.due_at.astimezone(HERE):%H}": row.state for row in rows}


def morning(world: World, starts: list[str]) -> Series:
    """A morning as it passes: rounds are begun and ended on the phone; the pulses run every five minutes."""
    series, chen, now = planned(world), world.actor("chen"), DAWN
    begins = {at(began): uuid7() for began in starts}
    ends = {began + 20 * MINUTE: walk for began, walk in begins.items()}
    while now <= at("13:15"):
        with acting_as(chen):
            if now in begins:
                start_round(actor=chen, series_id=series.id, walk_id=begins[now], now=now)
            if now in ends:
                finish_round(actor=chen, walk_id=ends[now], brought=Brought(), now=now)
        tick(now)
        now += 5 * MINUTE
    return series


def counted(world: World):
    liu = world.actor("liu")
    day = at("00:00").date()
    with acting_as(liu):
        [row] = coverage_of(actor=liu, unit_code="140106003", from_day=day, to_day=day, kind="patrol")
    return row


def events(verb: str):
    with acting_as(SYSTEM):
        return [row for row in events_page(actor=SYSTEM, unit_code="140106", size=200) if row.verb == verb]


def test_a5_hour_nine_is_covered_late_by_ten_past_ten(world: World) -> None:
    morning(world, ["06:05", "07:00", "08:20", "10:10", "10:40", "11:30"])
    assert states(world) == {"06": "done", "07": "done", "08": "done", "09": "late", "10": "done", "11": "done"}
    row = counted(world)
    assert (row.due, row.done, row.late, row.missed, row.share) == (6, 5, 1, 0, 1.0)
    assert events("round.missed") == []


def test_a5_hour_nine_is_missed_at_a_quarter_past_ten(world: World) -> None:
    morning(world, ["06:05", "07:00", "08:20", "10:20", "10:40", "11:30"])
    assert states(world)["09"] == "missed"
    row = counted(world)
    assert (row.done + row.late, row.missed, round(row.share * 100, 1)) == (5, 1, 83.3)
    [event] = events("round.missed")
    assert (event.happened_at, event.subject_kind) == (at("10:15"), "round")


def test_a_late_upload_corrects_the_record_with_its_reason(world: World) -> None:
    series = planned(world)
    tick(at("07:20"))
    assert states(world)["06"] == "missed"
    said = walked(world, series, "06:30", now=at("08:00"), late_because="无信号")
    assert said.state == RoundState.DONE
    assert states(world)["06"] == "done"
    assert (counted(world).missed, counted(world).done) == (0, 1)
    [missed], [mended] = events("round.missed"), events("round.corrected")
    assert mended.subject_id == missed.subject_id
    assert mended.facts["reason"] == "无信号"


def test_a_late_upload_without_a_reason_is_refused(world: World) -> None:
    with pytest.raises(LateNeedsReason):
        walked(world, planned(world), "06:30", now=at("08:00"))


def test_a_started_round_holds_its_hour_for_an_hour_and_is_then_missed(world: World) -> None:
    planned(world)
    chen = world.actor("chen")
    [series] = _all_series()
    with acting_as(chen):
        start_round(actor=chen, series_id=series.id, walk_id=uuid7(), now=at("06:50"))
    tick(at("07:20"))
    assert states(world)["06"] == "started"
    tick(at("07:50"))
    assert states(world)["06"] == "missed"
    assert [event.happened_at for event in events("round.missed")] == [at("07:50")]


def _all_series() -> list[Series]:
    with acting_as(SYSTEM):
        return list(Series.objects.all())


def test_a_round_is_started_and_finished_on_the_phone(world: World) -> None:
    series, chen, walk = (
        planned(world, evidence=Evidence.PHOTO, role="community_secretary"),
        world.actor("chen"),
        uuid7(),
    )
    with acting_as(chen):
        [row] = my_rounds(actor=chen, now=at("06:05")).now
        start_round(actor=chen, series_id=row.series_id, walk_id=walk, now=at("06:05"))
        # The button pressed twice begins it once.
        again = start_round(actor=chen, series_id=row.series_id, walk_id=walk, now=at("06:06"))
        assert (again.is_new, again.round_id) == (False, row.id)
        assert [mine.walk_id for mine in my_rounds(actor=chen, now=at("06:10")).under_way] == [walk]
        with pytest.raises(PictureMissing):
            finish_round(actor=chen, walk_id=walk, brought=Brought(), now=at("06:25"))
        done = finish_round(actor=chen, walk_id=walk, brought=Brought(photos=(JPEG,)), now=at("06:25"))
        assert done.state == RoundState.DONE
        assert Photo.objects.filter(walk_id=walk).count() == 1
        shown = rounds_page(actor=chen, day=at("00:00").date())[0]
    assert (shown.post_id, shown.series_id) == (world.posts["chen"], series.id)


@pytest.mark.parametrize(("content", "refusal"), [(JPEG + b"0" * 500_000, PhotoTooLarge), (b"GIF89a", NotAPicture)])
def test_a_picture_is_small_and_a_picture(world: World, content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        walked(world, planned(world), "06:05", photos=(content,))


def test_zero_is_a_figure_and_empty_is_none(world: World) -> None:
    series = planned(world, evidence=Evidence.NUMBER, quantity_unit="人")
    with pytest.raises(FigureMissing):
        walked(world, series, "06:05")
    assert walked(world, series, "06:05", number=Quantity(value=Decimal(0), unit="人")).state == RoundState.DONE


def test_every_line_of_a_checklist_is_answered(world: World) -> None:
    series = planned(world, evidence=Evidence.CHECKLIST, items=("门内可徒手打开", "通道畅通"))
    with pytest.raises(AnswerMissing, match="通道畅通"):
        walked(world, series, "06:05", answers=(True,))
    assert walked(world, series, "06:05", answers=(True, False)).state == RoundState.DONE


def test_a_batch_sent_twice_counts_once_and_a_refused_entry_leaves_the_others(world: World) -> None:
    series, chen = planned(world), world.actor("chen")
    batch = [
        Entry(
            series_id=series.id,
            walk_id=UUID(int=n),
            started_at=at(began),
            done_at=at(began) + 10 * MINUTE,
            late_because="无信号",
        )
        for n, began in enumerate(["06:05", "04:00", "07:10"])
    ]
    with acting_as(chen):
        first = record_rounds(actor=chen, entries=batch, now=at("08:00"))
        second = record_rounds(actor=chen, entries=[*batch, batch[0]], now=at("08:10"))
    assert [answer.refusal and answer.refusal.code for answer in first] == [None, "rounds.nothing-due", None]
    assert [answer.is_new for answer in second] == [False] * 4
    with acting_as(SYSTEM):
        assert Walk.objects.count() == 2
    assert counted(world).done == 2


@pytest.mark.parametrize("days", [-30, 30])
def test_a_device_whose_clock_is_off_by_days_is_told_so(world: World, days: int) -> None:
    series, chen = planned(world), world.actor("chen")
    with acting_as(chen), pytest.raises(DeviceClockWrong, match="clock is wrong"):
        start_round(
            actor=chen,
            series_id=series.id,
            walk_id=uuid7(),
            started_at=at("06:05") + timedelta(days=days),
            now=at("06:05"),
        )


def test_nothing_is_due_outside_the_hours(world: World) -> None:
    with pytest.raises(NothingDue):
        walked(world, planned(world), "12:20")


def test_rounds_elsewhere_are_neither_walked_nor_seen(world: World) -> None:
    series, zhao = planned(world), world.actor("zhao")
    with acting_as(zhao):
        assert rounds_page(actor=zhao) == []
        with pytest.raises(Forbidden):
            plan_series(actor=zhao, series=draft(world), now=DAWN)
    assert series.id


def test_a_rhythm_that_cannot_be_is_refused(world: World) -> None:
    with pytest.raises(ImpossibleRhythm):
        planned(world, tolerance=2 * HOUR)


def test_a_clock_that_jumps_over_days_misses_every_window_once(world: World) -> None:
    planned(world, day_from=time(0), day_to=time(0), starts=at("06:00"))
    later = at("06:00") + timedelta(days=2)
    for _ in range(3):
        tick(later)
    assert len(events("round.missed")) == 47


def test_suspended_by_two_orders_it_goes_on_with_the_end_of_the_last_in_any_order(world: World) -> None:
    series, first, second = planned(world), uuid7(), uuid7()
    with acting_as(SYSTEM):
        before = list(standing_series(prefix="140106", now=DAWN))
        rest_series(actor=SYSTEM, order_id=first, ids=[series.id], now=at("07:30"))
        rest_series(actor=SYSTEM, order_id=second, ids=[series.id], now=at("07:40"))
        assert list(standing_series(prefix="140106", now=DAWN)) != before
    with pytest.raises(SeriesRests):
        walked(world, series, "08:05")
    with acting_as(SYSTEM):
        assert take_back_of_order(actor=SYSTEM, order_id=first, because="", now=at("08:30")) == {}
        ended = take_back_of_order(actor=SYSTEM, order_id=second, because="", now=at("09:30"))
        assert ended == {"series resumed": 1}
        assert list(standing_series(prefix="140106", now=DAWN)) == before
    tick(at("13:20"))
    # Hour 6 was missed before the rest; 7 to 9 were not due while it rested.
    assert states(world) == {"06": "missed", "10": "missed", "11": "missed"}


def wanted(world: World, key: str, **changes) -> WantedSeries:
    values = {
        "key": key,
        "unit_id": world.units[PLACE],
        "unit_code": PLACE,
        "measure": "M15",
        "zh": "封控区每小时巡逻",
        "name": "patrol",
        "every": HOUR,
        "tolerance": 15 * MINUTE,
        "hold": HOUR,
        "starts": at("06:00"),
        "ends": at("06:00") + timedelta(days=7),
        "day_from": time(0),
        "day_to": time(0),
        "evidence": "photo",
        "body": "team/1",
        **changes,
    }
    return WantedSeries(**values)


def test_what_an_order_made_recur_ends_with_it_and_is_made_once(world: World) -> None:
    order = uuid7()
    with acting_as(SYSTEM):
        wants = [wanted(world, f"series/{n}") for n in range(3)]
        made = [make_series(actor=SYSTEM, order_id=order, wants=wants, now=DAWN) for _ in range(2)]
        row = Series.objects.get(pk=made_id(order, "series", "series/0"))
        assert (made, row.body_id) == ([3, 0], made_id(order, "body", "team/1"))
    assert counted(world).due == 6  # three hours ahead, three series
    with acting_as(SYSTEM):
        assert take_back_of_order(actor=SYSTEM, order_id=order, because="解除", now=at("06:30")) == {"series": 3}
        assert list(standing_series(prefix="140106", now=DAWN)) == []
    tick(at("12:00"))
    assert states(world) == {}


def test_a_series_ended_by_hand_keeps_what_was_covered(world: World) -> None:
    series = planned(world)
    walked(world, series, "06:05")
    liu = world.actor("liu")
    with acting_as(liu):
        end_series(actor=liu, series_id=series.id, because="改为每日", now=at("06:40"))
    assert states(world) == {"06": "done"}


def test_coverage_goes_down_by_place(world: World) -> None:
    walked(world, planned(world), "06:05")
    liu = world.actor("liu")
    with acting_as(liu):
        [row] = coverage_below(actor=liu, unit_code="140106003", day=at("00:00").date())
    assert (row.unit_code, row.done, row.open) == (PLACE, 1, 1)


def test_a_figure_is_corrected_with_a_reason_and_the_record_keeps_both(world: World) -> None:
    series = planned(world, evidence=Evidence.NUMBER, quantity_unit="人")
    said = walked(world, series, "06:05", number=Quantity(value=Decimal(3), unit="人"))
    chen = world.actor("chen")
    five = Quantity(value=Decimal(5), unit="人")
    with acting_as(chen):
        with pytest.raises(LateNeedsReason):
            correct_round(actor=chen, walk_id=said.walk_id, number=five, because=" ", now=at("07:00"))
        correct_round(actor=chen, walk_id=said.walk_id, number=five, because="漏数二人", now=at("07:00"))
        [row] = [row for row in rounds_page(actor=chen, state="done") if row.walk_id == said.walk_id]
    assert row.number == five
    [event] = events("round.figure-corrected")
    assert (event.facts["was"]["number"], event.facts["is"]) == ("3.000", "5")


def test_pictures_go_after_ninety_days_and_names_when_a_person_is_erased(world: World) -> None:
    series = planned(world)
    walked(world, series, "06:05", photos=(JPEG,))
    with acting_as(SYSTEM):
        apply_retention(actor=SYSTEM, now=START + timedelta(days=89))
        assert Photo.objects.count() == 1
        apply_retention(actor=SYSTEM, now=START + timedelta(days=92))
        assert (Photo.objects.count(), Walk.objects.get().by) == (0, "chen")
        erase_person(actor=SYSTEM, person_id=world.people["chen"], now=START)
        assert (Walk.objects.get().by, Walk.objects.get().person_id) == (FORGOTTEN, None)
