"""What the first who looks would wait for, done in a thread of its own once the server is up."""

import logging
import threading

from flock.services.engagement import Engagement
from flock.services.first_start import FirstStart

log = logging.getLogger(__name__)


def begin(first_start: FirstStart, engagement: Engagement) -> None:
    """Compute what a lead sees at first, and draw a chart of it: the first one takes several times as long as the next."""
    threading.Thread(target=_go_on, args=(first_start, engagement), name="warm up", daemon=True).start()


def _go_on(first_start: FirstStart, engagement: Engagement) -> None:
    try:
        first_start.wait()
        tables = engagement.report(engagement.scope(engagement.latest())).star_ring.tables
        from flock.visuals import charts, community_charts  # takes as long to read as the server to start

        if "path" in tables:
            community_charts.star_ring(tables["path"], tables.get("shapes"), charts.LIGHT)
    except Exception:
        log.exception("warming up failed; who looks first waits a little longer")
