"""Where members have no fitting place near, for leads who look for new ones (M8). Knows published hexagons only."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import cast
from weakref import ref

from h3.api import basic_int as h3

from flock.domain import cells, coverage, positions
from flock.domain.coverage import Candidate, Cell, Way
from flock.domain.filters import VenueFilter
from flock.domain.members import Person
from flock.domain.positions import Bounds, LatLon
from flock.services.accounts import Accounts
from flock.storage import coverage as stored
from flock.storage import published_cells, venues
from flock.storage.database import Database

_AREA = 5  # the resolution of the areas that the leads' page can be narrowed to
_NAMED_WITHIN_M = 6_000.0


@dataclass(frozen=True, slots=True)
class Area:
    """A hexagon with at least five members, and what it is called."""

    cell: int
    name: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Hexagons with members, the emptiest first, candidates for new places, and what each is called."""

    cells: list[Cell]
    candidates: list[Candidate]
    names: dict[int, str]
    candidate_names: list[str]

    @property
    def gaps(self) -> list[Cell]:
        """The hexagons whose members have no fitting place near."""
        return [cell for cell in self.cells if cell.is_gap]


class Coverages:
    """Answers where places are missing. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def look(self, acting: Person, wanted: VenueFilter, *, way: Way, now: datetime | None = None) -> Coverage:
        """Hold the published hexagons against the places that fit; for leads.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        steps, version = self._steps(now), venues.version(self._db)
        places = list(dict.fromkeys(place for cell in steps for place in stored.places(self._db, wanted, _box(cell, way))))
        found, candidates = coverage.look(steps, places, way=way)
        names = {one.cell: self._name(cells.middle(one.cell), version) for one in found}
        return Coverage(found, candidates, names, [self._name(one.middle, version) for one in candidates])

    def areas(self, *, now: datetime | None = None) -> list[Area]:
        """Give the areas that a page may be narrowed to, by name: those in which five or more visible members live."""
        version = venues.version(self._db)
        found = {cells.parent(cell, _AREA) for cell in self._steps(now) if h3.get_resolution(cell) >= _AREA}
        named = sorted((self._name(cells.middle(cell), version), cell) for cell in found)
        names = [name for name, _ in named]
        return [
            Area(cell, name if names.count(name) == 1 else f"{name} ({names[:n].count(name) + 1})")
            for n, (name, cell) in enumerate(named)
        ]

    def _steps(self, now: datetime | None) -> dict[int, int]:
        published_cells.settle(self._db, now or datetime.now(UTC))
        return dict(published_cells.published(self._db).steps)

    def _name(self, middle: LatLon, version: int) -> str:
        return _named(ref(self._db), middle, version)


@lru_cache(maxsize=4_096)
def _named(there: "ref[Database]", middle: LatLon, version: int) -> str:
    """Name a spot by the town that most places around it are in; asked again when the places have changed.

    What is kept does not keep the database: it is named by a weak reference.
    """
    town = stored.town(cast(Database, there()), positions.box_around(middle, _NAMED_WITHIN_M))
    return (
        town
        or f"{abs(middle.lat):.2f}° {'N' if middle.lat >= 0 else 'S'}, {abs(middle.lon):.2f}° {'E' if middle.lon >= 0 else 'W'}"
    )


def _box(cell: int, way: Way) -> Bounds:
    boxes = [positions.box_around(corner, coverage.reach_m(way)) for corner in cells.corners(cell)]
    return Bounds(
        min(box.south for box in boxes),
        min(box.west for box in boxes),
        max(box.north for box in boxes),
        max(box.east for box in boxes),
    )
