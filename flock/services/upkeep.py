"""What every server does by itself once an hour: on a lake whoever comes first finds something to do, and the others nothing."""

import logging
import threading
from collections.abc import Callable, Mapping

from flock.storage import imports, log_imports
from flock.storage.database import Database

log = logging.getLogger(__name__)

_EVERY_S = 3600


def begin(jobs: Mapping[str, Callable[[], object]]) -> None:
    """Do some jobs now and every hour, in a thread of their own. The name of one tells the log what failed."""
    threading.Thread(target=_go_on, args=(jobs,), name="upkeep", daemon=True).start()


def _go_on(jobs: Mapping[str, Callable[[], object]]) -> None:
    pause = threading.Event()
    while True:
        for name, job in jobs.items():
            try:
                job()
            except Exception:
                log.exception("%s failed; it is tried again in an hour", name)
        pause.wait(_EVERY_S)


def clear_unfinished_imports(db: Database) -> None:
    """Clear away what imports left whose server ended in between. Where somebody is writing, one may be on its way: then nothing."""
    with db.turn(wait=False) as is_mine:
        if is_mine:
            imports.clear_unfinished(db)
            log_imports.clear_unfinished(db)
