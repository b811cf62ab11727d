"""The furnished small world and a client signed in as anybody of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client
    from tests.console.furnished import Furnished

    SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    """Attempts counted by address start anew: all tests come from the same one."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def furnished(db: None) -> Furnished:
    """One of everything, in an exercise home at START."""
    from tests.console.furnished import furnish

    return furnish()


@pytest.fixture
def sign_in(furnished: Furnished) -> SignIn:
    """``sign_in("liu")`` answers a client whose session is that account's, reading English unless told otherwise."""
    from django.test import Client

    from gridkeeper.accounts.queries import account_by_login

    def make(login: str, *, language: str = "en") -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE=language)
        client.force_login(account_by_login(login), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make
