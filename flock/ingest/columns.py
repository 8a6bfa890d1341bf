"""Which column of a table is which field of a place: found out, or said by a person."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flock.errors import BadTable
from flock.ingest import headers, suggestions, wording

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIELDS = ("name", "address", *(field for field in headers.NAMES if field != "name"))
_JOINED = "address"  # the one field whose columns are joined
_TELL_WHERE = frozenset({"lat", "position", "lon_lat", "easting", "map_link", "postcode", "address", "town"})
_HALVES = (("lat", "lon"), ("easting", "northing"))


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field of a place is: numbers of columns, from 0. Several columns of one field are joined in their order.

    `weekdays` has seven numbers, Monday first, None where a day has no column. `kind` is what the table as a whole is about,
    for rows whose own kind is not told. `notes` say what a person should know of how the columns were found.
    """

    header: Sequence[str]
    fields: Mapping[str, tuple[int, ...]]
    weekdays: tuple[int | None, ...] = ()
    kind: str = "other"
    notes: tuple[str, ...] = ()

    def label(self, name: str) -> str:
        """Name the field's columns as the file does, joined by +."""
        if name == "hours" and self.weekdays:
            days = [column_name(self.header, column) for column in self.weekdays if column is not None]
            return f"{days[0]} … {days[-1]}"
        return " + ".join(column_name(self.header, column) for column in self.fields.get(name, ()))

    def described(self) -> dict[str, str]:
        """Give each field that has a column, and its label."""
        names = [*self.fields, *(["hours"] if self.weekdays else [])]
        return {name: self.label(name) for name in names}

    def named(self) -> dict[str, list[str]]:
        """Give the columns of each field, and of each weekday, in the words that `chosen` takes."""
        names = unique_names(self.header)
        days = {day: [names[column]] for day, column in zip(DAYS, self.weekdays, strict=False) if column is not None}
        return {field: [names[column] for column in columns] for field, columns in self.fields.items()} | days


def find(title: str, header: Sequence[str], sample: Sequence[Sequence[str]]) -> Columns:
    """Map the columns; `sample` has some cells of each, `title` is what the table is called.

    Raises:
        BadTable: no column could be the name of a place, or none tells where it is.
    """
    return _whole(suggest(title, header, sample))


def suggest(title: str, header: Sequence[str], sample: Sequence[Sequence[str]]) -> Columns:
    """Do the same as far as it goes: what is not plain stays unused, and `missing` says what is then to be chosen."""
    found = suggestions.find(header, sample)
    return Columns(header, found.fields, found.weekdays, _kind(title, header, found.fields), found.notes)


def chosen(wanted: Mapping[str, Sequence[str]], title: str, header: Sequence[str]) -> Columns:
    """Map the columns as a person says: the names of columns for each field, or "column 3" where one has no name of its own.

    An empty list leaves a field out. Hours may instead come as `monday` … `sunday`.

    Raises:
        BadTable: a field or column that is not there, more columns than a field takes, or a field that is missing.
    """
    return _whole(pick(wanted, title, header))


def pick(wanted: Mapping[str, Sequence[str]], title: str, header: Sequence[str]) -> Columns:
    """Do the same where required fields may still be missing.

    Raises:
        BadTable: a field or column that is not there, or more columns than a field takes.
    """
    for field, names in wanted.items():
        if field not in FIELDS and field not in DAYS:
            raise BadTable(f"There is no field «{field[:40]}». There are: {', '.join(FIELDS)}; and {DAYS[0]} … {DAYS[-1]}.")
        if len(names) > 1 and field != _JOINED:
            raise BadTable(f"The field «{field}» takes one column, and {len(names)} were given.")
    numbers = {field: tuple(_number(name, header) for name in names) for field, names in wanted.items() if names}
    weekdays = tuple(numbers[day][0] if day in numbers else None for day in DAYS)
    fields = {field: columns for field, columns in numbers.items() if field in FIELDS}
    has_days = any(day is not None for day in weekdays)
    if has_days:
        fields.pop("hours", None)
    return Columns(header, fields, weekdays if has_days else (), _kind(title, header, fields))


def amended(found: Columns, wanted: Mapping[str, Sequence[str]], title: str) -> Columns:
    """Change some fields of a mapping as a person says; a column that she gives to a field is taken from the others.

    Raises:
        BadTable: as `chosen`.
    """
    said = pick(wanted, title, found.header)
    days = {day for day in said.weekdays if day is not None}
    taken = {number for numbers in said.fields.values() for number in numbers} | days
    kept = {field: columns for field, columns in found.fields.items() if field not in wanted and taken.isdisjoint(columns)}
    fields = kept | dict(said.fields)
    by_day = not days and "hours" not in wanted and taken.isdisjoint(found.weekdays)
    weekdays = found.weekdays if by_day else said.weekdays
    if weekdays:
        fields.pop("hours", None)
    return _whole(Columns(found.header, fields, weekdays, _kind(title, found.header, fields), found.notes))


def missing(columns: Columns) -> list[str]:
    """Say in a sentence each what must still be chosen before anything can be imported; nothing where all is there."""
    found = []
    if "name" not in columns.fields:
        found.append("No column could be the name of a place. Choose one, or call it «name».")
    for pair in _HALVES:
        for one, other in (pair, pair[::-1]):
            if one in columns.fields and other not in columns.fields:
                found.append(f"«{one}» has a column and «{other}» has none. Choose both or neither.")
    if not _TELL_WHERE & columns.fields.keys():
        found.append("No column tells where the places are. Add a postcode, an address, a town, or latitude and longitude.")
    return found


def shape(header: Sequence[str]) -> str:
    """Give a key that tables with the same column names share, however these are written: a saved mapping is found by it."""
    return hashlib.sha256("\n".join(map(headers.plain, header)).encode()).hexdigest()[:32]


def column_name(header: Sequence[str], number: int) -> str:
    """Name a column to a person: as the file does, or by its number."""
    return header[number] or f"column {number + 1}"


def _whole(columns: Columns) -> Columns:
    for sentence in missing(columns):
        shown = ", ".join(f"«{name[:30]}»" for name in columns.header[:12] if name)
        raise BadTable(f"{sentence} The columns are {shown}." if shown else sentence)
    return columns


def _kind(title: str, header: Sequence[str], fields: Mapping[str, Sequence[int]]) -> str:
    named = wording.kind_in_title(header[fields["name"][0]]) if "name" in fields else None
    return named or wording.kind_in_title(title) or "other"


def unique_names(header: Sequence[str]) -> list[str]:
    """Give a name for each column that no other has: its own, or "column 3" where it has none or shares it."""
    return [name if name and header.count(name) == 1 else f"column {number}" for number, name in enumerate(header, 1)]


def _number(name: str, header: Sequence[str]) -> int:
    tidy = " ".join(name.split())
    for names, key in ((unique_names(header), tidy), ([headers.plain(one) for one in header], headers.plain(tidy))):
        if names.count(key) == 1:
            return names.index(key)
    numbers = [f"column {number}" for number in range(1, len(header) + 1)]
    if tidy.casefold() in numbers:
        return numbers.index(tidy.casefold())
    if tidy in header:
        raise BadTable(f"There are {header.count(tidy)} columns «{tidy[:40]}». Say which by its number, such as «column 3».")
    shown = ", ".join(f"«{one[:30]}»" for one in unique_names(header)[:20])
    raise BadTable(f"There is no column «{tidy[:40]}». There are: {shown}.")
