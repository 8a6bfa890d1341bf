"""Between which moments the clock alone sends nobody away and brings nobody back, so that what was read can be kept."""

import math
from datetime import datetime
from typing import NamedTuple

from flock.storage.database import Database


class Unchanged(NamedTuple):
    """From a moment on, and until just before another (UTC, seconds)."""

    since: float = -math.inf
    until: float = math.inf

    def holds(self, now: datetime) -> bool:
        """Tell whether a moment lies between."""
        return self.since <= now.timestamp() < self.until


def unchanged(db: Database, now: datetime) -> Unchanged:
    """Give the stretch around a moment in which everybody who is sent away or not stays so unless somebody writes."""
    return Unchanged(*(db.one("standing_unchanged", {"now": now}) or ()))
