"""Checks tables of members and of what they did. Homes become hexagons here: no postcode leaves this module, not even in a finding."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from flock.domain import hours, members
from flock.domain.positions import LatLon
from flock.errors import BadHours, BadTable
from flock.ingest import problems
from flock.ingest.problems import Problem
from flock.ingest.tables import Chunk, Table

Locate = Callable[[Sequence[str]], Sequence[LatLon | None]]
"""Finds postcodes, None where there is none, without asking anybody outside and without remembering."""

_LISTS = ("languages", "can_help", "wants_to_learn", "interests")
_WORDS = {"style": members.STYLES, "seen_by": members.SEEN_BY, "role": members.ROLES}
_WORDS_WHERE_EMPTY = {"style": None, "seen_by": members.SEEN_BY[0], "role": members.ROLES[0]}

_NO_POSTCODE = "No postcode, so nobody can be suggested near her. Add one; only its hexagon is kept."
_NOT_FOUND = "We can't find the postcode in this row, so nobody can be suggested near her. Is there a typo?"

_MEMBER_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("member_key", "name", "does", "works", *_WORDS)]
    + [(name, pa.list_(pa.string())) for name in _LISTS]
    + [("home_cell", pa.int64()), ("joined_on", pa.date32())]
)
_ACTIVITY_SCHEMA = pa.schema(
    [("happened_at", pa.timestamp("us", "UTC")), ("online", pa.bool_())]
    + [(name, pa.string()) for name in ("kind", "actor", "towards", "thread", "meetup", "venue")]
)
MEMBER_COLUMNS = ("member", "name", "does", "works", "style", *_LISTS, "postcode", "seen_by", "role", "joined_on")
ACTIVITY_COLUMNS = ("at", "kind", "actor", "towards", "online", "thread", "meetup", "venue")


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows of a chunk that are fit to be stored, and the findings about all of it."""

    rows: pa.Table
    problems: list[Problem]
    share_read: float


class _Unfit(Exception):
    """Why a row is left out."""

    def __init__(self, column: str, value: str, sentence: str) -> None:
        super().__init__(sentence)
        self.finding = (column, value, sentence)


def read_members(table: Table, locate: Locate) -> Iterator[Checked]:
    """Check members, a chunk at a time. The rows' columns are those of the table `member`.

    Raises:
        BadTable: a column is missing.
    """
    _require(table, MEMBER_COLUMNS)
    taken: set[str] = set()
    for chunk in table.chunks():
        fit, found = _sort_out(table, chunk, lambda cells: _member(cells, taken))
        for (line, cells, row), position in zip(fit, locate([cells["postcode"] for _, cells, _ in fit]), strict=True):
            row["home_cell"] = members.home_cell(position) if position else None
            if not position:
                found.append(problems.warning(line, "postcode", "", _NOT_FOUND if cells["postcode"] else _NO_POSTCODE))
            _note_odd_hours(line, row, found)
        yield Checked(pa.Table.from_pylist([row for _, _, row in fit], _MEMBER_SCHEMA), found, chunk.share_read)


def read_activity(table: Table, known: Collection[str]) -> Iterator[Checked]:
    """Check what members did, a chunk at a time; `known` are the members' keys. Gives the rows `add_interactions` takes.

    Raises:
        BadTable: a column is missing.
    """
    _require(table, ACTIVITY_COLUMNS)
    for chunk in table.chunks():
        fit, found = _sort_out(table, chunk, lambda cells: _act(cells, known))
        yield Checked(pa.Table.from_pylist([row for _, _, row in fit], _ACTIVITY_SCHEMA), found, chunk.share_read)


def _require(table: Table, columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in table.header]
    if missing:
        raise BadTable(f"{table.path.name} has no column «{missing[0]}». It needs these: {', '.join(columns)}.")


def _sort_out(
    table: Table, chunk: Chunk, check: Callable[[dict[str, str]], dict[str, Any]]
) -> tuple[list[tuple[int, dict[str, str], dict[str, Any]]], list[Problem]]:
    """Give the fit rows with their line and cells, and what is wrong with the others."""
    fit = []
    found = [row.problem._replace(value="") for row in chunk.ragged]  # the value is the whole row, postcode included
    for line, cells in zip(chunk.lines, zip(*chunk.columns, strict=True), strict=True):
        row = dict(zip(table.header, (cell.strip() for cell in cells), strict=True))
        try:
            fit.append((line, row, check(row)))
        except _Unfit as unfit:
            found.append(problems.rejected(line, *unfit.finding))
    return fit, found


def _member(cells: dict[str, str], taken: set[str]) -> dict[str, Any]:
    key = cells["member"]
    if not key:
        raise _Unfit(
            "member", "", "The row has no key to tell this member from others. Give each a key of her own, such as m0001."
        )
    if key in taken:
        raise _Unfit("member", key, f"Another row above has the key «{key}» already. Give each member a key of her own.")
    if not cells["name"]:
        raise _Unfit("name", "", "The member has no name. Give the first name that others may call her by.")
    row: dict[str, Any] = {name: _word(cells, name, words) for name, words in _WORDS.items()}
    row |= {name: [value for part in cells[name].split(";") if (value := part.strip())] for name in _LISTS}
    row["joined_on"] = _day(cells["joined_on"])
    taken.add(key)
    return row | {"member_key": key, "name": cells["name"], "does": cells["does"] or None, "works": cells["works"] or None}


def _word(cells: dict[str, str], name: str, words: Sequence[str]) -> str | None:
    word = cells[name]
    if word and word not in words:
        raise _Unfit(name, word, f"«{word[:40]}» is not one of: {', '.join(words)}.")
    return word or _WORDS_WHERE_EMPTY[name]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Unfit("joined_on", text, f"«{text[:40]}» is not a day. Write it like 2026-05-14.") from None


def _note_odd_hours(line: int, row: dict[str, Any], found: list[Problem]) -> None:
    """Leave out working hours that are none, and say so; the member is taken without."""
    try:
        row["works"] = hours.check(row["works"]) if row["works"] else None
    except BadHours as error:
        found.append(problems.warning(line, "works", row["works"], str(error)))
        row["works"] = None


def _act(cells: dict[str, str], known: Collection[str]) -> dict[str, Any]:
    kind, actor, towards = cells["kind"], cells["actor"], cells["towards"]
    if kind not in members.TIES and kind not in members.SINGLE_ACTS:
        raise _Unfit("kind", kind, f"«{kind[:40]}» is not one of: {', '.join((*members.TIES, *members.SINGLE_ACTS))}.")
    for column, key in (("actor", actor), ("towards", towards)):
        if key not in known and (key or column == "actor" or kind in members.TIES):
            raise _Unfit(column, key, f"There is no member «{key[:40]}». Add her to the table of members, or correct the key.")
    if actor == towards:
        raise _Unfit("towards", towards, f"«{actor[:40]}» did this towards herself. Name the other one, or leave the row out.")
    if cells["online"] not in ("yes", "no"):
        raise _Unfit("online", cells["online"], "It is not clear whether this was online. Write yes or no.")
    where = {name: cells[name] or None for name in ("thread", "meetup", "venue")}
    return {
        "happened_at": _moment(cells["at"]),
        "kind": kind,
        "actor": actor,
        "towards": towards or None,
        "online": cells["online"] == "yes",
    } | where


def _moment(text: str) -> datetime:
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo:
            return moment.astimezone(UTC)
    raise _Unfit("at", text, f"«{text[:40]}» is not a moment with its zone. Write it like 2026-05-14T09:30Z.")
