"""Who is a member and what she may do, read anew whenever it matters."""

from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID

from flock.domain.members import Person, Standing
from flock.storage import remembered
from flock.storage.database import Database


class SamplePerson(NamedTuple):
    """An invented member, to look at the demo community through her eyes."""

    person: Person
    does: str | None
    joined_on: date
    acts: int


def person(db: Database, member_id: UUID, *, now: datetime) -> Person | None:
    """Give a member who is through the gate and has not been sent away, or None."""
    found = remembered.rows(db, "account_by_id", {"member_id": member_id})
    is_away = any(_holds(since, until, now) for *_, since, until in found)
    return Person(*found[0][:3]) if found and not is_away else None


def known(db: Database, member_id: UUID) -> Person | None:
    """Give a member wherever she stands, or None where there is no such one."""
    row = remembered.one(db, "account_known", {"member_id": member_id})
    return Person(*row) if row else None


def standing(db: Database, member_id: UUID, *, now: datetime) -> Standing | None:
    """Give why a member is not here, or None where nothing keeps her away."""
    found = remembered.rows(db, "account_standing", {"member_id": member_id})
    holding = (Standing(state, until and until.replace(tzinfo=UTC)) for state, since, until in found if _holds(since, until, now))
    return next(holding, None)


def sample_people(db: Database) -> list[SamplePerson]:
    """Give the invented members whom others may see, the busiest first."""

    def ask() -> list[SamplePerson]:
        return [SamplePerson(Person(*row[:3]), *row[3:]) for row in db.rows("account_sample_people")]

    found: list[SamplePerson] = remembered.answer(db, "sample people", (), ("member", "interaction"), ask)
    return found


def is_demo(db: Database) -> bool:
    """Tell whether everything is invented, places and members. False where there is nothing."""
    row = remembered.one(db, "account_is_demo")
    return bool(row and row[0])


def is_sample(db: Database, member_id: UUID) -> bool:
    """Tell whether a member is invented. What she brings in goes with her when the sample community goes."""
    row = db.one("account_is_sample", {"member_id": member_id})
    return bool(row and row[0])


def _holds(since: datetime | None, until: datetime | None, now: datetime) -> bool:
    """Tell whether what keeps somebody away, maybe until a moment (UTC, without zone), does so now, whatever was done to the clock."""
    return since is not None and (until is None or until > now.astimezone(UTC).replace(tzinfo=None))
