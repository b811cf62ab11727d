"""Enters how open work moves on when a body closes."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases room."""

    name = "gridkeeper.cases"
    label = "cases"

    def ready(self) -> None:
        """Open work of a closing body goes to its successor (A23); closed work goes when its time is over."""
        from gridkeeper.cases.commands.forgetting import count_of_orders, forget_orders
        from gridkeeper.cases.commands.work import move_work_of_body, remove_old_cases
        from gridkeeper.cases.queries import bodies_with_open_work
        from gridkeeper.catalogue.registrations import (
            register_order_traces,
            register_retention,
            register_work_mover,
        )

        register_work_mover("cases", holding=bodies_with_open_work, move=move_work_of_body)
        register_retention("cases", remove_old_cases)
        register_order_traces("cases", count=count_of_orders, forget=forget_orders)
