"""Who is a member and what she may do, read anew whenever it matters."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from flock.domain.members import Person, Standing
from flock.storage.database import Database

_kept: WeakKeyDictionary[Database, dict[str, tuple[int, Any]]] = WeakKeyDictionary()


class SamplePerson(NamedTuple):
    """An invented member, to look at the demo community through her eyes."""

    person: Person
    does: str | None
    joined_on: date
    acts: int


def person(db: Database, member_id: UUID, *, now: datetime) -> Person | None:
    """Give a member who is through the gate and has not been sent away, or None."""
    row = db.one("account_by_id", {"member_id": member_id, "now": now})
    return Person(*row) if row else None


def known(db: Database, member_id: UUID) -> Person | None:
    """Give a member wherever she stands, or None where there is no such one."""
    row = db.one("account_known", {"member_id": member_id})
    return Person(*row) if row else None


def standing(db: Database, member_id: UUID, *, now: datetime) -> Standing | None:
    """Give why a member is not here, or None where nothing keeps her away."""
    row = db.one("account_standing", {"member_id": member_id, "now": now})
    return Standing(row[0], row[1].replace(tzinfo=UTC) if row[1] else None) if row else None


def sample_people(db: Database) -> list[SamplePerson]:
    """Give the invented members whom others may see, the busiest first."""

    def ask() -> list[SamplePerson]:
        return [SamplePerson(Person(*row[:3]), *row[3:]) for row in db.rows("account_sample_people")]

    found: list[SamplePerson] = _while_unchanged(db, "sample people", ("member", "interaction"), ask)
    return found


def is_demo(db: Database) -> bool:
    """Tell whether everything is invented, places and members. False where there is nothing."""

    def ask() -> bool:
        row = db.one("account_is_demo")
        return bool(row and row[0])

    return bool(_while_unchanged(db, "is demo", ("member", "import_batch"), ask))


def is_sample(db: Database, member_id: UUID) -> bool:
    """Tell whether a member is invented. What she brings in goes with her when the sample community goes."""
    row = db.one("account_is_sample", {"member_id": member_id})
    return bool(row and row[0])


def _while_unchanged(db: Database, name: str, tables: tuple[str, ...], ask: Callable[[], Any]) -> Any:
    """Answer from memory while nothing was written to these tables: every page asks several times at each run."""
    revision, known = db.revision(*tables), _kept.setdefault(db, {})
    if name not in known or known[name][0] != revision:
        known[name] = revision, ask()
    return known[name][1]
