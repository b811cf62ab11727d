"""Enters the act that opens a zone, what its order's end takes back, and which events open a case."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class ZonesConfig(AppConfig):
    """The zones room."""

    name = "gridkeeper.zones"
    label = "zones"

    def ready(self) -> None:
        """A zone is opened by two, ends with its order; a way out that is not safe is danger to life (R-08, R-12)."""
        from gridkeeper.catalogue.case_openings import CaseOpening, register_case_opening
        from gridkeeper.catalogue.registrations import register_eraser, register_order_traces, register_take_back
        from gridkeeper.zones.choices import CaseTitle
        from gridkeeper.zones.commands import allowance, exits, forgetting, opening, release

        opening.register()
        allowance.register()
        register_take_back("zones", opening.take_back_of_order)
        register_eraser("zones", forgetting.erase_person)
        register_order_traces("zones", count=forgetting.count_of_orders, forget=forgetting.forget_orders)
        register_case_opening(
            CaseOpening(
                verb=exits.UNCHECKED,
                kind=CaseTitle.EXIT.value,
                title=CaseTitle.EXIT.label,
                due=timedelta(hours=1),
                closed_by=exits.SAFE,
                life_safety=True,
            )
        )
        register_case_opening(
            CaseOpening(
                verb="zone.release-proposed",
                kind=CaseTitle.RELEASE.value,
                title=CaseTitle.RELEASE.label,
                due=timedelta(hours=2),
                closed_by="zone.lifted",
            )
        )
        register_case_opening(
            CaseOpening(
                verb=release.TOO_LARGE,
                kind=CaseTitle.SIZE.value,
                title=CaseTitle.SIZE.label,
                due=timedelta(hours=2),
                closed_by="zone.lifted",
            )
        )
