"""Rows of a table → clean places and findings, a column at a time.

Nothing is guessed: what cannot be read is left out and said so. A row is rejected only where it can be no place at all: it has
no name, or nothing in it tells where.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa

from flock.domain import hours, venues
from flock.domain.venues import FACTS, UNKNOWN, Status
from flock.errors import BadHours
from flock.ingest import cells, headers, week, whereabouts, wording
from flock.ingest.columns import Columns
from flock.ingest.problems import Findings, Problem
from flock.ingest.tables import Chunk

LONGEST_NAME = 200
LONGEST_TEXT = 500

_Convert = Callable[[str], tuple[Any, str]]
"""A cell to its value, with a sentence where there is something to say about it."""

SCHEMA = pa.schema(
    [("line", pa.int64())]
    + [(name, pa.string()) for name in ("name", "address", "town", "region", "postcode", "country")]
    + [("lat", pa.float64()), ("lon", pa.float64()), ("hours", pa.string()), ("url", pa.string()), ("phone", pa.string())]
    + [("seats", pa.int32()), ("photo_url", pa.string()), ("source", pa.string()), ("licence", pa.string())]
    + [("checked_on", pa.date32()), ("facts", pa.int64())]
)


@dataclass(frozen=True, slots=True)
class Checked:
    """Places with the columns of `SCHEMA`, and what was found.

    `lat` and `lon` are null where words must tell the position; `region` is a county or province that helps with that.
    """

    places: pa.Table
    problems: list[Problem]


def check(chunk: Chunk, columns: Columns) -> Checked:
    """Check some rows of a table."""
    findings = Findings(chunk.lines, columns.label)
    values: dict[str, Sequence[Any] | None] = {"line": chunk.lines, "name": _names(chunk, columns, findings)}
    for name in ("town", "phone", "source", "licence"):
        values[name] = _texts(chunk, columns, findings, name)
    for name in ("region", "country"):
        values[name] = _texts(chunk, columns, findings, name, na_is_empty=False)
    values["postcode"] = _postcodes(chunk, columns, findings)
    values["address"] = _addresses(chunk, columns, findings)
    words = [column for name in ("postcode", "address", "town") if (column := values[name])]
    values["lat"], values["lon"] = whereabouts.read(
        chunk, columns, findings, has_words=lambda row: any(column[row] for column in words)
    )
    values["hours"] = _hours(chunk, columns, findings)
    for name, convert in _CONVERSIONS.items():
        values[name] = _converted(_cells(chunk, columns, name), findings, name, convert)
    values["facts"] = _facts(chunk, columns, findings)
    places = pa.table([_column(values[field.name], field.type, len(chunk.lines)) for field in SCHEMA], SCHEMA)
    if findings.dropped:
        places = places.filter(pa.array([row not in findings.dropped for row in range(len(chunk.lines))]))
    return Checked(places, [row.problem for row in chunk.ragged] + findings.problems)


def _column(values: Sequence[Any] | None, kind: pa.DataType, rows: int) -> pa.Array:
    return pa.nulls(rows, kind) if values is None else pa.array(values, kind)


_CONVERSIONS: dict[str, _Convert] = {
    "url": cells.link,
    "photo_url": cells.link,
    "seats": cells.seats,
    "checked_on": cells.day,
}


def _cells(chunk: Chunk, columns: Columns, name: str) -> Sequence[str] | None:
    numbers = columns.fields.get(name)
    return chunk.columns[numbers[0]] if numbers else None


def _names(chunk: Chunk, columns: Columns, findings: Findings) -> list[str | None]:
    names = cells.texts(chunk.columns[columns.fields["name"][0]])
    if None not in names and max(map(len, filter(None, names)), default=0) <= LONGEST_NAME:
        return names
    for row, name in enumerate(names):
        if name is None:
            empty = not any(column[row].strip() for column in chunk.columns)
            findings.reject(row, "name", "", "The row is empty." if empty else "The place has no name. Give it one.")
        elif len(name) > LONGEST_NAME:
            findings.reject(row, "name", name, f"The name has {len(name)} letters; {LONGEST_NAME} is the most.")
    return names


def _texts(chunk: Chunk, columns: Columns, findings: Findings, name: str, *, na_is_empty: bool = True) -> list[str | None] | None:
    values = _cells(chunk, columns, name)
    return None if values is None else _short_enough(cells.texts(values, na_is_empty=na_is_empty), findings, name)


def _postcodes(chunk: Chunk, columns: Columns, findings: Findings) -> list[str | None] | None:
    values = _cells(chunk, columns, "postcode")
    if values is None:
        return None
    known = {cell: cells.postcode(cell) for cell in set(values)}
    return _short_enough([known[cell] for cell in values], findings, "postcode")


def _short_enough(texts: list[str | None], findings: Findings, name: str) -> list[str | None]:
    if max(map(len, filter(None, texts)), default=0) > LONGEST_TEXT:
        for row, text in enumerate(texts):
            if text and len(text) > LONGEST_TEXT:
                sentence = f"The text has {len(text):,} letters and was left out; {LONGEST_TEXT} is the most."
                findings.warn(row, name, text, sentence)
                texts[row] = None
    return texts


def _addresses(chunk: Chunk, columns: Columns, findings: Findings) -> list[str | None] | None:
    """Join house number and street, and further lines."""
    lines = [cells.texts(chunk.columns[number]) for number in columns.fields.get("address", ())]
    house = _cells(chunk, columns, "house_number")
    if house and lines:
        lines[0] = [
            " ".join(filter(None, (cells.text(h), street))) if street else street
            for h, street in zip(house, lines[0], strict=True)
        ]
    if not lines:
        return None
    joined = lines[0] if len(lines) == 1 else [", ".join(filter(None, parts)) or None for parts in zip(*lines, strict=True)]
    return _short_enough(joined, findings, "address")


def _converted(values: Sequence[str] | None, findings: Findings, name: str, convert: _Convert) -> list[Any] | None:
    """Convert each distinct cell of a column once. What cannot be converted gets a warning."""
    if values is None:
        return None
    known = {}
    complaints = {}
    for cell in set(values):
        known[cell], sentence = convert(cell)
        if sentence:
            complaints[cell] = sentence
    if complaints:
        for row, cell in enumerate(values):
            if cell in complaints:
                findings.warn(row, name, cell, complaints[cell])
    return [known[cell] for cell in values]


def _hours(chunk: Chunk, columns: Columns, findings: Findings) -> list[str | None] | None:
    if not columns.weekdays:
        return _converted(_cells(chunk, columns, "hours"), findings, "hours", _normal_hours)
    blank = [""] * len(chunk.lines)
    days = zip(*(blank if number is None else chunk.columns[number] for number in columns.weekdays), strict=True)
    taken = [(cells_of_week, *week.read(cells_of_week)) for cells_of_week in days]
    for row, (written, _, sentence) in enumerate(taken):
        if sentence:
            findings.warn(row, "hours", "; ".join(day or "«»" for day in written), sentence)
    return [value for _, value, _ in taken]


@lru_cache(maxsize=20_000)
def _normal_hours(cell: str) -> tuple[str | None, str]:
    try:
        return (hours.check(cell), "") if cells.filled(cell) else (None, "")
    except BadHours as error:
        return None, str(error)


def _facts(chunk: Chunk, columns: Columns, findings: Findings) -> Sequence[int]:
    """Give each row's bitmap of facts, kind and status among them."""
    told = {name: words for name in FACTS if (words := _words(chunk, columns, findings, name))}
    told["kind"] = _kinds(chunk, columns, findings)
    told["status"] = _statuses(chunk, columns, findings)
    names = tuple(told)
    return [_bitmap(names, words) for words in zip(*told.values(), strict=True)]


@lru_cache(maxsize=100_000)
def _bitmap(names: tuple[str, ...], words: tuple[str, ...]) -> int:
    return venues.facts_bitmap(dict(zip(names, words, strict=True)))


def _words(chunk: Chunk, columns: Columns, findings: Findings, name: str) -> list[str] | None:
    known = ", ".join(word.replace("_", " ") for word in venues.VOCABULARY[name] if word != UNKNOWN)
    sentence = f"This word is not known here, so it counts as unknown. Known are: {known}."
    header = headers.plain(columns.label(name))

    def word(cell: str) -> tuple[str, str]:
        found = wording.fact(name, cell, header)
        return (found, "") if found else (UNKNOWN, sentence)

    return _converted(_cells(chunk, columns, name), findings, name, word)


def _kinds(chunk: Chunk, columns: Columns, findings: Findings) -> list[str]:
    sentence = f"This kind of place is not known here; it is filed as other. Known are: {', '.join(venues.KINDS)}."

    def kind(cell: str) -> tuple[str, str]:
        found = wording.kind(cell) if cells.filled(cell) else columns.kind
        return (found, "") if found else ("other", sentence)

    return _converted(_cells(chunk, columns, "kind"), findings, "kind", kind) or [columns.kind] * len(chunk.lines)


def _statuses(chunk: Chunk, columns: Columns, findings: Findings) -> list[str]:
    """Tell whether each place is open from its status, and closed from a year or date of closing that has come."""
    words = _words(chunk, columns, findings, "status")
    open_ = Status.OPEN.value
    statuses = [open_ if word == UNKNOWN else word for word in words] if words else [open_] * len(chunk.lines)
    gone = _converted(_cells(chunk, columns, "closed"), findings, "closed", cells.closing)
    return (
        [Status.CLOSED.value if closed else status for closed, status in zip(gone, statuses, strict=True)] if gone else statuses
    )
