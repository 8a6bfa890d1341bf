"""The demo community as a whole, written as three CSVs."""

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Protocol

from flock.domain.positions import LatLon
from flock.errors import CannotWrite
from flock.services.sample import gatherings, members, talk, venues, year
from flock.services.sample.towns import Town
from flock.services.sample.year import MeetingPlace

# A constant, so that the files do not change with the clock; 52 whole weeks end on it.
LAST_DAY = date(2026, 11, 15)
FIRST_DAY = LAST_DAY - timedelta(days=52 * 7 - 1)
_MEETING_KINDS = ("cafe", "library", "coworking", "community")


class PostcodesAround(Protocol):
    """Where postcodes are looked up."""

    def __call__(self, middle: LatLon, *, radius_m: float) -> list[tuple[str, LatLon]]:
        """Give the postcodes around a point with their positions, nearest first."""


def write(folder: Path, postcodes_around: PostcodesAround, *, venue_count: int, member_count: int, seed: int) -> None:
    """Write venues.csv, members.csv and activity.csv; the same numbers and postcodes give the same bytes.

    Raises:
        CannotWrite: the folder cannot be written to.
    """

    @cache
    def postcodes_of(town: Town) -> list[tuple[str, LatLon]]:
        return postcodes_around(town.middle, radius_m=town.radius_m)

    places = list(venues.invent(Random(f"venues {seed}"), postcodes_of, count=venue_count, last_day=LAST_DAY))
    places.sort(key=lambda place: (place["town"], place["name"]))
    people = members.invent(Random(f"members {seed}"), postcodes_of, count=member_count, days=(FIRST_DAY, LAST_DAY))
    log = _live(Random(f"activity {seed}"), people, places)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_csv(folder / "venues.csv", venues.COLUMNS, (place.values() for place in places))
        _write_csv(folder / "members.csv", members.COLUMNS, (person.row.values() for person in people))
        _write_csv(folder / "activity.csv", year.COLUMNS, log)
    except OSError as error:
        raise CannotWrite(f"The folder {folder} cannot be written to. Give another, or make room there.") from error


def _live(rng: Random, people: list[members.Member], places: list[dict[str, str]]) -> list[tuple[str, ...]]:
    tables: dict[str, list[MeetingPlace]] = {}
    for place in places:
        if place["kind"] in _MEETING_KINDS and place["status"] == "open":
            tables.setdefault(place["town"], []).append(MeetingPlace(f"{place['name']}, {place['town']}", place["hours"]))
    the_year = year.Year(rng, people, tables, last_day=LAST_DAY)
    first_monday = datetime.combine(FIRST_DAY, time(8), UTC)
    for person in the_year.people:
        talk.live(the_year, person)
    for circle in the_year.circles:
        gatherings.meet_weekly(the_year, circle, first_monday)
        talk.introduce_fortnightly(the_year, circle, first_monday + timedelta(days=7))
    gatherings.open_room_weekly(the_year, first_monday + timedelta(days=30, hours=2))
    the_year.run()
    return sorted(the_year.log)


def _write_csv(file: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
