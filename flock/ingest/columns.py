"""Which column of a table is which field of a place, told from its name and from what stands in it.

A name alone is not believed: a column called "lat" must hold numbers, one called "zip" must hold something like postcodes. A
column without a telling name is taken only where its values leave no doubt. What is not plain stays unused.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flock.domain.venues import FACTS
from flock.errors import BadTable
from flock.ingest import cells, headers, wording

_SAMPLE_ROWS = 1_000
_NAME_OF_SOMETHING, _TYPE_OF_SOMETHING = 50, 30
_FEWEST_DAYS = 5
_UK_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.I)
_LIKE_A_POSTCODE = re.compile(r"(?=.*\d)[\w -]{3,10}")
_TELL_WHERE = frozenset({"lat", "position", "easting", "postcode", "address", "town"})
_PRECISE = re.compile(r"-?\d{1,3}[.,]\d{4,}")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field of a place is: numbers of columns, from 0. Several columns of one field are joined in their order.

    `weekdays` has seven numbers, Monday first, None where a day has no column. `kind` is what the table as a whole is about,
    for rows whose own kind is not told.
    """

    header: Sequence[str]
    fields: Mapping[str, tuple[int, ...]]
    weekdays: tuple[int | None, ...] = ()
    kind: str = "other"

    def label(self, name: str) -> str:
        """Name the field's columns as the file does, joined by +."""
        if name == "hours" and self.weekdays:
            days = [self.header[column] for column in self.weekdays if column is not None]
            return f"{days[0]} … {days[-1]}"
        return " + ".join(self.header[column] or f"column {column + 1}" for column in self.fields.get(name, ()))

    def described(self) -> dict[str, str]:
        """Give each field that has a column, and its label."""
        names = [*self.fields, *(["hours"] if self.weekdays else [])]
        return {name: self.label(name) for name in names}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as seen in a sample of rows. `filled` leaves out empty cells."""

    number: int
    name: str
    filled: list[str] = field(repr=False)

    def share(self, fits: Callable[[str], object]) -> float:
        """Give the share of filled cells that fit, 1 where none is filled."""
        return sum(1 for cell in self.filled if fits(cell)) / len(self.filled) if self.filled else 1.0


def find(title: str, header: Sequence[str], sample: Sequence[Sequence[str]]) -> Columns:
    """Map the columns; `sample` has some cells of each, `title` is what the table is called.

    Raises:
        BadTable: no column could be the name of a place.
    """
    columns = [
        _Column(number, headers.plain(name), [cell for cell in values[:_SAMPLE_ROWS] if cells.filled(cell)])
        for number, (name, values) in enumerate(zip(header, sample, strict=True))
    ]
    found = _by_name(columns)
    if "name" not in found:
        shown = ", ".join(f"«{name[:30]}»" for name in header[:12] if name)
        raise BadTable(f"No column could be the name of a place. The columns are {shown}. Call the right one «name».")
    weekdays = _weekdays(columns, found)
    if weekdays:
        found.pop("hours", None)
    _address(columns, found)
    _by_values(columns, found)
    _settle_positions(found)
    if not _TELL_WHERE & found.keys():
        raise BadTable("No column tells where the places are. Add a postcode, an address, a town, or latitude and longitude.")
    name_header = header[found["name"][0]]
    kind = wording.kind_in_title(name_header) or wording.kind_in_title(title) or "other"
    return Columns(header, dict(sorted(found.items(), key=lambda item: item[1])), weekdays, kind)


def _by_name(columns: list[_Column]) -> dict[str, tuple[int, ...]]:
    """Give each field the column whose name says so best and whose values agree; each column to one field."""
    claims = sorted(
        (
            (score, -column.number, name)
            for column in columns
            for name in headers.NAMES
            if (score := _score(name, column.name)) and _accepts(name, column)
        ),
        reverse=True,
    )
    found: dict[str, tuple[int, ...]] = {}
    taken: set[int] = set()
    for _, negative, name in claims:
        if name not in found and -negative not in taken:
            found[name] = (-negative,)
            taken.add(-negative)
    return found


def _score(name: str, header: str) -> int:
    """Rate how well a header names a field: 0 not at all, 100 exactly."""
    ranks, bare = headers.SYNONYMS[name], headers.unfilled(header)
    if header in ranks:
        return 100 - ranks[header]
    if bare in ranks:
        return 90 - ranks[bare]
    words = header.split()
    return _score_of_words(name, words) if len(words) > 1 else 0


def _score_of_words(name: str, words: list[str]) -> int:
    """Rate a header of several words by the word that matters: the "name" of a library, its "type"."""
    if name == "name" and not headers.NAMES_OF_OTHERS & set(words):
        return _NAME_OF_SOMETHING * bool(headers.NAME_HEADS & {words[0], words[-1]})
    if name == "kind":
        return _TYPE_OF_SOMETHING * (words[-1] in headers.KIND_HEADS)
    if name in ("town", "region") and words[-1] in headers.NAME_HEADS:
        return _score(name, " ".join(words[:-1])) // 2
    return _TYPE_OF_SOMETHING * bool(headers.AXES.get(name, frozenset()) & set(words))


def _accepts(name: str, column: _Column) -> bool:
    """Tell whether the values of a column can be this field. An empty column can be anything."""
    if name in FACTS or name == "status":
        return not column.filled or column.share(lambda cell: wording.fact(name, cell, column.name)) > 0
    if name in ("lat", "lon") and {"x", "y"} & set(column.name.split()):
        return column.share(lambda cell: abs(cells.number(cell) or 999) <= 180) > 0.5
    tests: dict[str, tuple[Callable[[str], object], float]] = {
        "name": (lambda cell: cells.number(cell) is None and not cells.is_link(cell), 0.5),
        "kind": (wording.kind, 0.0),
        "closed": (lambda cell: cells.closing(cell)[0] is not None, 0.5),
        "postcode": (_LIKE_A_POSTCODE.fullmatch, 0.5),
        "position": (lambda cell: cells.pair(cell) is not None, 0.5),
        "easting": (lambda cell: (cells.metres(cell) or 0) > 180, 0.5),
        "northing": (lambda cell: (cells.metres(cell) or 0) > 180, 0.5),
        "url": (cells.is_link, 0.0),
        "photo_url": (cells.is_link, 0.0),
        "phone": (lambda cell: sum(letter.isdigit() for letter in cell) >= 5, 0.5),
        "seats": (lambda cell: cells.seats(cell)[0] is not None, 0.5),
        "checked_on": (lambda cell: cells.day(cell)[0] is not None, 0.5),
        "lat": (lambda cell: cells.number(cell) is not None, 0.5),
        "lon": (lambda cell: cells.number(cell) is not None, 0.5),
        "town": (lambda cell: not any(letter.isdigit() for letter in cell), 0.5),
    }
    fits, least = tests.get(name, (bool, 0.0))
    return not column.filled or column.share(fits) > least


def _weekdays(columns: list[_Column], found: dict[str, tuple[int, ...]]) -> tuple[int | None, ...]:
    """Give the column of each weekday where a table has one a day; nothing where two columns claim one day."""
    days: list[int | None] = [None] * 7
    for column in columns:
        words = column.name.split()
        named = [headers.WEEKDAYS[word] for word in words if word in headers.WEEKDAYS]
        if len(named) != 1 or not all(word in headers.WEEKDAYS or word in headers.WEEKDAY_WORDS for word in words):
            continue
        if days[named[0]] is not None:
            return ()
        days[named[0]] = column.number
    return tuple(days) if sum(day is not None for day in days) >= _FEWEST_DAYS else ()


def _address(columns: list[_Column], found: dict[str, tuple[int, ...]]) -> None:
    """Put the parts of an address in the order of their numbers."""
    taken = {number for numbers in found.values() for number in numbers}
    parts: list[tuple[int, int]] = []
    for column in columns:
        match = headers.ADDRESS_PART.match(column.name)
        if (
            match
            and column.number not in taken
            and (match[1] in headers.ADDRESS or headers.unfilled(match[1]) in headers.ADDRESS)
        ):
            parts.append((int(match[2] or 0), column.number))
    numbered = sorted(part for part in parts if part[0])
    whole = [column for number, column in parts if not number][:1]
    if whole and numbered and numbered[0][0] == 1:
        numbered = []  # the whole address, and its pieces once more
    joined = whole + [column for _, column in numbered]
    if joined:
        found["address"] = tuple(joined)


def _by_values(columns: list[_Column], found: dict[str, tuple[int, ...]]) -> None:
    """Find postcodes and positions in columns whose names say nothing."""
    taken = {number for numbers in found.values() for number in numbers}
    free = [column for column in columns if column.number not in taken and len(column.filled) > 1]
    for name, fits in (("postcode", _UK_POSTCODE.fullmatch), ("position", cells.pair)):
        sure = [column for column in free if column.share(fits) > 0.8]
        if name not in found and len(sure) == 1:
            found[name] = (sure[0].number,)
    precise = [column for column in free if column.share(_PRECISE.fullmatch) > 0.8]
    if not {"lat", "lon", "position"} & set(found) and len(precise) == 2:
        lat_first = [(column, _like_uk_latitudes(column)) for column in precise]
        if lat_first[0][1] != lat_first[1][1]:
            for column, is_lat in lat_first:
                found["lat" if is_lat else "lon"] = (column.number,)


def _like_uk_latitudes(column: _Column) -> bool:
    return column.share(lambda cell: 49 <= (cells.number(cell) or 0) <= 61) > 0.8


def _settle_positions(found: dict[str, tuple[int, ...]]) -> None:
    """Keep one way of telling where: degrees, else both in one column, else the British grid."""
    for first, second in (("lat", "lon"), ("easting", "northing")):
        if (first in found) != (second in found):
            found.pop(first, None)
            found.pop(second, None)
    for better, worse in (("lat", ("position", "easting", "northing")), ("position", ("easting", "northing"))):
        if better in found:
            for name in worse:
                found.pop(name, None)
