"""An attacker who knows how Flock works, and only asks what any member may ask: the services, as a page would.

She may set her own home where she likes (as ten accounts may over time), and remembers every band that she was told. She knows
all hexagons. Her best guess is the middle of those hexagons that agree with everything she was told.
"""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from h3.api import basic_int as h3

from flock.domain import cells, members, positions
from flock.domain.members import Person
from flock.domain.positions import LatLon
from flock.geocoding.answers import Answer, Query, Refusal
from flock.storage import published_cells
from tests.unit.people.conftest import NOW, Community

Told = dict[int, str]  # what she was told of the band, by the hexagon that she asked from


class Spots:
    """A geocoder that knows exactly the spots that were put there, each under one name; what is asked once is forgotten."""

    attribution = ""

    def __init__(self) -> None:
        self._spots: dict[str, LatLon] = {}
        self._put = 0

    def put(self, position: LatLon) -> str:
        """Give the words that lead to a position."""
        self._put += 1
        self._spots[words := f"spot {self._put}"] = position
        return words

    def geocode(self, query: Query) -> Answer | Refusal:
        """Answer with the spot."""
        return Answer(self._spots.pop(query.text), 0.0, "test", query.text)

    def geocode_many(
        self, queries: Sequence[Query], *, progress: Callable[[int], None] = lambda done: None
    ) -> list[Answer | Refusal]:
        """Answer many."""
        return [self.geocode(query) for query in queries]


def off_by(rng: random.Random, home: LatLon, metres: float) -> LatLon:
    """Move a position by a bell curve of so many metres each way."""
    north, east = (math.degrees(rng.gauss(0, metres) / positions.EARTH_RADIUS_M) for _ in "ne")
    return LatLon(home.lat + north, home.lon + east / math.cos(math.radians(home.lat)))


def inside(cell: int, rng: random.Random) -> LatLon:
    """Give a random point of a hexagon."""
    middle = cells.middle(cell)
    while True:
        point = LatLon(middle.lat + rng.uniform(-0.02, 0.02), middle.lon + rng.uniform(-0.03, 0.03))
        if members.home_cell(point) == cell:
            return point


def town_and_country(rng: random.Random, number: int) -> list[LatLon]:
    """Give homes: two thirds in a town, a third in villages of a few around it."""
    homes = []
    for i in range(number):
        if i % 3:
            homes.append(LatLon(53.8 + rng.gauss(0, 0.04), -1.55 + rng.gauss(0, 0.07)))
        else:
            village = rng.randrange(max(1, number // 12))
            spot = random.Random(village)
            middle = LatLon(53.8 + spot.uniform(-0.45, 0.45), -1.55 + spot.uniform(-0.7, 0.7))
            homes.append(LatLon(middle.lat + rng.gauss(0, 0.004), middle.lon + rng.gauss(0, 0.006)))
    return homes


def settle_down(community: Community, homes: list[LatLon]) -> list[Person]:
    """Bring in a member for each home."""
    rows = [
        {"name": f"T{i:04d}", "home_cell": members.home_cell(home), "works": "Mo-Fr 09:00-17:00"} for i, home in enumerate(homes)
    ]
    return community.bring_in(rows)


def move(community: Community, attacker: Person, cell: int) -> None:
    """Put an attacker's own home into a hexagon, as she could with another account."""
    community.say(attacker, "home_cell", cell)


def bands_told(community: Community, attacker: Person, targets: Iterable[UUID]) -> dict[UUID, str]:
    """Ask for everybody's card, as the page of people would."""
    own = community.people.own(attacker, now=NOW)
    found = community.people.known(attacker, list(targets), now=NOW)
    return {one: community.people.band(own, member) for one, member in found.items()}


def locate(told: Told, known: set[int]) -> set[int]:
    """Give those published hexagons that agree with every band that was told."""
    return {cell for cell in known if all(cells.BANDS[cells.band(asked, cell)] == band for asked, band in told.items())}


def error_m(guess: LatLon, home: LatLon) -> float:
    """Measure how far off a guess is."""
    return positions.distance_m(guess, home)


def published(community: Community) -> set[int]:
    """Give the hexagons on the map, which everybody may read."""
    return set(published_cells.published(community.db).steps)


def middle_of(some: set[int], *, otherwise: LatLon) -> LatLon:
    """Guess the middle of some hexagons."""
    if not some:
        return otherwise
    spots = [cells.middle(cell) for cell in some]
    return LatLon(sum(spot.lat for spot in spots) / len(spots), sum(spot.lon for spot in spots) / len(spots))


def vantage(rng: random.Random, number: int, *, around: LatLon, spread_km: float = 25) -> list[int]:
    """Give hexagons to ask from."""
    start = members.home_cell(around)
    ring = h3.grid_disk(start, round(spread_km / 2.4))
    return rng.sample(list(ring), number)
