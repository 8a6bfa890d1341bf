"""A small community in a database in memory, brought in by the storage that imports use."""

import random
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest

from flock.domain import members
from flock.domain.members import Person
from flock.domain.positions import LatLon
from flock.services.accounts import Accounts
from flock.services.messages import Messages
from flock.services.moderation import Moderation
from flock.services.people import People
from flock.services.safety import Safety
from flock.services.waves import Waves
from flock.storage import people, schema
from flock.storage.database import Database

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
LEEDS = LatLon(53.8, -1.55)

_USUAL: Mapping[str, Any] = {
    "does": "editor",
    "works": "Mo-Fr 09:00-17:00",
    "style": "breaks",
    "seen_by": "everyone",
    "role": "member",
    "languages": ["English"],
    "can_help": ["pricing"],
    "wants_to_learn": ["pitching"],
    "interests": ["gardening"],
    "joined_on": date(2026, 1, 5),
}
_KINDS = {"home_cell": pa.int64(), "joined_on": pa.date32()}
_LISTS = ("languages", "can_help", "wants_to_learn", "interests")


class Community:
    """The services over one database, and the people in it by name."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.accounts = Accounts(db, clock=lambda: NOW)
        self.people = People(db, self.accounts)
        self.waves = Waves(db, self.accounts)
        self.messages = Messages(db, self.accounts)
        self.safety = Safety(db, self.accounts)
        self.moderation = Moderation(db, self.accounts)

    def join(self, *names: str, near: LatLon = LEEDS, **said: Any) -> list[Person]:
        """Bring in members who live in one hexagon and say the usual, or what is given here."""
        return self.bring_in([{"name": name, "home_cell": members.home_cell(near), **said} for name in names])

    def bring_in(self, rows: Iterable[Mapping[str, Any]]) -> list[Person]:
        """Bring in members row by row and give them as they may act."""
        full = [dict(_USUAL) | {"home_cell": None, "member_key": f"k{i}-{row['name']}"} | dict(row) for i, row in enumerate(rows)]
        kinds = {name: _KINDS.get(name, pa.list_(pa.string()) if name in _LISTS else pa.string()) for name in full[0]}
        table = pa.table({name: pa.array([row[name] for row in full], kind) for name, kind in kinds.items()})
        people.add_members(self.db, table, sample=False)
        return [self.person(row["name"]) for row in full]

    def person(self, name: str) -> Person:
        """Give somebody by her name."""
        ((member_id, role),) = self.ask("SELECT member_id, role FROM member WHERE name = ?", [name])
        return Person(member_id, name, role)

    def ask(self, question: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """Look into the database past all rules."""
        with self.db.reading() as cursor:
            return cursor.execute(question, values or []).fetchall()

    def do(self, statement: str, values: list[Any] | None = None) -> None:
        """Change the database past all rules."""
        with self.db.writing() as cursor:
            cursor.execute(statement, values or [])

    def say(self, person: Person, column: str, value: Any) -> None:
        """Let somebody change one thing about herself."""
        self.do(f"UPDATE member SET {column} = ? WHERE member_id = ?", [value, person.member_id])

    def sees(self, looking: Person, *, now: datetime = NOW) -> set[str]:
        """Give the names of all whom somebody finds nearby."""
        found, skip = set[str](), 0
        while cards := self.people.nearby(looking, skip=skip, now=now).cards:
            found |= {card.member.name for card in cards}
            skip += len(cards)
        return found


def homes_around(rng: random.Random, number: int, *, middle: LatLon = LEEDS, spread: float = 0.05) -> list[LatLon]:
    """Give homes in a bell curve."""
    return [LatLon(middle.lat + rng.gauss(0, spread), middle.lon + rng.gauss(0, spread * 1.7)) for _ in range(number)]


def member_ids(people_: Iterable[Person]) -> list[UUID]:
    """Give the ids of people."""
    return [person.member_id for person in people_]


@pytest.fixture
def community() -> Community:
    """Give an empty community."""
    db = Database(None)
    schema.bring_up_to_date(db)
    return Community(db)


@pytest.fixture
def leeds(community: Community) -> Community:
    """Give a community with eight members in one hexagon of Leeds, two of them leads."""
    community.join("Ada", "Bea", "Carys", "Dilys", "Esme", "Fern")
    community.join("Gwen", "Hope", role="lead")
    community.people.settle(now=NOW)
    return community
