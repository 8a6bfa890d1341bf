"""Places with people who look after them, for tests of what they do."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from flock.domain.members import Person
from flock.domain.positions import LatLon
from flock.geocoding.answers import Answer, Query, Refusal
from flock.services.accounts import Accounts
from flock.services.fact_checks import FactChecks
from flock.services.suggestions import Suggestions
from flock.services.venue_editing import VenueEditing
from flock.storage import schema
from flock.storage.database import Database
from tests.unit.conftest import Invented, bring_in


class Towns:
    """A geocoder that knows one postcode."""

    attribution = ""

    def geocode(self, query: Query) -> Answer | Refusal:
        if query.text == "LS1 1UR":
            return Answer(LatLon(53.797, -1.547), 80.0, "postcodes", "LS1 1UR")
        return Refusal(f"We can't find «{query.text}».")


@dataclass(frozen=True)
class Community:
    """A database with places, an organiser and two members, and what they can do."""

    db: Database
    rhona: Person
    wren: Person
    ida: Person
    desk: VenueEditing
    suggestions: Suggestions
    checks: FactChecks

    def venue_ids(self) -> list[UUID]:
        with self.db.reading() as cursor:
            rows = cursor.execute("SELECT venue_id FROM venue ORDER BY natural_key").fetchall()
        return [venue_id for (venue_id,) in rows]

    def set_role(self, person: Person, role: str) -> None:
        with self.db.writing() as cursor:
            cursor.execute("UPDATE member SET role = ? WHERE member_id = ?", [role, person.member_id])


def settle(names: list[str], *, checked_on: date | None = None, **facts: str) -> Community:
    """Settle a community whose places lie 50 m apart, all with the same facts."""
    db = Database(None)
    schema.bring_up_to_date(db)
    known = {"kind": "cafe", "status": "open", "wifi": "free", "sockets": "few"} | facts
    bring_in(db, [Invented(name, LatLon(53.8 + n * 0.00045, -1.55), None, checked_on, known) for n, name in enumerate(names)])
    people = [Person(uuid4(), name, role) for name, role in (("Rhona", "organiser"), ("Wren", "member"), ("Ida", "member"))]
    with db.writing() as cursor:
        for one in people:
            told = [one.member_id, one.name, one.role]
            cursor.execute("INSERT INTO member (member_id, name, role, sample) VALUES (?, ?, ?, FALSE)", told)
    accounts = Accounts(db)
    desk = VenueEditing(db, accounts, Towns)
    return Community(db, *people, desk, Suggestions(db, accounts), FactChecks(db, accounts))
