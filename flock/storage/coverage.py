"""What coverage asks of the places: where fitting ones are, and what a neighbourhood is called."""

from flock.domain.filters import VenueFilter
from flock.domain.positions import Bounds, LatLon
from flock.storage.database import Database


def places(db: Database, wanted: VenueFilter, box: Bounds) -> list[LatLon]:
    """Give the positions of the places in a rectangle whose facts fit."""
    return [LatLon(*row) for row in db.rows("coverage_places", {"forbidden": wanted.forbidden} | box._asdict())]


def town(db: Database, box: Bounds) -> str | None:
    """Give the town that most places in a rectangle name, None where there is none."""
    row = db.one("coverage_towns", box._asdict())
    return str(row[0]) if row else None
