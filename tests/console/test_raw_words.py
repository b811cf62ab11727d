"""No page shows a person what a machine calls things, whoever reads it and in whichever language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.console.furnished import Furnished
from tests.console.raw_words import raw_words
from tests.console.test_every_url import addresses

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
SAMPLES = {"style", "about"}
"""Pages that show components, and the notice of sources and licences, not a district."""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("login", ["sun", "liu", "admin"])
def test_no_page_shows_an_id_a_key_or_a_verb(furnished: Furnished, sign_in: SignIn, login: str, language: str) -> None:
    client, read = sign_in(login, language=language), set()
    for name, address in addresses(furnished).items():
        answer = client.get(address)
        if name not in SAMPLES and answer["Content-Type"].startswith("text/html"):
            read |= {f"{name}: {kind}: {text}" for kind, text in raw_words(answer.content.decode())}
    assert "\n".join(sorted(read)) == ""
