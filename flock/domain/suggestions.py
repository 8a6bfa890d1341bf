"""What a member says is wrong or missing on a place, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

WAITING, APPROVED, DECLINED = "waiting", "approved", "declined"


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a member would change; `accepted` is None while it waits."""

    field: str
    old_value: str | None
    new_value: str | None
    accepted: bool | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a member says about a place. `member` is None for one who left; the last four are None while it waits."""

    suggestion_id: UUID
    venue_id: UUID
    venue_name: str
    member: str | None
    note: str | None
    suggested_at: datetime
    state: str
    decided_at: datetime | None
    decider: str | None
    answer: str | None
    changes: tuple[Change, ...]


class Doubt(NamedTuple):
    """A fact as it stands, and how many members say that it is not so any more."""

    venue_id: UUID
    venue_name: str
    field: str
    value: str
    members: int
    last_on: date
