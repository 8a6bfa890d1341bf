"""The hours that somebody works, as a weekday editor shows them and as OpenStreetMap writes them."""

from collections.abc import Sequence
from datetime import date, time
from typing import NamedTuple

from flock.domain import hours
from flock.errors import BadHours

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_A_WEEK = date(2026, 1, 12)  # any week from a Monday; without a country there are no holidays in it

_MIDNIGHT = time()


class Span(NamedTuple):
    """The same hours on some days, Monday is 0. They end at or before midnight, which is 0:00."""

    days: tuple[int, ...]
    opens: time
    closes: time


def spans(works: str | None) -> list[Span]:
    """Read hours as spans, those that begin the week first; none where there are none or they cannot be read."""
    if not works:
        return []
    try:
        week = hours.week(hours.check(works), "UTC", _A_WEEK)
    except BadHours:
        return []
    days: dict[tuple[time, time], list[int]] = {}
    for number, (_, times) in enumerate(week):
        for opens, closes in times:
            if _MIDNIGHT < closes < opens:  # a night out stays with its evening; an editor shows each day's own
                days.setdefault((_MIDNIGHT, closes), []).append((number + 1) % 7)
                closes = _MIDNIGHT
            days.setdefault((opens, closes), []).append(number)
    return [Span(tuple(sorted(on)), opens, closes) for (opens, closes), on in days.items()]


def written(of: Sequence[Span]) -> str | None:
    """Write spans as OpenStreetMap does, None where there are none. Times on one day that touch or overlap become one.

    Raises:
        BadHours: a span that ends before it begins.
    """
    a_day: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for days, opens, closes in of:
        begins, ends = _minutes(opens), _minutes(closes) or 24 * 60
        if begins >= ends:
            raise BadHours(f"From {opens:%H:%M} to {closes:%H:%M} is no time. Let the second be later than the first.")
        for day in days:
            a_day[day].append((begins, ends))
    said: dict[str, list[int]] = {}
    for day, times in enumerate(a_day):
        if times:
            said.setdefault(",".join(f"{_clock(begins)}-{_clock(ends)}" for begins, ends in _joined(times)), []).append(day)
    return "; ".join(f"{_days(days)} {times}" for times, days in said.items()) or None


def _joined(times: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begins, ends in sorted(times):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return joined


def _days(days: list[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
