"""A database of invented places, brought in by the storage that imports use, beside the same places as plain objects."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pyarrow as pa
import pytest

from flock.domain import venues
from flock.domain.positions import LatLon
from flock.storage import imports, schema
from flock.storage.database import Database

HOURS = ("Mo-Su 08:00-18:00", "Mo-Su 12:00-23:00", "24/7", None)


@dataclass(frozen=True)
class Invented:
    """A place as the tests know it, for answers worked out by hand."""

    name: str
    position: LatLon
    hours: str | None
    checked_on: date | None
    facts: dict[str, str]


def invent(number: int, seed: int) -> list[Invented]:
    """Invent places: half of them within a few kilometres of Leeds, the others over the island."""
    rng = random.Random(seed)
    places = []
    for i in range(number):
        near = i % 2 == 0
        position = (
            LatLon(rng.gauss(53.8, 0.03), rng.gauss(-1.55, 0.05))
            if near
            else LatLon(rng.uniform(50.5, 58), rng.uniform(-4.5, 0.5))
        )
        facts = {name: rng.choice(values) for name, values in venues.VOCABULARY.items()}
        facts["status"] = rng.choices(("open", "temporarily_closed", "closed"), (90, 5, 5))[0]
        checked_on = rng.choice([None, date(2026, 1, 1) + timedelta(days=rng.randrange(300))])
        places.append(Invented(f"Place {i} Café", position, rng.choice(HOURS), checked_on, facts))
    return places


def bring_in(db: Database, places: list[Invented]) -> None:
    """Write places the way an import does."""
    rows = [
        {
            "line": line,
            "name": place.name,
            "address": "1 High Street",
            "town": "Leeds",
            "postcode": None,
            "country": "GB",
            "lat": place.position.lat,
            "lon": place.position.lon,
            "precision_m": 0.0,
            "position_source": "given",
            "tz": "Europe/London",
            "hours": place.hours,
            "url": None,
            "phone": None,
            "seats": None,
            "photo_url": None,
            "source": "Invented",
            "licence": "CC0",
            "checked_on": place.checked_on,
            "facts": venues.facts_bitmap(place.facts),
        }
        for line, place in enumerate(places)
    ]
    kinds = {"hours": pa.string(), "checked_on": pa.date32(), "seats": pa.int32()}
    texts = ("postcode", "url", "phone", "photo_url")
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    table = pa.table(
        {name: pa.array(values, kinds.get(name) or (pa.string() if name in texts else None)) for name, values in columns.items()}
    )
    batch = imports.Batch(uuid4(), "invented.csv", "0" * 64, "test", False, datetime.now(UTC))
    with db.turn(), imports.staging(db) as staging:
        staging.add(table)
        outcome = staging.match()
        staging.commit(batch, outcome, imports.Counts(len(rows), 0))


@pytest.fixture(scope="session")
def invented() -> list[Invented]:
    """Give the invented places."""
    return invent(1_500, seed=7)


@pytest.fixture(scope="session")
def places_db(invented: list[Invented]) -> Database:
    """Give a database in memory that holds them. Read only, by agreement."""
    db = Database(None)
    schema.bring_up_to_date(db)
    bring_in(db, invented)
    return db
