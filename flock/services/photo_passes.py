"""Passes to photos: an address cannot say who asks, so it holds who looks, which photo and until when, sealed."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from flock.storage import profiles, secrets
from flock.storage.database import Database

LASTS = timedelta(minutes=30)
_BYTES = 40


class Asked(NamedTuple):
    """Who looks, and at which photo."""

    looking: UUID
    photo_id: UUID


def make(db: Database, looking: UUID, shown: Sequence[UUID], *, now: datetime) -> dict[UUID, str]:
    """Give a pass to the photo of each of these members who has one. They must be members whom she was just given."""
    until = int((now + LASTS).timestamp())
    passes = {}
    for member_id, photo_id in profiles.photo_ids(db, shown).items():
        said = looking.bytes + photo_id.bytes + until.to_bytes(8)
        passes[member_id] = f"{_packed(said)}.{_seal(db, said)}"
    return passes


def read(db: Database, told_pass: str, *, now: datetime) -> Asked | None:
    """Give what a pass asks for, None where it is not one of ours or has run out. Whether she may see it is asked elsewhere."""
    text, _, seal = told_pass.partition(".")
    said = _unpacked(text)
    sealed = len(said) == _BYTES and hmac.compare_digest(seal.encode(), _seal(db, said).encode())
    if not sealed or now.timestamp() >= int.from_bytes(said[32:]):
        return None
    return Asked(UUID(bytes=said[:16]), UUID(bytes=said[16:32]))


def _seal(db: Database, said: bytes) -> str:
    return _packed(hmac.digest(secrets.key(db, "photos"), said, hashlib.sha256)[:16])


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
