"""Every address of the console, as every person of the small world and as nobody: answered, and never out of reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.console.furnished import SECRET_WORDS, Furnished
from tests.console.url_arguments import ARGUMENTS
from tests.personas import CAST

OPEN_TO_NOBODY = {
    "sign-in", "sign-out", "clear-names", "language", "join", "join-code", "start", "persona", "theme",
    "mfa_authenticate", "account_login", "account_logout",
}  # fmt: skip
SignIn = Callable[..., Client]
LOGINS = sorted(CAST)
WRITERS = ("admin", "liu", "lin", "zhao")
FAR_WORDS = ("庙前街道", "水西关街一社区", "刘静安", "王小满", "夜间值守", "增设登记点", "清点物资", SECRET_WORDS)
"""Words that stand only on rows of 140106; Zhao, in 140105, must never read them."""


PUBLIC_BY_NATURE = {"switch-user", "sign-in", "account_login", "join-code", "style", "tour"}
"""An exercise lists its personas at sign-in, an invitation greets its holder, samples and the path are invented."""


def console_patterns() -> list[tuple[str, URLPattern]]:
    """Every named pattern below /console/, with its full name."""
    [root] = [p for p in get_resolver().url_patterns if isinstance(p, URLResolver) and str(p.pattern) == "console/"]
    return _inside(root, "")


def _inside(resolver: URLResolver, prefix: str) -> list[tuple[str, URLPattern]]:
    found: list[tuple[str, URLPattern]] = []
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            found += _inside(part, f"{part.namespace}:" if part.namespace else prefix)
        else:
            found.append((f"{prefix}{part.name}", part))
    return found


def addresses(furnished: Furnished) -> dict[str, str]:
    """Every address with real arguments, by bare name."""
    found = {}
    for full, part in console_patterns():
        name = full.rpartition(":")[2]
        arguments: tuple[Any, ...] = ARGUMENTS[name](furnished) if part.pattern.converters else ()
        found[name] = reverse(full, args=arguments)
    return found


def test_every_address_that_takes_arguments_has_some_to_be_tried_with() -> None:
    taking = {full.rpartition(":")[2] for full, part in console_patterns() if part.pattern.converters}
    assert taking - set(ARGUMENTS) == set()


def test_no_name_is_given_twice() -> None:
    names = [full.rpartition(":")[2] for full, _ in console_patterns()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_nobody_gets_past_the_sign_in_page(furnished: Furnished) -> None:
    client, wrong = Client(), {}
    for name, address in addresses(furnished).items():
        answer = client.get(address)
        leads_to_sign_in = answer.status_code == 302 and "/console/sign-in/" in answer["Location"]
        if name not in OPEN_TO_NOBODY and not leads_to_sign_in:
            wrong[name] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize(
    ("method", "login"), [*(("get", login) for login in LOGINS), *(("post", login) for login in WRITERS)]
)
def test_every_address_answers_everybody_without_a_fault(
    furnished: Furnished, sign_in: SignIn, login: str, method: str
) -> None:
    faults = {}
    for name, address in addresses(furnished).items():
        client = sign_in(login)
        client.raise_request_exception = False
        answer = getattr(client, method)(address)
        if answer.status_code >= 500:
            faults[name] = answer.status_code
    assert faults == {}


def test_nobody_reads_rows_of_another_district(furnished: Furnished, sign_in: SignIn) -> None:
    client, read = sign_in("zhao", language="zh-hans"), {}
    for name, address in addresses(furnished).items():
        if name in PUBLIC_BY_NATURE:
            continue
        page = client.get(address)
        # The switch of an exercise lists everybody on purpose; it stands in the band, not in the page.
        shown = b"".join(page) if page.streaming else page.content
        body = shown.decode(errors="replace").partition('<main id="main"')[2] or ""
        seen = [word for word in FAR_WORDS if word in body]
        if seen:
            read[name] = seen
    assert read == {}


@pytest.mark.parametrize("login", ["admin", "liu", "chen"])
def test_every_page_of_an_exercise_says_that_it_is_one(furnished: Furnished, sign_in: SignIn, login: str) -> None:
    client, silent = sign_in(login), []
    for name, address in addresses(furnished).items():
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            body = answer.content.decode()
            # A fragment that is swapped into a page has no head of its own.
            if "</html>" in body and "EXERCISE" not in body:
                silent.append(name)
    assert silent == []
