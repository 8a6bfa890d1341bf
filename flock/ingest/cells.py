"""What a single cell says: numbers, seats, dates, links.

Conversions give a value and a sentence. An empty cell is None without one; a filled cell that could not be taken is None with one.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from flock.ingest import wording
from flock.ingest.wording import NA, NULLS

_EMPTY = NULLS | {NA}
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
_UK_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})", re.I)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PAIR = re.compile(r"[\[(]?\s*([-+]?\d+(?:\.\d+)?)\s*[,;\s]\s*([-+]?\d+(?:\.\d+)?)\s*[\])]?")
_DECIMAL_COMMAS = re.compile(r"([-+]?\d+),(\d+)\s*[;/\s]\s*([-+]?\d+),(\d+)")
_WKT = re.compile(
    r"(?:SRID=\d+;\s*)?POINT\s*(?:Z|M|ZM)?\s*\(\s*([-+]?\d+(?:\.\d+)?)\s+([-+]?\d+(?:\.\d+)?)(?:\s[-+.\d\s]*)?\)", re.I
)
_JSON_POINT = re.compile(r'\{.*"Point".*"coordinates"\s*:\s*\[\s*([-+]?\d+(?:\.\d+)?)\s*,\s*([-+]?\d+(?:\.\d+)?).*\}', re.S)
_COMPASS = re.compile(r"(.+?[NS])[,;\s]+(.+?[EW])", re.I)
_DEGREES = r"([-+]?\d{1,3}\.\d{2,})"
_IN_LINK = tuple(
    re.compile(pattern)
    for pattern in (
        rf"!3d{_DEGREES}!4d{_DEGREES}",  # the pin of a Google map; "@" is only where one looks
        rf"[?&](?:q|query|ll|daddr|destination|center|sll)=(?:loc:)?{_DEGREES}(?:,|%2C){_DEGREES}",
        rf"@{_DEGREES},{_DEGREES}",
        rf"mlat={_DEGREES}&(?:amp;)?mlon={_DEGREES}",
        rf"#map=[\d.]+/{_DEGREES}/{_DEGREES}",
    )
)
_DEGREES_MINUTES = re.compile(
    r"(\d{1,3}(?:[.,]\d+)?)\s*°?\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|''|”)\s*)?([NSEW])"
)
_LONGEST_PAIR = 300
_SEATS = re.compile(r"(\d{1,6})\s*(?:(?:-|–|to|bis|à)\s*\d{1,6}|\+)?\s*(?:seats?|desks?|places?)?", re.I)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_YEAR = re.compile(r"(?:19|20)\d{2}(?:\.0)?")
_MOST_SEATS = 100_000
_LINK = re.compile(r"(https?://)?[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?#]\S*)?", re.I)


def filled(cell: str) -> bool:
    """Tell whether a cell has anything in it."""
    return cell.strip() not in _EMPTY


def text(cell: str) -> str | None:
    """Give the cell's text with single spaces, None where there is none."""
    tidy = " ".join(cell.split())
    return None if tidy in _EMPTY else tidy


def texts(column: Sequence[str], *, na_is_empty: bool = True) -> list[str | None]:
    """Do what `text` does with each cell, or `text_or_na`; where all are tidy already, as they mostly are, without a look at each."""
    joined = f"|{'|'.join(column)}|"
    is_tidy = joined.isprintable() and not any(gap in joined for gap in ("  ", "| ", " |"))  # no other space is printable
    tidy = column if is_tidy else [" ".join(cell.split()) for cell in column]
    empty = _EMPTY if na_is_empty else NULLS
    return list(tidy) if empty.isdisjoint(tidy) else [None if cell in empty else cell for cell in tidy]


def postcode(cell: str) -> str | None:
    """Give the postcode in capitals; a British one with its space where it belongs."""
    tidy = text(cell)
    match = _UK_POSTCODE.fullmatch(tidy) if tidy else None
    return f"{match[1]} {match[2]}".upper() if match else tidy.upper() if tidy else None


def text_or_na(cell: str) -> str | None:
    """Give the cell's text where NA is a code like any other."""
    tidy = " ".join(cell.split())
    return None if tidy in NULLS else tidy


def number(cell: str) -> float | None:
    """Read a number with a decimal point or comma."""
    tidy = cell.strip()
    return float(tidy.replace(",", ".")) if _NUMBER.fullmatch(tidy) else None


def degrees(cell: str) -> float | None:
    """Read degrees: a number, or as on a map, such as 2.59° W or 51°27'16"N. «O» is east to some and west to others."""
    value = number(cell)
    if value is not None:
        return value
    if match := _DEGREES_MINUTES.fullmatch(cell.strip().upper()):
        whole, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.groups()[:3])
        return (whole + minutes / 60 + seconds / 3600) * (-1 if match[4] in "SW" else 1)
    return None


def metres(cell: str) -> float | None:
    """Read metres on a national grid, where a comma stands between thousands."""
    tidy = cell.strip()
    return number(tidy.replace(",", "") if _THOUSANDS.fullmatch(tidy) else tidy)


def pair(cell: str) -> tuple[float, float] | None:
    """Read "latitude, longitude" from one cell; WKT and GeoJSON points, which have longitude first, are turned round."""
    tidy = cell.strip()
    if len(tidy) > _LONGEST_PAIR:
        return None
    if match := _PAIR.fullmatch(tidy):
        return (float(match[1]), float(match[2])) if "." in match[1] and "." in match[2] else None
    if match := _WKT.fullmatch(tidy) or _JSON_POINT.fullmatch(tidy):
        return float(match[2]), float(match[1])
    if match := _DECIMAL_COMMAS.fullmatch(tidy):
        return float(f"{match[1]}.{match[2]}"), float(f"{match[3]}.{match[4]}")
    if match := _COMPASS.fullmatch(tidy):
        lat, lon = degrees(match[1]), degrees(match[2])
        return (lat, lon) if lat is not None and lon is not None else None
    return None


def pair_in_link(cell: str) -> tuple[float, float] | None:
    """Find latitude and longitude in the address of a map, such as …/@51.4651,-0.0666,17z."""
    for pattern in _IN_LINK:
        if match := pattern.search(cell):
            return float(match[1]), float(match[2])
    return None


@lru_cache(maxsize=20_000)
def seats(cell: str) -> tuple[int | None, str]:
    """Read a number of seats; of a range, the lower end: so many there are at least."""
    if not filled(cell):
        return None, ""
    match = _SEATS.fullmatch(cell.strip())
    if match and int(match[1]) <= _MOST_SEATS:
        return int(match[1]), ""
    return None, "This is not a number of seats. Write a number such as 24, or a range such as 20-30."


@lru_cache(maxsize=20_000)
def day(cell: str) -> tuple[date | None, str]:
    """Read a date: 2024-05-14, or with the day first where it cannot be the month."""
    if not filled(cell):
        return None, ""
    try:
        match = _DAY_FIRST.fullmatch(cell.strip())
        if match and (int(match[1]) > 12 or match[1] == match[2]):
            return date(int(match[3]), int(match[2]), int(match[1])), ""
        return date.fromisoformat(cell.strip()[:10].replace("/", "-")), ""
    except ValueError:
        return None, "This is not a date that can be read one way only. Write year-month-day, such as 2024-05-14."


@lru_cache(maxsize=20_000)
def closing(cell: str) -> tuple[bool | None, str]:
    """Read a column that says when or whether a place closed for good: a year or date that has come, or a yes."""
    if not filled(cell):
        return None, ""
    tidy = cell.strip()
    if _YEAR.fullmatch(tidy):
        return int(tidy[:4]) <= date.today().year, ""
    when, _ = day(tidy)
    if when:
        return when <= date.today(), ""
    word = tidy.casefold()
    if word in wording.YES or word in wording.NO:
        return word in wording.YES, ""
    return None, "This does not say whether the place has closed. Write the year in which it closed, or yes or no."


def is_link(cell: str) -> bool:
    """Tell whether a cell is a web address."""
    return link(cell)[0] is not None


def link(cell: str) -> tuple[str | None, str]:
    """Read a web address; one without a scheme gets https. Other schemes can run code and are not taken."""
    tidy = cell.strip()
    match = _LINK.fullmatch(tidy)
    if match:
        return (tidy if match[1] else f"https://{tidy}"), ""
    if not filled(cell):
        return None, ""
    return None, "This is not a web address. Write one that begins with https:// or leave the cell empty."
