"""A place to work: its kind, the closed vocabularies of its facts, and the bitmap that indexes them.

Unknown is a value of its own: a place whose wifi nobody noted is not a place without wifi.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from flock.domain.positions import LatLon

UNKNOWN = "unknown"

# What each fact can be, best first, "unknown" last. The order of facts and values fixes the bits of `facts`:
# append only, or raise the schema version.
VOCABULARY: dict[str, tuple[str, ...]] = {
    "kind": ("cafe", "library", "coworking", "community", "hotel", "museum", "pub", "other"),
    "status": ("open", "temporarily_closed", "closed"),
    "wifi": ("free", "customers", "paid", "no", UNKNOWN),
    "sockets": ("plenty", "few", "ask", "none", UNKNOWN),
    "noise": ("quiet", "some", "lively", UNKNOWN),
    "time_limit": ("no", "maybe", "yes", UNKNOWN),
    "calls": ("yes", "no", UNKNOWN),
    "standing_desk": ("yes", "no", UNKNOWN),
    "wheelchair": ("designated", "yes", "limited", "no", UNKNOWN),
    "family_room": ("yes", "no", UNKNOWN),
    "price": ("free", "low", "middle", "high", UNKNOWN),
}
KINDS = VOCABULARY["kind"]
FACTS = tuple(name for name in VOCABULARY if name not in ("kind", "status"))

_BITS: dict[tuple[str, str], int] = {
    pair: 1 << bit for bit, pair in enumerate((name, value) for name, values in VOCABULARY.items() for value in values)
}


class Status(StrEnum):
    """Whether a place takes people at all. Closed places stay in the table and leave the map."""

    OPEN = "open"
    TEMPORARILY_CLOSED = "temporarily_closed"
    CLOSED = "closed"


def bit(name: str, value: str) -> int:
    """Give the one bit that stands for a value of a fact.

    Raises:
        KeyError: no such fact, or no such value.
    """
    return _BITS[name, value]


def facts_bitmap(values: dict[str, str]) -> int:
    """Pack one value of each fact into an integer with one bit set per fact.

    Missing facts are unknown; kind and status must be given.
    """
    return sum(bit(name, values.get(name) or UNKNOWN) for name in VOCABULARY)


def facts_words(bitmap: int) -> dict[str, str]:
    """Unpack what `facts_bitmap` packed, in the order of the vocabulary."""
    return dict(pair for pair, bit in _BITS.items() if bitmap & bit)


def forbidden_bits(name: str, accepted: frozenset[str] | set[str]) -> int:
    """Give the bits of a fact's values outside `accepted`.

    Each place sets exactly one bit per fact, so a place fits any number of such demands when
    `facts & (forbidden₁ | forbidden₂ | …) = 0`: one comparison, however many filters.
    """
    return sum(bit(name, value) for value in VOCABULARY[name] if value not in accepted)


@dataclass(frozen=True, slots=True)
class Venue:
    """A place to work, as stored.

    `hours` is OpenStreetMap syntax in the place's own time zone `tz`; None is not known. `checked_on` is the day on which
    somebody last confirmed its facts. `precision_m` tells how far the position may be off; 0 is a surveyed coordinate.
    """

    venue_id: UUID
    name: str
    kind: str
    status: str
    position: LatLon
    precision_m: float
    position_source: str
    tz: str
    address: str | None
    town: str | None
    postcode: str | None
    country: str | None
    hours: str | None
    url: str | None
    phone: str | None
    seats: int | None
    photo_url: str | None
    source: str | None
    licence: str | None
    checked_on: date | None
    facts: dict[str, str]
