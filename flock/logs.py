"""The log: a line of JSON for each event, on stderr, without a word of a person.

The message of an exception may quote a row of the database or what somebody typed, so only its kind and the lines of code that
led there are written. That holds for what Streamlit, the server and other libraries log of exceptions, too.
"""

import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

_FIELDS = "{asctime}{levelname}{name}{message}"
_RENAMED = {"asctime": "at", "levelname": "level", "name": "from"}

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Formatter(JsonFormatter):
    """Writes events as JSON, and of an exception its kind and its way through the code."""

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging calls it so
        """Give the exception's kind, and file, line and function of each frame, without its message."""
        return without_words(ei)


def without_words(failure: _ExcInfo) -> str:
    """Tell of an exception its kind, and file, line and function of each frame, the innermost first."""
    kind, _, trace = failure
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return " < ".join([kind.__name__ if kind else "", *reversed(frames)])


def _record(*args: Any, **named: Any) -> logging.LogRecord:
    """Make a record of anybody's, whose exception every formatter then writes as we do."""
    record = logging.LogRecord(*args, **named)
    if record.exc_info:
        record.exc_text = without_words(record.exc_info)
    return record


def _thread_ended(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and told.exc_type is not SystemExit:
        failure = (told.exc_type, told.exc_value, told.exc_traceback)
        logging.getLogger(__name__).error("a thread ended", exc_info=failure)


def begin(level: str) -> None:
    """Write what Flock logs to stderr from now on, and of everybody's exceptions no words."""
    logging.setLogRecordFactory(_record)
    threading.excepthook = _thread_ended
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(_FIELDS, style="{", rename_fields=_RENAMED))
    flock = logging.getLogger("flock")
    flock.handlers = [handler]
    flock.propagate = False
    flock.setLevel(level.upper())
