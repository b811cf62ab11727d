"""A figure that a community has to report each evening, and Chen who counts nothing and says so (A12)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests.activations import plan
from tests.personas import START, SYSTEM, World

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.quantity import Quantity
from gridkeeper.rounds.commands.series import NewSeries, plan_series
from gridkeeper.rounds.commands.walking import Brought, Entry, record_round
from gridkeeper.rounds.commands.windows import make_due_windows
from gridkeeper.rounds.models import Series
from gridkeeper.scopes.doors import acting_as

HERE = ZoneInfo("Asia/Shanghai")
SAID = datetime(2022, 11, 12, 18, 5, tzinfo=HERE)


def asked_for(world: World) -> Series:
    """A zero report of one community, due from 18 to 20 o'clock."""
    liu = world.actor("liu")
    with acting_as(liu):
        series = plan_series(
            actor=liu,
            series=NewSeries(
                unit_id=world.units[plan.COMMUNITY],
                unit_code=plan.COMMUNITY,
                name="zero_report",
                zh="零报告",
                starts=START,
                every=timedelta(days=1),
                day_from=time(18),
                day_to=time(20),
                evidence="number",
                quantity_unit="件",
                role="community_secretary",
            ),
            now=START,
        )
    with acting_as(SYSTEM):
        make_due_windows(now=datetime(2022, 11, 12, 17, 50, tzinfo=HERE))
    return series


def said_by_chen(world: World, series: Series) -> datetime:
    """Chen counts nothing and says so; gives when."""
    chen = world.actor("chen")
    entry = Entry(
        series_id=series.id,
        walk_id=uuid7(),
        started_at=SAID,
        done_at=SAID,
        brought=Brought(number=Quantity(value=Decimal(0), unit="件")),
    )
    with acting_as(chen):
        record_round(actor=chen, entry=entry, now=SAID)
    return SAID
