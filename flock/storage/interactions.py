"""The one way into the log of what members do. Everything that writes an interaction calls `add`."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

import duckdb

from flock.domain import members
from flock.errors import BadInteraction
from flock.storage.database import sql


@dataclass(frozen=True, slots=True)
class Act:
    """What a member did: `happened_at` with its zone, a kind, and towards whom where it was towards somebody."""

    happened_at: datetime
    kind: str
    actor_id: UUID
    towards_id: UUID | None = None
    online: bool = True
    thread: str | None = None
    meetup: str | None = None
    venue_id: UUID | None = None

    def __post_init__(self) -> None:
        if self.happened_at.tzinfo is None:
            raise BadInteraction(f"The time {self.happened_at} has no zone. Give it one, such as UTC.")
        if self.actor_id == self.towards_id:
            raise BadInteraction("Nobody does anything towards herself. Name the other one.")
        if self.towards_id is None and self.kind in members.TIES:
            raise BadInteraction(f"«{self.kind}» is done towards somebody. Name her.")


def add(cursor: duckdb.DuckDBPyConnection, acts: Iterable[Act], *, sample: bool = False) -> None:
    """Write what members did, in the caller's transaction, so that it is in the log exactly when what it tells of is so."""
    cursor.executemany(sql("interaction_add"), [asdict(act) | {"sample": sample} for act in acts])
