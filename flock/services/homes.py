"""Where a member is: words become a hexagon before anything is written, and the words go nowhere else."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from flock.domain import cells, homes, words
from flock.domain.positions import LatLon
from flock.errors import BadProfile, TooOften
from flock.geocoding.answers import Geocoder, Query, Refusal
from flock.services import rate_limits
from flock.storage import gates
from flock.storage.database import Database

_NOT_FOUND = (
    "We can't find that place. Is there a typo? A British postcode, the first part of one, or the name of a town will do. "
    "It is not sent to anybody and not kept."
)


class Homes:
    """Saves homes as hexagons. The geocoder must be the offline one, which asks nobody and remembers nothing."""

    def __init__(
        self, db: Database, geocoder: Callable[[], Geocoder], clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._db = db
        self._geocoder = geocoder
        self._clock = clock

    def cell(self, member_id: UUID) -> int | None:
        """Give the hexagon of her own home."""
        return gates.home(self._db, member_id).cell

    def save(self, member_id: UUID, where: str) -> bool:
        """Save her home, given a postcode or a town, and tell whether that is another hexagon than before.

        Close to the old hexagon the old one stays, and it moves once in a fortnight at most: else the boundary could be found by trying.

        Raises:
            BadProfile: nothing is there by that name.
            TooOften: it moved less than fourteen days ago, or she has tried five places today.
        """
        answer = self._geocoder().geocode(Query(text=where)) if 0 < len(where.strip()) <= 200 else Refusal(_NOT_FOUND)
        if isinstance(answer, Refusal):
            raise BadProfile(_NOT_FOUND)
        return self._save(member_id, answer.position)

    def choose(self, member_id: UUID, cell: int) -> bool:
        """Save her home, given the hexagon that she picked on the map, and tell whether that is another than before.

        Raises:
            BadProfile: there is no such hexagon.
            TooOften: as `save`.
        """
        if not cells.is_home(cell):
            raise BadProfile("That is no hexagon of the map. Pick one that is drawn on it.")
        return self._save(member_id, cells.middle(cell))

    def _save(self, member_id: UUID, position: LatLon) -> bool:
        now = self._clock()
        with self._db.writing() as cursor:  # counted by itself, so that a try that is refused counts too
            rate_limits.take(cursor, member_id, "move", now=now)
        with self._db.turn():  # two tabs may save at once
            home = gates.home(self._db, member_id)
            cell = homes.settled(position, home=home.cell)
            if cell == home.cell:
                return False
            if home.cell is not None and home.moved_at and now - home.moved_at < homes.BETWEEN_MOVES:
                again = words.day((home.moved_at + homes.BETWEEN_MOVES).date())
                raise TooOften(f"Your place moved less than two weeks ago. It can move again on {again}; until then it stays.")
            gates.save_home(self._db, member_id, cell, moved_at=now if home.cell is not None else None)
            return True
