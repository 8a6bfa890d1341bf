"""Opening hours in OpenStreetMap syntax, read in the place's own time zone.

Parsing and calendar arithmetic are `opening-hours-py`'s; this module fixes the zone, the country of public holidays, and the
questions a member asks: open now, open until, open for the next hours, this week.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import tzfpy
from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]

from flock.domain.positions import LatLon
from flock.errors import BadHours

_HORIZON_DAYS = 366  # a change further away than this counts as "never": keeps odd expressions cheap


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a place is open at a moment, and the next change in its own time zone (None: none within a year)."""

    is_open: bool
    changes_at: datetime | None


def check(text: str) -> str:
    """Give the hours in normal form.

    Raises:
        BadHours: not OpenStreetMap syntax. Nothing is guessed.
    """
    tidy = " ".join(text.split())
    try:
        return str(OpeningHours(tidy))
    except ParserError as error:
        raise BadHours(
            f"«{text[:60]}» is not opening hours as OpenStreetMap writes them. Write for example «Mo-Fr 09:00-17:30; Sa 10:00-16:00»."
        ) from error


@lru_cache(maxsize=100_000)
def _parsed(hours: str, tz: str) -> OpeningHours:
    country = "GB" if tz == "Europe/London" else None
    return OpeningHours(hours, timezone=ZoneInfo(tz), country=country, max_interval_days=_HORIZON_DAYS)


def state(hours: str, tz: str, at: datetime) -> OpenState:
    """Say whether the place is open at a moment (UTC or zoned) and until when. Unknown counts as not open."""
    parsed = _parsed(hours, tz)
    local = at.astimezone(ZoneInfo(tz))
    return OpenState(parsed.is_open(local), parsed.next_change(local))


def open_for(hours: str, tz: str, at: datetime, hours_ahead: int) -> bool:
    """Say whether the place is open at a moment and stays open for that many hours of real time; 0 asks about now."""
    now = state(hours, tz, at)
    if not now.is_open:
        return False
    return now.changes_at is None or now.changes_at.astimezone(UTC) >= at.astimezone(UTC) + timedelta(hours=hours_ahead)


def week(hours: str, tz: str, first_day: date) -> list[tuple[date, list[tuple[time, time]]]]:
    """Give the opening times of seven days from `first_day`, in local time.

    What goes past midnight stays with the day it began on, so that its end may be earlier than its beginning.
    """
    zone = ZoneInfo(tz)
    start = datetime.combine(first_day, time(), zone)
    days: dict[date, list[tuple[time, time]]] = {first_day + timedelta(days=day): [] for day in range(7)}
    intervals = _parsed(hours, tz).intervals(start - timedelta(days=1), start + timedelta(days=8))
    for opens, closes, is_open, _ in intervals:
        if is_open != State.OPEN:
            continue
        for first, last in _by_day(opens, closes):
            if first.date() in days:
                days[first.date()].append((first.time(), last.time()))
    return list(days.items())


def _by_day(opens: datetime, closes: datetime) -> list[tuple[datetime, datetime]]:
    """Cut what lasts longer than a day at midnight; a night out (till 02:00) stays with the evening."""
    if closes - opens < timedelta(hours=24):
        return [(opens, closes)]
    pieces = []
    while opens < closes:
        midnight = datetime.combine(opens.date() + timedelta(days=1), time(), opens.tzinfo)
        pieces.append((opens, min(midnight, closes)))
        opens = midnight
    return pieces


def tz_at(position: LatLon) -> str:
    """Give the time zone of a position, such as "Europe/London"; UTC out at sea."""
    return tzfpy.get_tz(position.lon, position.lat) or "UTC"
