"""Invents places to work in real towns: names, hours and facts that fit their kind, and gaps where nobody looked."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import count as count_up
from random import Random
from typing import TypeVar

from flock.domain.positions import EARTH_RADIUS_M, LatLon
from flock.services.sample.kinds import KINDS, TIMES
from flock.services.sample.towns import TOWNS, Town
from flock.services.sample.words import PLACES

COLUMNS = (
    "name", "kind", "status", "address", "town", "postcode", "country", "lat", "lon", "hours", "wifi", "sockets", "noise", "time_limit",
    "calls", "standing_desk", "wheelchair", "family_room", "price", "seats", "url", "phone", "checked_on",
)  # fmt: skip

Value = TypeVar("Value")

# The postcodes of a town with their positions, those nearest to its middle first.
PostcodesOf = Callable[[Town], Sequence[tuple[str, LatLon]]]

_TOWN_WEIGHTS = [town.thousands**0.7 for town in TOWNS]  # ten times the people have about five times the places
_STATUS = {"open": 955, "temporarily_closed": 20, "closed": 25}
_WHERE_KNOWN = {"position": 90, "address": 8, "town": 2}
_FROM_POSTCODE_M = 8.0  # a door is not where its postcode's middle is
_CHECKED_WITHIN_DAYS = 14 * 30

# How well somebody looked when she added a place, and how often each thing is noticed by one who looks well.
_CARE = {1.0: 5, 0.85: 4, 0.4: 2}
_NOTICED = {
    "wifi": 0.97, "sockets": 0.8, "noise": 0.85, "time_limit": 0.6, "calls": 0.6, "standing_desk": 0.7, "wheelchair": 0.85,
    "family_room": 0.55, "price": 0.9, "seats": 0.75, "url": 0.7, "phone": 0.65,
}  # fmt: skip


def invent(rng: Random, postcodes_of: PostcodesOf, *, count: int, last_day: date) -> Iterator[dict[str, str]]:
    """Give places as rows of `COLUMNS`, in no order; unknown values are empty, none was checked after the last day."""
    taken: set[tuple[str, str]] = set()
    phones = {town.phones: rng.sample(range(1000), 1000) for town in TOWNS}
    kinds = rng.choices(list(KINDS), [kind.share for kind in KINDS.values()], k=count)
    for kind, town in zip(kinds, rng.choices(TOWNS, _TOWN_WEIGHTS, k=count), strict=True):
        name, address = _name_and_address(rng, kind, town, taken)
        row = dict.fromkeys(COLUMNS, "") | {
            "name": name,
            "kind": kind,
            "status": weighted(rng, _STATUS),
            "town": town.name,
            "country": "GB",
            "url": f"https://{_slug(f'{name} {town.name}')}.example/",
            "phone": f"{town.phones}{phones[town.phones].pop():03d}" if phones[town.phones] else "",
            "seats": str(_seats(rng, *KINDS[kind].seats)),
            "checked_on": str(last_day - timedelta(days=int(_CHECKED_WITHIN_DAYS * rng.random() ** 1.5))),
        }
        row |= _where(rng, address, postcodes_of(town)) | _facts(rng, kind)
        care = weighted(rng, _CARE)
        for column, share in _NOTICED.items():
            if rng.random() > share * care:
                row[column] = ""
        if rng.random() < KINDS[kind].hours_known * (care + 1) / 2:
            row["hours"] = _fill(rng, _from_list(rng, KINDS[kind].hours), TIMES)
        yield row


def _name_and_address(rng: Random, kind: str, town: Town, taken: set[tuple[str, str]]) -> tuple[str, str]:
    """Give a name that the town does not have yet: where the words run out, it takes the address along."""
    for attempt in count_up():
        street = rng.choice(PLACES["street"])
        address = f"{1 + int(180 * rng.random() ** 2)} {street}"
        name = _fill(rng, _from_list(rng, KINDS[kind].names), {**PLACES, "street": (street,)})
        if attempt > 20:
            name = f"{name}, {address}"
        if (town.name, name) not in taken:
            break
    taken.add((town.name, name))
    return name, address


def _where(rng: Random, address: str, postcodes: Sequence[tuple[str, LatLon]]) -> dict[str, str]:
    """Choose a postcode, rather near the town's middle, and what of the place's whereabouts is written down."""
    postcode, middle = postcodes[int(len(postcodes) * rng.random() ** 2)]
    lat = middle.lat + math.degrees(rng.gauss(0, _FROM_POSTCODE_M) / EARTH_RADIUS_M)
    lon = middle.lon + math.degrees(rng.gauss(0, _FROM_POSTCODE_M) / EARTH_RADIUS_M) / math.cos(math.radians(middle.lat))
    known = weighted(rng, _WHERE_KNOWN)
    if known == "town":
        return {}
    if known == "address":
        return {"address": address, "postcode": postcode}
    return {"address": address, "postcode": postcode, "lat": f"{lat:.5f}", "lon": f"{lon:.5f}"}


def _facts(rng: Random, kind: str) -> dict[str, str]:
    lines = (line.split() for line in KINDS[kind].facts.strip().splitlines())
    facts = {
        name: weighted(rng, {value: int(weight) for value, weight in (pair.split(":") for pair in pairs)})
        for name, *pairs in lines
    }
    if facts["noise"] == "quiet" and kind in ("cafe", "community", "museum"):
        facts["calls"] = "no"
    if facts["sockets"] == "none":
        facts["standing_desk"] = "no"
    return facts


def _seats(rng: Random, fewest: int, most: int) -> int:
    """Choose a number of seats, small places being more common; people who count many round to fives."""
    seats = fewest + int((most - fewest) * rng.random() ** 1.7)
    return seats if seats < 20 else 5 * round(seats / 5)


def weighted(rng: Random, weights: Mapping[Value, float]) -> Value:
    """Choose a key by its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def _from_list(rng: Random, options: Sequence[str]) -> str:
    """Choose one of «weight | text»."""
    weights, texts = zip(*(option.split(" | ") for option in options), strict=True)
    return str(rng.choices(texts, [int(weight) for weight in weights])[0])


def _fill(rng: Random, template: str, words: Mapping[str, Sequence[str]]) -> str:
    """Replace each {word} by one of its list, the same one wherever it is named."""
    chosen: dict[str, str] = {}
    return re.sub(r"\{(\w+)\}", lambda found: chosen.setdefault(found[1], rng.choice(words[found[1]])), template)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:63]
