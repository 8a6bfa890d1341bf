"""«Still right?»: which fact of a place to ask about, and what the answers say of each."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from flock.domain import editing, freshness
from flock.domain.members import Person
from flock.domain.venues import FACTS, Status, Venue
from flock.errors import BadValue, NotFound
from flock.services.accounts import Accounts
from flock.storage import fact_checks, venues
from flock.storage.database import Database

ASKED = (*FACTS, "hours")
MOST_A_DAY = 100


@dataclass(frozen=True, slots=True)
class Checked:
    """When a fact was last confirmed, and how many members have said no since."""

    on: date | None
    doubts: int


class FactChecks:
    """Keeps facts fresh by asking those who are there. Nobody is told who answered. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def known(self, venue: Venue) -> dict[str, Checked]:
        """Give for each known fact of a place when it was last confirmed as it stands, and who doubts it. Anybody may ask."""
        dates = fact_checks.dates(self._db, venue.venue_id)
        doubts = fact_checks.doubts(self._db, venue.venue_id)
        whole_on = fact_checks.whole_on(self._db, venue.venue_id)
        found = {}
        for field, value in _facts(venue).items():
            own = dates.get((field, value))
            on = max(filter(None, (own, whole_on)), default=None)
            against = {no.member_id for no in doubts if (no.field, no.value) == (field, value) and (own is None or no.on >= own)}
            found[field] = Checked(on, len(against))
        return found

    def to_ask(self, acting: Person, venue: Venue) -> list[str]:
        """Give the facts to ask a member about, the longest unconfirmed first; none of a closed place, none she has doubted."""
        member = self._accounts.check(acting, "member")
        if venue.status != Status.OPEN:
            return []
        facts, today = _facts(venue), datetime.now(UTC).date()
        said_no = {
            (no.field, no.value) for no in fact_checks.doubts(self._db, venue.venue_id) if no.member_id == member.member_id
        }
        known = self.known(venue)
        due = [field for field in facts if freshness.is_due(known[field].on, today) and (field, facts[field]) not in said_no]
        return sorted(due, key=lambda field: (known[field].on or date.min, ASKED.index(field)))

    def answer(self, acting: Person, venue_id: UUID, field: str, *, value: str, still_right: bool) -> None:
        """Take a member's yes or no about a fact with the value that she was shown.

        Raises:
            BadValue: the place is closed, or the fact is not one that is asked about or not as she was shown.
            TooOften: more than `MOST_A_DAY` answers in a day.
        """
        member = self._accounts.check(acting, "member")
        venue = venues.by_id(self._db, venue_id)
        if venue is None:
            raise NotFound("There is no such place any more.")
        if venue.status == Status.CLOSED or _facts(venue).get(field) != value:
            raise BadValue("This has changed since the page was opened. Have a look at what it says now.")
        who, today = member.member_id, datetime.now(UTC).date()
        fact_checks.add(self._db, venue_id, field, still_right=still_right, member_id=who, today=today, most_a_day=MOST_A_DAY)


def _facts(venue: Venue) -> dict[str, str]:
    """Give what is known of what is asked about."""
    told = editing.values(venue)
    return {field: value for field in ASKED if (value := told[field]) and editing.is_known(value)}
