"""Enters what this room makes, lets rest, takes back, forgets, and which events open a case."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """The rounds room."""

    name = "gridkeeper.rounds"
    label = "rounds"

    def ready(self) -> None:
        """Series are made from playbooks and end with their order; a missed round opens a case (R-11, R-13)."""
        from gridkeeper.catalogue.case_openings import CaseOpening, register_case_opening
        from gridkeeper.catalogue.making import Maker, register_maker, register_suspender
        from gridkeeper.catalogue.registrations import (
            register_eraser,
            register_order_traces,
            register_retention,
            register_take_back,
        )
        from gridkeeper.rounds.choices import CaseTitle
        from gridkeeper.rounds.commands import forgetting
        from gridkeeper.rounds.commands.series import make_series, rest_series, take_back_of_order
        from gridkeeper.rounds.queries.series import standing_series

        register_maker(Maker(kind="series", make=make_series, standing=standing_series))
        register_suspender("series", rest_series)
        register_take_back("rounds", take_back_of_order)
        register_eraser("rounds", forgetting.erase_person)
        register_retention("rounds", forgetting.remove_old_walks)
        register_retention("round_photos", forgetting.remove_old_photos)
        register_order_traces("rounds", count=forgetting.count_of_orders, forget=forgetting.forget_orders)
        register_case_opening(
            CaseOpening(
                verb="round.missed",
                kind=CaseTitle.MISSED.value,
                title=CaseTitle.MISSED.label,
                due=timedelta(hours=1),
                closed_by="round.corrected",
            )
        )
