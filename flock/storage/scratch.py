"""A folder of this process alone, for what it spills and copies. It goes with the process; what a killed one left the next clears away."""

import fcntl
import shutil
import tempfile
import time
from pathlib import Path

_PREFIX = "flock-lake-"
_HELD = "held"
_JUST_MADE_S = 60.0  # its lock may be about to be taken


class Scratch:
    """Makes the folder, whose lock is held until it is closed or the process ends in any way."""

    def __init__(self) -> None:
        clear_left()
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        self._held = (self.path / _HELD).open("w")
        fcntl.flock(self._held, fcntl.LOCK_EX)

    def close(self) -> None:
        """Delete it."""
        self._held.close()
        self._folder.cleanup()


def clear_left() -> None:
    """Delete the folders of processes that are no more: they hold copies of people's data."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if time.time() - folder.stat().st_mtime < _JUST_MADE_S:
                continue
            with (folder / _HELD).open("r+") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # in use, somebody else's, or gone this moment
            continue
        shutil.rmtree(folder, ignore_errors=True)
