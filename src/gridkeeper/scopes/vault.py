"""Per-row keys for P3 fields: deleting the key deletes every copy of the row, also in backups (R-18, SF-05, SF-07).

The keys lie in the PostgreSQL schema ``keys``, which no ``backup FILE`` contains, wrapped by the home's master key.
They are written in the same transaction as the row they belong to, so neither outlives the other by accident.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection

from gridkeeper.kernel.errors import GridkeeperError

_NONCE = 12


class Shredded(GridkeeperError):
    """The key of a sensitive record no longer exists."""

    code = "scopes.shredded"
    text = "This sensitive record was deleted for good; its key no longer exists."
    hint = "The purge certificate says when and under which order."


class MasterKeyMismatch(GridkeeperError):
    """The home's master key does not open a row key."""

    code = "scopes.master-key"
    text = "The home's master key does not fit its key store."
    hint = "Restore the escrow file that belongs to this home: gridkeeper restore FILE --keys KEYS."


def seal(record: UUID, values: Mapping[str, Any]) -> bytes:
    """Encrypt the sensitive values of one record under a key of its own and store that key; returns the ciphertext.

    Sealing the same record again replaces key and text. ``values`` must be JSON; AES-256-GCM, bound to the record id.
    """
    key = AESGCM.generate_key(bit_length=256)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO keys.row_key (record, wrapped) VALUES (%s, %s)"
            " ON CONFLICT (record) DO UPDATE SET wrapped = excluded.wrapped",
            [record, _encrypt(_master_key(), key, record)],
        )
    return _encrypt(key, _text(values), record)


def seal_many(records: Mapping[UUID, Mapping[str, Any]]) -> dict[UUID, bytes]:
    """Seal many records at once; ciphertexts by record id. Their keys are written in one COPY."""
    master = _master_key()
    keys = {record: AESGCM.generate_key(bit_length=256) for record in records}
    with connection.cursor() as cursor, cursor.cursor.copy("COPY keys.row_key (record, wrapped) FROM STDIN") as copy:
        for record, key in keys.items():
            copy.write_row((record, _encrypt(master, key, record)))
    return {record: _encrypt(keys[record], _text(values), record) for record, values in records.items()}


def unseal(record: UUID, ciphertext: bytes) -> dict[str, Any]:
    """Decrypt what `seal` made. Raises Shredded where the key is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wrapped FROM keys.row_key WHERE record = %s", [record])
        row = cursor.fetchone()
    if row is None:
        raise Shredded()
    try:
        key = _decrypt(_master_key(), bytes(row[0]), record)
    except InvalidTag as error:
        raise MasterKeyMismatch() from error
    values: dict[str, Any] = json.loads(_decrypt(key, bytes(ciphertext), record))
    return values


def shred(records: Iterable[UUID]) -> int:
    """Delete the keys of these records; returns how many existed. Nothing can bring the values back afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM keys.row_key WHERE record = ANY(%s)", [list(records)])
        return int(cursor.rowcount)


def _text(values: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True).encode()


def _master_key() -> bytes:
    key: bytes = settings.GRIDKEEPER_MASTER_KEY
    return key


def _encrypt(key: bytes, text: bytes, record: UUID) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text, record.bytes)


def _decrypt(key: bytes, sealed: bytes, record: UUID) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], record.bytes)
