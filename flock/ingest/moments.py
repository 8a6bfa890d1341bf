"""When something happened: a moment that can be read one way only, with its zone."""

import re
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

_SECONDS = re.compile(r"\d{9,11}(?:\.\d{1,9})?")
_THOUSANDTHS = re.compile(r"\d{12,14}")
_MILLIONTHS = re.compile(r"\d{15,17}")
_UTC_IN_WORDS = re.compile(r" ?(?:UTC|GMT|Z)$", re.I)
_BEFORE_ANY_LOG = 1990

NO_ZONE = "The time has no zone. Write it like 2026-05-14T09:30Z, or say below which zone the times are in."
NO_TIME = "This is not a time that can be read one way only. Write it like 2026-05-14T09:30Z, or as seconds since 1970."
TOO_OLD = "This is before there was anything to log. Is the time in another unit?"


@lru_cache(maxsize=20_000)
def read(cell: str, zone: tzinfo | None) -> tuple[datetime | None, str]:
    """Read a moment as UTC; `zone` is that of times without one. None comes with the sentence that says why.

    Numbers are seconds, milliseconds or microseconds since 1970 (UTC), told apart by how long they are.
    """
    text = cell.strip()
    try:
        moment = _since_1970(text) or datetime.fromisoformat(_UTC_IN_WORDS.sub("+00:00", text))
        if moment.tzinfo is None and zone is None:
            return None, NO_ZONE
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None, NO_TIME
    return (moment, "") if moment.year >= _BEFORE_ANY_LOG else (None, TOO_OLD)


def _since_1970(text: str) -> datetime | None:
    for shape, parts in ((_SECONDS, 1), (_THOUSANDTHS, 1_000), (_MILLIONTHS, 1_000_000)):
        if shape.fullmatch(text):
            whole, _, rest = text.partition(".")
            micros = int(whole) * 1_000_000 // parts + int(f"{rest[:6]:0<6}" if rest else 0)
            return datetime.fromtimestamp(micros // 1_000_000, UTC).replace(microsecond=micros % 1_000_000)
    return None
