"""Where two people could meet: real places near the middle between two hexagons, open when both are free."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from typing import cast
from weakref import ref

from h3.api import basic_int as h3

from flock.domain import cells, fit, hours, positions, working_week
from flock.domain.filters import VenueFilter
from flock.domain.positions import LatLon
from flock.domain.venues import Venue
from flock.domain.working_week import Week
from flock.storage import venues
from flock.storage.database import Database
from flock.storage.venues import Asked

_KINDS = frozenset({"cafe", "library", "coworking", "community"})
_LOOKED_AT = 16
_FINENESS = 8  # of the point halfway, half a kilometre; the hexagons of the two, on which it rests, are 1.4 km
_KEPT = 1_024
_FARTHEST = 2.0  # times what is reached in twenty minutes, where a hexagon is coarse


@dataclass(frozen=True, slots=True)
class Meeting:
    """A place with a day and a time at which it is open and both work."""

    place: Venue
    day: date
    begins: time
    ends: time


def places(db: Database, own: int, other: int, times: Week, *, today: date, most: int = 3) -> list[Meeting]:
    """Give up to `most` places between two hexagons, each on the first shared day on which it is open. Only hexagons are asked about."""
    mine, hers = cells.middle(own), cells.middle(other)
    half = LatLon((mine.lat + hers.lat) / 2, (mine.lon + hers.lon) / 2)
    found: list[Meeting] = []
    for place in _around(ref(db), h3.latlng_to_cell(half.lat, half.lon, _FINENESS), venues.version(db)):
        if positions.distance_m(mine, place.position) > fit.REACH_M * _FARTHEST or not place.hours or place.status != "open":
            continue
        if meeting := _first_open(place, times, today, skip={one.day for one in found}):
            found.append(meeting)
        if len(found) == most:
            break
    return found


@lru_cache(maxsize=_KEPT)
def _around(there: "ref[Database]", halfway: int, version: int) -> tuple[Venue, ...]:
    """Give the places around a small hexagon halfway: many pairs meet in the same few.

    What is kept does not keep the database: it is named by a weak reference.
    """
    db, half = cast(Database, there()), cells.middle(halfway)
    asked = Asked(VenueFilter(kinds=_KINDS, near=half, radius_m=fit.REACH_M * _FARTHEST, include_unknown=True))
    return tuple(place for place, _ in venues.nearest(db, asked, center=half, most=_LOOKED_AT))


def _first_open(place: Venue, times: Week, today: date, *, skip: set[date]) -> Meeting | None:
    """Find the first stretch from tomorrow on in which both work and the place is open, on a day not yet taken if there is one."""
    stretches = {day: (begins, ends) for day, begins, ends in working_week.first_time(times)}
    days = [today + timedelta(days=ahead) for ahead in range(1, 8)]
    for day in sorted(days, key=lambda day: (day in skip, day)):
        if day.weekday() not in stretches:
            continue
        begins, ends = stretches[day.weekday()]
        for opens, closes in dict(hours.week(place.hours or "", place.tz, day))[day]:
            first, last = max(begins, opens), ends if closes <= opens else min(ends, closes)
            if _minutes(last) - _minutes(first) >= 2 * 60 or (last == time() and first != time()):
                return Meeting(place, day, first, last)
    return None


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
