"""Finding places: what the list, the map's tiles and the page of a place ask."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pandas as pd

from flock.domain import hours, tiles
from flock.domain.filters import VenueFilter, to_query
from flock.domain.positions import Bounds, LatLon
from flock.domain.venues import Status, Venue
from flock.errors import NotFound
from flock.services.opening import OpenNow
from flock.storage import venues
from flock.storage.database import Database
from flock.storage.venues import Asked

SPLIT = 3  # a tile, 512 pixels wide, has its clusters on a grid of 8 × 8
SINGLE_FROM_ZOOM = 13  # from here a tile shows its places one by one, if they are few enough
MOST_SINGLE = 64  # one for each cell of the grid; with more, the tiles of one view could weigh over 100 KB
DEEPEST_ZOOM = 19


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list: how many fit in all, and the places with their distance in metres where one is known."""

    total: int
    places: list[tuple[Venue, float | None]]


class Discovery:
    """Answers everything about places. Safe between threads; holds no state but what is open this minute."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._open_now = OpenNow(db)

    def version(self) -> int:
        """Give the number that grows with each change of the places."""
        return venues.version(self._db)

    def search(self, wanted: VenueFilter, *, most: int = 20, skip: int = 0, at: datetime | None = None) -> Found:
        """Give a page of places: nearest to the filter's place or area first, else the freshest first."""
        asked = self._asked(wanted, at)
        total = venues.count(self._db, asked)
        center = wanted.near or (_middle(wanted.area) if wanted.area else None)
        if total == 0:
            return Found(0, [])
        if center is None:
            return Found(total, [(venue, None) for venue in venues.recent(self._db, asked, most=most, skip=skip)])
        near = venues.nearest(self._db, asked, center=center, most=most, skip=skip)
        measured = wanted.near is not None
        return Found(total, [(venue, distance_m if measured else None) for venue, distance_m in near])

    def count(self, wanted: VenueFilter, *, at: datetime | None = None) -> int:
        """Count the places that fit."""
        return venues.count(self._db, self._asked(wanted, at))

    def what_empties(self, wanted: VenueFilter, *, at: datetime | None = None) -> list[tuple[str, int]]:
        """For a filter that finds nothing: the parts that could be dropped, each with how many places there are then.

        Most places first; parts whose dropping changes nothing are left out. Nothing is dropped by itself.
        """
        counts = [(part, self.count(wanted.without(part), at=at)) for part in wanted.parts]
        return sorted(((part, n) for part, n in counts if n), key=lambda pair: -pair[1])

    def venue(self, venue_id: UUID) -> Venue:
        """Give one place.

        Raises:
            NotFound: no place has that id.
        """
        venue = venues.by_id(self._db, venue_id)
        if venue is None:
            raise NotFound("There is no such place any more. It may have been removed, or the link was cut short.")
        return venue

    def archived(self, venue_id: UUID) -> tuple[str, datetime] | None:
        """Give name and time (UTC) of a place that members had added to when the import that brought it was undone, else None."""
        return venues.archived(self._db, venue_id)

    def neighbours(self, venue: Venue, *, most: int = 4) -> list[tuple[Venue, float]]:
        """Give the nearest other places to work, with distances in metres."""
        found = venues.nearest(self._db, Asked(VenueFilter()), center=venue.position, most=most + 1)
        return [(other, distance_m) for other, distance_m in found if other.venue_id != venue.venue_id][:most]

    def extent(self) -> Bounds | None:
        """Give the rectangle that holds nearly all places."""
        return venues.extent(self._db)

    def credits(self) -> list[str]:
        """Name who made the places, for the attribution."""
        return [", ".join(part for part in pair if part) for pair in venues.sources(self._db)]

    def table(self, wanted: VenueFilter, *, most: int | None = None, at: datetime | None = None) -> pd.DataFrame:
        """Give fitting places, up to `most` of them, with every column that a file of places has."""
        return venues.export(self._db, self._asked(wanted, at), most=most).to_pandas(integer_object_nulls=True)

    def tile(self, wanted: VenueFilter, *, zoom: int, x: int, y: int, at: datetime | None = None) -> dict[str, Any]:
        """Give what the map draws in a tile.

        `clusters` are [lat, lon, places, zoom that splits it]; `places` are [id, lat, lon, kind, name, state].

        Raises:
            BadFilter: there is no such tile.
        """
        tiles.check_tile(zoom, x, y)
        at = at or datetime.now(UTC)
        asked = self._asked(wanted, at)
        groups = venues.clusters(self._db, asked, zoom=zoom, x=x, y=y, split=SPLIT)
        if zoom >= SINGLE_FROM_ZOOM and sum(group.venues for group in groups) <= MOST_SINGLE:
            single = venues.marks(self._db, asked, zoom=zoom, x=x, y=y) if groups else []
            return {"clusters": [], "places": [_drawn(mark, at) for mark in single]}
        alone = [group.quadkey for group in groups if group.venues == 1 and group.quadkey is not None]
        single = venues.marks_at(self._db, asked, alone)
        deeper = min(zoom + SPLIT, DEEPEST_ZOOM)
        return {
            "clusters": [
                [round(group.position.lat, 6), round(group.position.lon, 6), group.venues, deeper]
                for group in groups
                if group.venues > 1 or group.quadkey is None
            ],
            "places": [_drawn(mark, at) for mark in single],
        }

    def tile_tag(self, wanted: VenueFilter, *, zoom: int, x: int, y: int, at: datetime | None = None) -> str:
        """Give a tag that changes whenever the tile may: with the places, and with the minute, since places open and close."""
        minute = (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M")
        text = f"{self.version()} {zoom}/{x}/{y} {to_query(wanted)} {minute}"
        return hashlib.blake2s(text.encode(), digest_size=12).hexdigest()

    def _asked(self, wanted: VenueFilter, at: datetime | None) -> Asked:
        if wanted.open_for_h is None:
            return Asked(wanted)
        return Asked(wanted, self._open_now.ids(at or datetime.now(UTC), wanted.open_for_h))


def _middle(area: Bounds) -> LatLon:
    return LatLon((area.south + area.north) / 2, (area.west + area.east) / 2)


def _drawn(mark: venues.Mark, at: datetime) -> list[Any]:
    state = mark.status
    if mark.status == Status.OPEN:
        state = "unknown"
        if mark.hours:
            state = "open" if hours.state(mark.hours, mark.tz, at).is_open else "closed"
    return [str(mark.venue_id), round(mark.position.lat, 6), round(mark.position.lon, 6), mark.kind, mark.name, state]
