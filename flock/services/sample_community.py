"""The demo community at a first start: read from its three files the very way an organiser's tables are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flock.domain.positions import LatLon
from flock.geocoding.answers import Answer, Query
from flock.geocoding.gazetteer import Gazetteer
from flock.ingest import people as people_tables
from flock.ingest import tables
from flock.ingest.problems import Problem
from flock.services import imports
from flock.services.import_results import Result
from flock.services.imports import Report
from flock.services.sample import hellos
from flock.storage import people
from flock.storage.database import Database

VENUES, MEMBERS, ACTIVITY = "venues.csv", "members.csv", "activity.csv"
_VENUES_SHARE, _MEMBERS_SHARE = 0.6, 0.7  # of the time it takes in all


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came in: the places, how many members and acts of theirs, and what was found wrong with those two tables."""

    places: Result
    members: int
    acts: int
    problems: list[Problem]


def is_needed(db: Database) -> bool:
    """Tell whether the database is empty: nothing real in it, and no demo community or a part of one."""
    return people.is_sample_needed(db)


def load_once(
    db: Database, geocoder: Gazetteer, folder: Path, *, progress: Report = lambda sentence, share: None
) -> Loaded | None:
    """Load it where it is needed; of servers that start at once on one lake one does, and the others wait for it."""
    if not is_needed(db):
        return None
    if db.is_shared:
        progress("Waiting until no other server does it", 0.0)
    with db.turn():
        return load(db, geocoder, folder, progress=progress) if is_needed(db) else None


def load(db: Database, geocoder: Gazetteer, folder: Path, *, progress: Report = lambda sentence, share: None) -> Loaded:
    """Read the three files of the folder into the database. What a broken run before this one left is replaced.

    The geocoder must be the offline one: the postcodes of members are asked of nobody outside.

    Raises:
        BadTable: a file is missing, or is not the table it should be.
    """
    people.remove_sample(db)
    places = imports.run(
        db,
        folder / VENUES,
        geocoder=geocoder,
        who="Flock",
        sample=True,
        progress=lambda sentence, share: progress(sentence, share * _VENUES_SHARE),
    )
    keys, problems = _load_members(db, folder / MEMBERS, geocoder, progress)
    acts = 0
    for checked in people_tables.read_activity(tables.read(folder / ACTIVITY), keys):
        people.add_interactions(db, checked.rows, sample=True)
        problems += checked.problems
        acts += checked.rows.num_rows
        progress(f"Reading what they did: {acts:,} times", _MEMBERS_SHARE + (1 - _MEMBERS_SHARE) * checked.share_read)
    people.finish_sample(db)
    hellos.write(db)
    return Loaded(places, len(keys), acts, problems)


def _load_members(db: Database, file: Path, geocoder: Gazetteer, progress: Report) -> tuple[set[str], list[Problem]]:
    keys: set[str] = set()
    problems: list[Problem] = []
    for checked in people_tables.read_members(tables.read(file), partial(_locate, geocoder)):
        people.add_members(db, checked.rows, sample=True)
        keys |= set(checked.rows["member_key"].to_pylist())
        problems += checked.problems
        progress(f"Reading the members: {len(keys):,}", _VENUES_SHARE + (_MEMBERS_SHARE - _VENUES_SHARE) * checked.share_read)
    return keys, problems


def _locate(geocoder: Gazetteer, postcodes: Sequence[str]) -> list[LatLon | None]:
    answers = geocoder.geocode_many([Query(postcode=postcode) for postcode in postcodes])
    return [answer.position if isinstance(answer, Answer) else None for answer in answers]
