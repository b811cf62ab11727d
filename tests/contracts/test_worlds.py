"""A world that is put back holds what its commands write: a kept one cannot fall behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, transaction
from tests import personas, worlds
from tests.console import furnished
from tests.personas import SYSTEM

from gridkeeper.audit.models import Event
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db


def written(make: Callable[[], object]) -> tuple[dict[str, int], Counter[str], int]:
    """Rows by table, events by verb, and database calls of ``make``, of which nothing stays."""
    calls = []
    with transaction.atomic():
        with connection.execute_wrapper(lambda call, *words: (calls.append(1), call(*words))[1]):
            make()
        with acting_as(SYSTEM):
            rows = {model._meta.label: model._default_manager.count() for model in apps.get_models()}
            verbs = Counter(Event.objects.values_list("verb", flat=True))
        transaction.set_rollback(True)
    return rows, verbs, len(calls)


@pytest.mark.parametrize(
    ("kept", "made"),
    [
        (personas.settle, lambda: personas._settle(personas.START)),
        (furnished.furnish, lambda: furnished._furnish(furnished.HomeKind.EXERCISE)),
    ],
    ids=["settled", "furnished"],
)
def test_a_world_put_back_holds_what_its_commands_write(kept, made) -> None:
    *there, calls = written(kept)
    *anew, _calls = written(made)
    assert there == anew
    assert calls == 2


def test_where_rows_stand_already_a_world_is_made_by_its_commands() -> None:
    first = worlds.put_back("settled")
    assert first is not None
    assert worlds.put_back("settled") is None
