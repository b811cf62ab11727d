"""Accounts and what proves them."""

from gridkeeper.accounts.models.account import SignInKey, User
from gridkeeper.accounts.models.proof import Invitation, Token

__all__ = ["Invitation", "SignInKey", "Token", "User"]
