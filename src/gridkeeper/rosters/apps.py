"""Enters how shifts are made from a playbook, rest, are taken back, and what erasing a person clears."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig

_TO_FILL = timedelta(minutes=30)


class RostersConfig(AppConfig):
    """The rosters room."""

    name = "gridkeeper.rosters"
    label = "rosters"

    def ready(self) -> None:
        """Shifts of an order end with it (R-11); a shift nobody takes over opens a case for the superior."""
        from gridkeeper.catalogue.case_openings import CaseOpening, register_case_opening
        from gridkeeper.catalogue.followers import register_follower
        from gridkeeper.catalogue.making import Maker, register_maker, register_suspender
        from gridkeeper.catalogue.registrations import (
            register_eraser,
            register_order_traces,
            register_retention,
            register_take_back,
        )
        from gridkeeper.rosters.choices import CaseTitle
        from gridkeeper.rosters.commands import forgetting, making, taking_back
        from gridkeeper.rosters.queries.standing import standing_shifts

        register_maker(Maker(kind="shift", make=making.make_shifts, standing=standing_shifts))
        register_suspender("shift", making.rest_rosters)
        register_follower("site.closed", "rosters", taking_back.take_back_at_sites)
        register_take_back("rosters", taking_back.take_back_shifts)
        register_eraser("rosters", forgetting.erase_duties_of)
        register_retention("asked", forgetting.forget_asked)
        register_retention("duty-log", forgetting.remove_old_logs)
        register_order_traces("rosters", count=forgetting.count_of_orders, forget=forgetting.forget_orders)
        register_case_opening(
            CaseOpening(
                verb="shift.no-successor",
                kind=CaseTitle.NO_SUCCESSOR.value,
                title=CaseTitle.NO_SUCCESSOR.label,
                due=_TO_FILL,
                closed_by="shift.taken-over",
            )
        )
