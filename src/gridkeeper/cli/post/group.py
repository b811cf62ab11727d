"""The group of post commands."""

from __future__ import annotations

import click

MOMENT = click.DateTime(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


@click.group("post")
def post() -> None:
    """Who holds which post, from when to when; organisations."""
