"""Addresses of the sign-in library's pages for the second factor, drawn in our frame."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from gridkeeper.console.door import public
from gridkeeper.console.signin import views


def authenticate(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code of whoever has just given the right password."""
    answer: HttpResponseBase = mfa.authenticate(request)
    return answer


def _named(address: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    return path(address, view, name=name)


urlpatterns: list[URLPattern] = [
    _named("", mfa.index, "mfa_index"),
    _named("authenticate/", public(authenticate), "mfa_authenticate"),
    _named("reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate"),
    _named("password/", account.reauthenticate, "account_reauthenticate"),
    _named("totp/activate/", totp.activate_totp, "mfa_activate_totp"),
    _named("totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _named("recovery-codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _named("recovery-codes/generate/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _named("recovery-codes/download/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    # The library names these two; they lead to our own pages.
    _named("sign-in/", views.sign_in, "account_login"),
    _named("sign-out/", views.sign_out, "account_logout"),
]
