"""Between which moments the clock alone sends nobody away and brings nobody back, so that what was read can be kept."""

import bisect
import math
from datetime import datetime
from typing import NamedTuple

from flock.storage import remembered
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
    turns = remembered.rows(db, "standing_turns")
    after = bisect.bisect_right(turns, (now.timestamp(),))
    return Unchanged(*turns[after - 1] if after else (-math.inf,), *turns[after] if after < len(turns) else (math.inf,))
