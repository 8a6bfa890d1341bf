"""Opening hours that a table writes with one column a weekday → OpenStreetMap syntax."""

import re
from collections.abc import Sequence
from functools import lru_cache

from flock.domain import hours
from flock.errors import BadHours
from flock.ingest import wording

_DAYS = {"Mo": "Monday", "Tu": "Tuesday", "We": "Wednesday", "Th": "Thursday", "Fr": "Friday", "Sa": "Saturday", "Su": "Sunday"}
_CLOSED = frozenset({"closed", "off", "shut", "ferme", "fermé", "geschlossen", "cerrado", "chiuso", "休息"})
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap]m)?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|–|to|until)\s*{_CLOCK}", re.I)


@lru_cache(maxsize=20_000)
def read(days: Sequence[str]) -> tuple[str | None, str]:
    """Give the hours of the week in normal form, or None with a sentence why not; nothing at all is None without one.

    `days` are seven cells, Monday first. An empty day among filled ones is not taken for closed.
    """
    texts = ["" if day.strip() in wording.NULLS else day.strip() for day in days]
    if not any(texts):
        return None, ""
    for text, name in zip(texts, _DAYS.values(), strict=True):
        if not text:
            return None, f"{name} is empty, which may mean closed or not known. Write «closed» if it is."
    try:
        return hours.check("; ".join(f"{day} {_day(text)}" for day, text in zip(_DAYS, texts, strict=True))), ""
    except BadHours:
        return None, "These are not clock times, so the hours were left out. Write each day as 09:00-17:30 or closed."


def _day(text: str) -> str:
    if text.casefold() in _CLOSED:
        return "off"
    return ",".join(_span(part.strip()) for part in re.split(r"[,;&/]|\band\b", text))


def _span(text: str) -> str:
    """Write "9am to 5.30pm" as 09:00-17:30. What could be morning or evening, as "9-5", stays and is refused later."""
    match = _SPAN.fullmatch(text)
    if not match:
        return text
    opens, closes = match.groups()[:3], match.groups()[3:]
    if bool(opens[2]) != bool(closes[2]) or not (opens[2] or (opens[1] and closes[1])):
        return text
    return f"{_clock(*opens)}-{_clock(*closes)}"


def _clock(hour: str, minute: str | None, half: str | None) -> str:
    number = int(hour)
    if half:
        number = number % 12 + (12 if half.casefold() == "pm" else 0)
    return f"{number:02d}:{minute or '00'}"
