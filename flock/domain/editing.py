"""What people may change on a place: its fields, how each is written in the history, and how a change is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from flock.domain import words
from flock.domain.positions import LatLon
from flock.domain.venues import FACTS, UNKNOWN, Status, Venue

POSITION = "position"
"""Stands for lat, lon, precision_m and position_source together: a position is known or not as a whole."""

LABEL: dict[str, str] = {
    "name": "Name",
    "kind": "Kind of place",
    "status": "Open or closed",
    "address": "Address",
    "town": "Town",
    "postcode": "Postcode",
    "country": "Country",
    POSITION: "Where on the map",
    "hours": "Opening hours",
    "url": "Website",
    "phone": "Phone",
    **words.FACT_NAME,
    "seats": "Seats",
    "photo_url": "Picture",
    "source": "Source",
    "licence": "Licence",
    "checked_on": "Checked on",
}
FIELDS = tuple(LABEL)
SUGGESTED = tuple(name for name in FIELDS if name not in (POSITION, "country", "photo_url", "source", "licence", "checked_on"))
"""What a member may suggest; the rest she can say in a note."""

STATUS = {
    Status.OPEN: "open",
    Status.TEMPORARILY_CLOSED: "closed for now",
    Status.CLOSED: "closed for good",
}

Values = dict[str, str | None]
"""A text for each field, as the history writes it; None is not known, but for facts, which have a word for that."""


class Spot(NamedTuple):
    """A position, how far it may be off, and who says so."""

    position: LatLon
    precision_m: float
    source: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One field of a place as somebody changed it. What was changed at once shares a `change_id`."""

    edit_id: UUID
    venue_id: UUID
    field: str
    old_value: str | None
    new_value: str | None
    edited_at: datetime
    editor: str
    cause: str
    change_id: UUID


@dataclass(frozen=True, slots=True)
class Merge:
    """Two places that were found to be one; `moved` is how many rows went along."""

    merge_id: UUID
    kept_id: UUID
    lost_id: UUID
    lost_name: str
    merged_at: datetime
    merger: str
    moved: int


def write_spot(spot: Spot) -> str:
    """Write a position so that it can be put back to the last digit."""
    return f"{spot.position.lat!r}, {spot.position.lon!r}, {spot.precision_m:.10g}, {spot.source}"


def read_spot(text: str) -> Spot:
    """Read what `write_spot` wrote."""
    lat, lon, precision_m, source = text.split(", ", 3)
    return Spot(LatLon(float(lat), float(lon)), float(precision_m), source)


def values(venue: Venue) -> Values:
    """Give every field of a place as the history writes it."""
    found: Values = {name: text(getattr(venue, name)) for name in FIELDS if name not in (POSITION, *FACTS)}
    found[POSITION] = write_spot(Spot(venue.position, venue.precision_m, venue.position_source))
    return {name: (venue.facts | found)[name] for name in FIELDS}


def text(value: object) -> str | None:
    """Write what a column holds as the history does."""
    return None if value is None else value.isoformat() if isinstance(value, date) else str(value)


def typed(field: str, value: str | None) -> str:
    """Give a value as a person would type it into a field."""
    if field == POSITION and value:
        lat, lon = read_spot(value).position
        return f"{lat:.6f}, {lon:.6f}"
    return value or ""


def changed(before: Mapping[str, str | None], wanted: Mapping[str, str | None]) -> Values:
    """Leave only what differs."""
    return {name: value for name, value in wanted.items() if value != before[name]}


def is_known(value: str | None) -> bool:
    """Tell whether anybody has told."""
    return value not in (None, UNKNOWN)


def said(field: str, value: str | None) -> str:
    """Say a field's value to a person."""
    if value is None or value == UNKNOWN:
        return "not known yet"
    say = _SAYERS.get(field)
    return words.FACT[field].get(value, value) if field in words.FACT else say(value) if say else value


def _say_spot(value: str) -> str:
    spot = read_spot(value)
    about = f", give or take {words.distance(spot.precision_m, unit='km')}" if spot.precision_m else ""
    return f"{spot.position.lat:.5f}, {spot.position.lon:.5f}{about}"


_SAYERS: dict[str, Callable[[str], str]] = {
    "kind": lambda value: words.KIND[value][0] if value in words.KIND else value,
    "status": lambda value: STATUS[Status(value)],
    POSITION: _say_spot,
    "checked_on": lambda value: words.day(date.fromisoformat(value)),
}
