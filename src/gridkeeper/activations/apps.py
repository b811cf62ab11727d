"""Enters the switch, what its end takes back, and what time clears."""

from __future__ import annotations

from django.apps import AppConfig


class ActivationsConfig(AppConfig):
    """The activations room."""

    name = "gridkeeper.activations"
    label = "activations"

    def ready(self) -> None:
        """A switch needs two people; its end comes last of all take-backs, because this room lies highest."""
        from gridkeeper.activations import jobs
        from gridkeeper.activations.commands import ceiling
        from gridkeeper.activations.commands.emergency import forget_past_emergencies
        from gridkeeper.activations.commands.evidence import last_look
        from gridkeeper.activations.commands.follow import follow_opened_zone
        from gridkeeper.activations.commands.measures import count_of_orders, forget_orders
        from gridkeeper.activations.commands.playbooks import forget_who_wrote
        from gridkeeper.activations.commands.stand_down import take_back_of_order
        from gridkeeper.catalogue.followers import register_follower
        from gridkeeper.catalogue.registrations import (
            register_last_look,
            register_order_traces,
            register_retention,
            register_take_back,
        )

        jobs.register()
        ceiling.register()
        register_follower("zone.opened", "activations", follow_opened_zone)
        register_last_look("activations", last_look)
        register_take_back("activations", take_back_of_order)
        register_retention("activations", forget_who_wrote)
        register_order_traces("activations", count=count_of_orders, forget=forget_orders)
        register_retention("emergency", forget_past_emergencies)
