"""Leads say what the levels of activity are called, where each begins and what it weighs (E7)."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from flock.domain import activity_levels as ladder
from flock.domain.activity_levels import Level
from flock.domain.members import Person
from flock.errors import NotFound
from flock.services.accounts import Accounts
from flock.storage import accounts as stored_accounts
from flock.storage import activity_levels as stored
from flock.storage.database import Database


class ActivityLevels:
    """The community's ladder. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._db = db
        self._accounts = accounts
        self._clock = clock

    def current(self) -> tuple[Level, ...]:
        """Give the levels that hold, lowest first."""
        return stored.settings(self._db)[0]

    def before(self) -> tuple[Level, ...] | None:
        """Give the levels that `put_back` would let hold again; None where nobody has changed them."""
        settings = stored.settings(self._db)
        return settings[1] if len(settings) > 1 else None

    def change(self, acting: Person, levels: Sequence[Level]) -> None:
        """Let other levels hold, for every lead and every window.

        Raises:
            NotAllowed: she is no lead.
            BadValue: these are no ladder.
        """
        member_id = self._accounts.check(acting, "lead").member_id
        sample = stored_accounts.is_sample(self._db, member_id)
        stored.set_to(self._db, ladder.checked(levels), by=member_id, sample=sample, now=self._clock())

    def put_back(self, acting: Person) -> None:
        """Take the last change back.

        Raises:
            NotAllowed: she is no lead.
            NotFound: there is no change to take back any more.
        """
        member_id = self._accounts.check(acting, "lead").member_id
        if not stored.put_back(self._db, by=member_id, now=self._clock()):
            raise NotFound("The levels are as they were at the beginning. Somebody may have put them back already.")
