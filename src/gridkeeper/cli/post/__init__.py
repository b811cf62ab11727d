"""``gridkeeper post``: who holds which post, vacancies and gaps, organisations."""

from __future__ import annotations

from gridkeeper.cli.post.acting import appoint, close_body, create, end, found_body
from gridkeeper.cli.post.asking import bodies, establishment, gaps, list_, vacancies
from gridkeeper.cli.post.group import post

__all__ = [
    "appoint",
    "bodies",
    "close_body",
    "create",
    "end",
    "establishment",
    "found_body",
    "gaps",
    "list_",
    "post",
    "vacancies",
]
