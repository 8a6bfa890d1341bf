"""Who is here and what she may do. Asked at every run of a page and again by every service that writes."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from flock.domain.members import Person, Standing
from flock.errors import NotAllowed
from flock.storage import accounts
from flock.storage.accounts import SamplePerson
from flock.storage.database import Database

DOORS = ("new", "member", "organiser", "lead")
"""Through whose eyes a visitor may look at the demo community."""


class Accounts:
    """Answers who somebody is. Safe between threads; holds no state, so that a role taken away is gone at once."""

    def __init__(self, db: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._db = db
        self._clock = clock

    def person(self, member_id: UUID) -> Person | None:
        """Give a member as she is now; None where there is no such one, she stands at the gate, or she has been sent away."""
        return accounts.person(self._db, member_id, now=self._clock())

    def known(self, member_id: UUID) -> Person | None:
        """Give a member wherever she stands: for the gate, and for what somebody who was sent away must be able to read."""
        return accounts.known(self._db, member_id)

    def standing(self, member_id: UUID) -> Standing | None:
        """Give why she is not here, or None where nothing keeps her away."""
        return accounts.standing(self._db, member_id, now=self._clock())

    def check(self, acting: Person, role: str) -> Person:
        """Give the acting person as she is now.

        Raises:
            NotAllowed: she is no member any more, or may not do what that role may.
        """
        now = self.person(acting.member_id)
        if now is None or not now.may(role):
            raise NotAllowed("This is not yours to see or do. If you think it should be, ask one of your community's leads.")
        return now

    def is_demo(self) -> bool:
        """Tell whether everything is invented, so that anybody may look through anybody's eyes."""
        return accounts.is_demo(self._db)

    def demo_people(self) -> dict[str, SamplePerson]:
        """Give one invented person for each of `DOORS`; none once there is anything real.

        The new one joined last; of every other role it is the one who has done most.
        """
        if not self.is_demo():
            return {}
        people = accounts.sample_people(self._db)
        doors = {role: next((one for one in people if one.person.role == role), None) for role in DOORS[1:]}
        plain = [one for one in people if one.person.role == "member"]
        doors["new"] = max(plain, key=lambda one: (one.joined_on, -one.acts), default=None)
        return {door: one for door in DOORS if (one := doors[door])}
