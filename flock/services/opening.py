"""Which opening hours are open now: each distinct text evaluated once a minute, not once a place."""

import threading
from datetime import UTC, datetime

from flock.domain import hours
from flock.storage import venues
from flock.storage.database import Database


class OpenNow:
    """Answers "open at this minute, and for the next hours" as ids of the table of opening hours. Safe between threads."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[tuple[int, datetime, int], list[int]] = {}
        self._lock = threading.Lock()

    def ids(self, at: datetime, hours_ahead: int) -> list[int]:
        """Give the ids of opening hours that are open at a moment and stay so for `hours_ahead` hours."""
        minute = at.astimezone(UTC).replace(second=0, microsecond=0)
        key = (venues.version(self._db), minute, hours_ahead)
        with self._lock:
            if key not in self._known:
                self._known = {k: ids for k, ids in self._known.items() if k[:2] == key[:2]}
                rows = venues.all_hours(self._db)
                self._known[key] = [i for i, text, tz in rows if hours.open_for(text, tz, minute, hours_ahead)]
            return self._known[key]
