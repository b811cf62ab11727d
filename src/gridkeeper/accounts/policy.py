"""How a typed sign-in name becomes a key that can be looked up without storing the name itself."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

_GENERATED = "(生成)"
"""Mark behind an invented person's name: pages show it apart from the name, so nobody types it."""
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def sign_in_digest(secret: bytes, typed: str) -> str:
    """Keyed digest of a login, phone or name as typed: full-width digits, spaces, dashes and case do not matter.

    Phones and names are personal; the table that must be readable before anybody has signed in holds only this.
    """
    folded = unicodedata.normalize("NFKC", typed).casefold().strip().removesuffix(_GENERATED)
    kept = "".join(char for char in folded if char.isalnum() or char in "@._:")
    return hmac.new(secret, kept.encode(), hashlib.sha256).hexdigest()


def new_code(groups: int = 4) -> str:
    """A one-time code people can type: groups of four unambiguous letters and digits (20 bits a group)."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(groups))


def new_login() -> str:
    """A sign-in name made of nothing its owner has: six unambiguous letters and digits, a letter first.

    The record keeps who did what for good, by sign-in name. One that holds a name would outlive an erasure (R-18).
    """
    first = secrets.choice([char for char in _ALPHABET if char.isalpha()])
    return (first + "".join(secrets.choice(_ALPHABET) for _ in range(5))).lower()


def code_digest(code: str) -> str:
    """Digest of a one-time code or token as stored; typed without its dashes, or with blanks, it is the same."""
    kept = "".join(char for char in unicodedata.normalize("NFKC", code).upper() if char.isalnum())
    groups = "-".join(kept[at : at + 4] for at in range(0, len(kept), 4))
    return hashlib.sha256(groups.encode()).hexdigest()
