"""Keys that are made once for a community and never leave its database."""

import secrets as random_bytes

from flock.storage import remembered
from flock.storage.database import Database, sql

_BYTES = 32


def key(db: Database, name: str) -> bytes:
    """Give the key of that name; the first call makes it."""
    row = remembered.one(db, "secret_by_name", {"name": name})
    if row is None:
        with db.writing() as cursor:
            cursor.execute(sql("secret_make"), {"name": name, "value": random_bytes.token_bytes(_BYTES)})
        row = remembered.one(db, "secret_by_name", {"name": name})
    assert row is not None
    return bytes(row[0])
