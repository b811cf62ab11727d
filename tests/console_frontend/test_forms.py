"""Forms: the label, the hint and the error stand beside their field and are tied to it."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation

from gridkeeper.console.samples import SampleForm


@pytest.fixture
def html() -> str:
    with translation.override("en"):
        return SampleForm({"phone": "1"}, auto_id="f_%s").as_div() + str(SampleForm({"phone": "1"}, auto_id="f_%s"))


def test_an_error_is_tied_to_its_control(html: str) -> None:
    control = re.search(r"<input[^>]*name=\"name\"[^>]*>", html[html.index('class="fields"') :])
    assert control
    assert 'aria-describedby="f_name_error"' in control[0]
    assert 'id="f_name_error"' in html


@pytest.mark.parametrize(
    ("name", "css"),
    [("name", "form-control is-invalid"), ("level", "form-select is-invalid"), ("since", "form-control")],
)
def test_a_control_wears_the_class_of_its_kind(html: str, name: str, css: str) -> None:
    control = re.search(rf"<(?:input|select)[^>]*name=\"{name}\"[^>]*>", html[html.index('class="fields"') :])
    assert control
    assert css in control[0]


def test_what_may_stay_empty_says_so(html: str) -> None:
    assert html[html.index('class="fields"') :].count("(optional)") == 2


@override_settings(ROOT_URLCONF="allauth.urls")
@pytest.mark.parametrize("template", ["account/reauthenticate.html", "mfa/authenticate.html"])
def test_the_accounts_librarys_pages_stand_in_our_frame(template: str) -> None:
    context = {"form": SampleForm(), "MFA_SUPPORTED_TYPES": ["totp"]}
    page = render_to_string(template, context)
    parts = ('class="bare"', '<form class="panel mb-3"', 'class="btn btn-primary"', 'class="form-control"')
    assert [part for part in parts if part not in page] == []
