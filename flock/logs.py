"""The log: a line of JSON for each event, on stderr, without a word of a person.

The message of an exception may quote a row of the database or what somebody typed, so only its kind and the lines of code that
led there are written.
"""

import logging
import sys
import traceback
from types import TracebackType

from pythonjsonlogger.json import JsonFormatter

_FIELDS = "{asctime}{levelname}{name}{message}"
_RENAMED = {"asctime": "at", "levelname": "level", "name": "from"}

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Formatter(JsonFormatter):
    """Writes events as JSON, and of an exception its kind and its way through the code."""

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging calls it so
        """Give the exception's kind, and file, line and function of each frame, without its message."""
        kind, _, trace = ei
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        return " < ".join([kind.__name__ if kind else "", *reversed(frames)])


def begin(level: str) -> None:
    """Write what Flock logs to stderr from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(_FIELDS, style="{", rename_fields=_RENAMED))
    flock = logging.getLogger("flock")
    flock.handlers = [handler]
    flock.propagate = False
    flock.setLevel(level.upper())
