"""The hours that somebody works as half-hours of a week, and the times that two people share in words."""

from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache

from flock.domain import hours, words
from flock.errors import BadHours

HALF_HOURS = 48  # of a day; bit 0 is the one from midnight
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_A_WEEK = date(2026, 1, 12)  # any week from a Monday; without a country there are no holidays in it
_PARTS = ((0, 24, "mornings"), (24, 36, "afternoons"), (36, 48, "evenings"))

Week = tuple[int, ...]
"""Seven numbers, Monday first, with a bit for each half-hour that lies wholly in the hours."""

NO_HOURS: Week = (0,) * 7


@lru_cache(maxsize=50_000)
def week(works: str | None) -> Week:
    """Read hours as OpenStreetMap writes them. Hours that cannot be read, or none, are no hours."""
    if not works:
        return NO_HOURS
    try:
        days = hours.week(hours.check(works), "UTC", _A_WEEK)
    except BadHours:
        return NO_HOURS
    return tuple(_bits(spans) for _, spans in days)


def shared(mine: Week, theirs: Week) -> Week:
    """Give the half-hours that two weeks have in common."""
    return tuple(a & b for a, b in zip(mine, theirs, strict=True))


def hours_in(times: Week) -> float:
    """Count the hours of a week."""
    return sum(day.bit_count() for day in times) / 2


def in_words(times: Week) -> str:
    """Say when, as a person would: «Tuesday mornings», «weekday afternoons», «Tuesdays and Thursdays»; "" for never."""
    found = [(days, part) for part, days in _by_part(times).items() if days]
    if not found:
        return ""
    most = max(len(days) for days, _ in found)
    widest = [(days, part) for days, part in found if len(days) == most]
    days, part = widest[0]
    whole = len(widest) > 1 and widest[1][0] == days
    if days == list(range(5)):
        return "every weekday" if whole else f"weekday {part}"
    if len(days) == 7:
        return "every day" if whole else part
    if whole and len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{DAYS[days[0]]}s to {DAYS[days[-1]]}s"
    names = [DAYS[day] for day in days]
    if len(days) > 3:
        return f"{words.join([name[:3] for name in names])} {part}"
    return words.join([f"{name}s" for name in names]) if whole else f"{words.join(names)} {part}"


def first_time(times: Week, *, at_least: int = 4) -> list[tuple[int, time, time]]:
    """Give for each day the first stretch of so many half-hours: the day's number, its beginning and its end."""
    stretches = []
    for day, bits in enumerate(times):
        for start, end in _runs(bits):
            if end - start >= at_least:
                stretches.append((day, _clock(start), _clock(end)))
                break
    return stretches


def _by_part(times: Week) -> dict[str, list[int]]:
    """Give the days on which at least an hour of each part of the day is in the times."""
    return {
        name: [day for day, bits in enumerate(times) if ((bits >> first) & ((1 << (last - first)) - 1)).bit_count() >= 2]
        for first, last, name in _PARTS
    }


def _bits(spans: Sequence[tuple[time, time]]) -> int:
    bits = 0
    for opens, closes in spans:
        first = -(-(opens.hour * 60 + opens.minute) // 30)
        last = (closes.hour * 60 + closes.minute) // 30
        if closes <= opens:  # past midnight: what is left of this day
            last = HALF_HOURS
        bits |= ((1 << max(last - first, 0)) - 1) << first
    return bits


def _runs(bits: int) -> list[tuple[int, int]]:
    runs, start = [], None
    for half in range(HALF_HOURS + 1):
        there = half < HALF_HOURS and bits >> half & 1
        if there and start is None:
            start = half
        elif not there and start is not None:
            runs.append((start, half))
            start = None
    return runs


def _clock(half: int) -> time:
    return time(half // 2 % 24, half % 2 * 30)
