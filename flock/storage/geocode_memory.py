"""What outside geocoders answered or refused, so that nothing is asked twice."""

from flock.domain.gazetteer import Spot
from flock.domain.geocode_memory import Remembered
from flock.domain.positions import LatLon
from flock.storage.database import Database, sql


class GeocodeMemory:
    """The memory kept in the main database. Safe to share between threads."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def recall(self, query: str) -> Remembered | None:
        """Give what was last said to a query, or None if it was never asked."""
        row = self._db.one("geocode_memory_recall", {"query": query})
        if row is None:
            return None
        lat, lon, precision_m, source, matched, refusal = row
        spot = None if lat is None else Spot(LatLon(lat, lon), precision_m)
        return Remembered(spot, source, matched, refusal)

    def remember(self, query: str, said: Remembered) -> None:
        """Keep what was said to a query."""
        spot = said.spot
        params = {
            "query": query,
            "lat": spot.position.lat if spot else None,
            "lon": spot.position.lon if spot else None,
            "precision_m": spot.precision_m if spot else None,
            "source": said.source,
            "matched": said.matched,
            "refusal": said.refusal,
        }
        with self._db.writing() as cursor:
            cursor.execute(sql("geocode_memory_remember"), params)
