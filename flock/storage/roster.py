"""Everybody who is not hidden as arrays, so that a million people are ranked in the time that one question takes.

It is read anew when what it was made of has changed; in a large community not more often than costs one twentieth of the time.
While nothing has changed that decides who exists for whom, it says so as `visible_members` does; else it only proposes (`decides`).
"""

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from flock.domain import cells as domain_cells
from flock.domain import fit, positions, visibility, working_week
from flock.domain.positions import LatLon
from flock.storage import published_cells, standings
from flock.storage.database import Database, sql
from flock.storage.standings import Unchanged

Rows = NDArray[np.int64]

_TAIL = (1 << 64) - 1
_LAST_DIGITS = (19, 20, 21, 22, *range(24, 36))
_EPOCH = date(1970, 1, 1)
_NEVER = -1_000_000
_ALWAYS_FRESH = 2_000  # members: so many are read in the time of a few questions
_SHARE_OF_TIME = 20
_DECIDES = ("member", "standing", "account", "vouch", "group_member")
_MADE_OF = (*_DECIDES, "meeting_wish", "active_day", "cells_settled", "published_cell", "cell_level")
SEEN_BY = ("everyone", "vouched", "groups")


class Cells(NamedTuple):
    """The hexagons in which somebody is shown."""

    first: Rows
    last: Rows
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Roster:
    """Members by row, ordered by the hexagon they are shown in. `cells` has each such hexagon: first and last row, latitude, longitude.

    `tails` are the ends of the ids in order, `by_tail` the row of each: somebody is found among a million without looking at all.
    """

    ids: pa.Array
    tails: NDArray[np.uint64]
    by_tail: Rows
    sample: NDArray[np.bool_]
    shown: NDArray[np.int64]
    cells: Cells
    week: NDArray[np.int64]
    hours: NDArray[np.float32]
    style: NDArray[np.uint8]
    seen_by: NDArray[np.uint8]
    joined: NDArray[np.int32]
    active: NDArray[np.int32]
    vouched: NDArray[np.bool_]
    helps: NDArray[np.float32]
    wants: NDArray[np.float32]
    rarity: NDArray[np.float32]
    wish_styles: NDArray[np.uint8]
    wish_hours: NDArray[np.float32]
    wish_active: NDArray[np.int32]
    wishes_vouched: NDArray[np.bool_]
    wishes_language: NDArray[np.bool_]
    wishes_group: NDArray[np.bool_]
    terms: Mapping[tuple[str, str], Rows] = field(repr=False)
    left_out: Rows = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def size(self) -> int:
        """Give how many there are."""
        return len(self.shown)

    def saying(self, kind: str, terms: Iterable[str], rows: Rows) -> NDArray[np.float32]:
        """Count for some rows how many of these terms each says."""
        return self._added(rows, {(kind, term): 1.0 for term in terms})

    def weight(self, interest: str) -> float:
        """Give how rare an interest is among those who are not hidden."""
        rows = self.terms.get(("interest", interest))
        sharing = len(rows) - _among(rows, self.left_out) if rows is not None else 0
        return fit.rarity(self.size - len(self.left_out), sharing) if sharing else 0.0

    def leaving_out(self, ids: Iterable[UUID]) -> "Roster":
        """Give the same with interests as rare as if some were not in it: a block leaves no more trace in a score than hiding."""
        rows = self.rows_of(ids)
        if not len(rows := rows[rows >= 0]):
            return self
        other, rarity = replace(self, left_out=rows), self.rarity.copy()
        for kind, term in self.terms:
            if kind == "interest" and (change := other.weight(term) - self.weight(term)):
                rarity[self.terms[kind, term]] += change
        return replace(other, rarity=rarity)

    def shared_rarity(self, interests: Iterable[str], rows: Rows) -> NDArray[np.float32]:
        """Add up for some rows how rare the interests are that each shares."""
        return self._added(rows, {("interest", interest): self.weight(interest) for interest in interests})

    def _added(self, rows: Rows, weights: Mapping[tuple[str, str], float]) -> NDArray[np.float32]:
        """Add up what each row says. Only the stretch of the roster that holds the rows is looked at."""
        said = [(self.terms[term], weight) for term, weight in weights.items() if term in self.terms]
        if not said or not len(rows):
            return np.zeros(len(rows), np.float32)
        first, last = rows.min(), rows.max() + 1
        added = np.zeros(last - first, np.float32)
        for places, weight in said:
            start, end = np.searchsorted(places, (first, last))
            added[places[start:end] - first] += np.float32(weight)
        return np.asarray(added[rows - first])

    def distances_m(self, center: LatLon) -> NDArray[np.float64]:
        """Measure how far the middle of each hexagon is."""
        phi, phis = np.radians(center.lat), np.radians(self.cells.lat)
        half = (
            np.sin((phis - phi) / 2) ** 2 + np.cos(phi) * np.cos(phis) * np.sin(np.radians(self.cells.lon - center.lon) / 2) ** 2
        )
        return np.asarray(2 * positions.EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1))))

    def in_cells(self, chosen: NDArray[np.bool_]) -> Rows:
        """Give the rows of those who are shown in the chosen hexagons."""
        spans = zip(self.cells.first[chosen].tolist(), self.cells.last[chosen].tolist(), strict=True)
        return np.concatenate([np.empty(0, np.int64), *(np.arange(*span) for span in spans)])

    def rows_of(self, ids: Iterable[UUID]) -> Rows:
        """Give the row of each id, -1 for one who is not in it."""
        wanted = list(ids)
        if not wanted or not self.size:
            return np.full(len(wanted), -1, np.int64)
        at = np.searchsorted(self.tails, np.array([one.int & _TAIL for one in wanted], np.uint64))
        rows = self.by_tail[np.minimum(at, self.size - 1)]
        there = self.ids.take(pa.array(rows)).to_pylist()
        return np.array([row if str(one) == text else -1 for one, row, text in zip(wanted, rows, there, strict=True)], np.int64)

    def member_ids(self, rows: Rows) -> list[UUID]:
        """Give the ids of rows."""
        return [UUID(text) for text in self.ids.take(pa.array(rows)).to_pylist()]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A roster, and at which revisions it was read."""

    roster: Roster
    made_of: int
    decides: int
    unchanged: Unchanged
    look_again_at: float


_kept: WeakKeyDictionary[Database, _Kept] = WeakKeyDictionary()
_turn = threading.Lock()


def _among(rows: Rows, some: Rows) -> int:
    """Count how many of some rows are among others, which are in order: a thousand times as fast as looking at all of them."""
    at = np.minimum(np.searchsorted(rows, some), len(rows) - 1)
    return int(np.count_nonzero(rows[at] == some)) if len(rows) else 0


def roster(db: Database, now: datetime) -> Roster:
    """Give everybody who is not hidden, as of a moment ago. While one reads a large roster again, the others go on with the old one."""
    if kept := _good_enough(db, now):
        return kept.roster
    old = _kept.get(db)
    is_large = old is not None and old.roster.size > _ALWAYS_FRESH
    if not _turn.acquire(blocking=not is_large) and old is not None:
        return old.roster
    try:
        if (kept := _good_enough(db, now)) is None:
            start, made_of, decides = time.monotonic(), db.revision(*_MADE_OF), db.revision(*_DECIDES)
            unchanged = standings.unchanged(db, now)
            found = _read(db, now)
            wait_s = 0 if found.size <= _ALWAYS_FRESH else _SHARE_OF_TIME * (time.monotonic() - start)
            kept = _kept[db] = _Kept(found, made_of, decides, unchanged, time.monotonic() + wait_s)
        return kept.roster
    finally:
        _turn.release()


def decides(db: Database, people: Roster, now: datetime) -> bool:
    """Tell whether nothing that decides who exists for whom has changed since this roster was read; blocks are not in it."""
    kept = _kept.get(db)
    return kept is not None and kept.roster is people and kept.decides == db.revision(*_DECIDES) and kept.unchanged.holds(now)


def _good_enough(db: Database, now: datetime) -> _Kept | None:
    kept = _kept.get(db)
    if (
        kept is None
        or time.monotonic() < kept.look_again_at
        or (kept.made_of == db.revision(*_MADE_OF) and kept.unchanged.holds(now))
    ):
        return kept
    return None


def day_number(day: date) -> int:
    """Number a day as the roster does."""
    return (day - _EPOCH).days


def _read(db: Database, now: datetime) -> Roster:
    with db.reading() as cursor:
        table = cursor.execute(sql("people_roster"), {"now": now}).to_arrow_table()
        homes = _numbers(table, "home_cell", 0, np.int64)
        shown = published_cells.published(db).all_shown(homes)
        order = np.argsort(shown, kind="stable")
        table, shown = table.take(pa.array(order)), shown[order]
        cursor.register("roster", pa.table({"member_id": table["member_id"], "place": np.arange(len(shown))}))
        said = cursor.execute(sql("people_terms")).fetchall()
    terms = {(kind, term): np.array(places, np.int64) for kind, term, places in said}
    weeks, hours = _weeks(table["works"])
    rarity = np.zeros(len(shown), np.float32)
    for (kind, _), rows in terms.items():
        if kind == "interest":
            rarity[rows] += fit.rarity(len(shown), len(rows))
    ids = pc.cast(table["member_id"].combine_chunks(), pa.string())
    tails = _tails(ids)
    by_tail = np.argsort(tails)
    return Roster(
        tails=tails[by_tail],
        by_tail=by_tail,
        sample=_flags(table, "sample"),
        ids=ids,
        shown=shown,
        cells=_cells(shown),
        week=weeks,
        hours=hours,
        style=_codes(table["style"], fit.style_code),
        seen_by=_codes(table["seen_by"], lambda word: SEEN_BY.index(str(word))),
        joined=_days(table, "joined_on"),
        active=_days(table, "active_on"),
        vouched=_flags(table, "is_vouched"),
        helps=_numbers(table, "helps", 0, np.float32),
        wants=_numbers(table, "wants", 0, np.float32),
        rarity=rarity,
        wish_styles=np.array([_style_bits(styles) for styles in table["wish_styles"].to_pylist()], np.uint8),
        wish_hours=_numbers(table, "wish_hours", 0, np.float32),
        wish_active=_codes(table["wish_active"], _active_days, np.int32),
        wishes_vouched=_flags(table, "wishes_vouched"),
        wishes_language=_flags(table, "wishes_language"),
        wishes_group=_flags(table, "wishes_group"),
        terms=terms,
    )


def _tails(ids: pa.Array) -> NDArray[np.uint64]:
    """Give the last sixteen digits of each id, which for a UUID are nearly all that is random in it, as a number."""
    letters = np.frombuffer("".join(ids.to_pylist()).encode(), np.uint8).reshape(-1, 36)
    tails = np.zeros(len(ids), np.uint64)
    for place in _LAST_DIGITS:
        digits = letters[:, place].astype(np.uint64)
        tails = tails << np.uint64(4) | (digits & np.uint64(15)) + np.where(digits > ord("9"), np.uint64(9), np.uint64(0))
    return tails


def _cells(shown: NDArray[np.int64]) -> Cells:
    cells, first = np.unique(shown, return_index=True)
    last = np.append(first[1:], len(shown)) if len(first) else first
    there = cells != 0
    middles = np.array([domain_cells.middle(int(cell)) for cell in cells[there]]).reshape(-1, 2)
    return Cells(first[there], last[there], middles[:, 0], middles[:, 1])


def style_bits(styles: Iterable[str]) -> int:
    """Give one bit for each style; all of them for none."""
    return sum(1 << fit.style_code(style) for style in set(styles)) or 255


def _style_bits(styles: list[str] | None) -> int:
    return style_bits(styles or ())


def _active_days(word: str | None) -> int:
    return visibility.ACTIVE_DAYS[visibility.ACTIVE.index(word)] if word in visibility.ACTIVE else -_NEVER


def _weeks(works: pa.ChunkedArray) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Read each distinct text once."""
    coded = works.combine_chunks().dictionary_encode()
    distinct = [working_week.week(text) for text in coded.dictionary.to_pylist()] + [working_week.NO_HOURS]
    back = coded.indices.fill_null(len(distinct) - 1).to_numpy()
    hours = np.array([working_week.hours_in(week) for week in distinct], np.float32)
    return np.array(distinct, np.int64)[back], hours[back]


def _codes(words: pa.ChunkedArray, code: Any, kind: Any = np.uint8) -> NDArray[Any]:
    coded = words.combine_chunks().dictionary_encode()
    codes = np.array([*(code(word) for word in coded.dictionary.to_pylist()), code(None) if words.null_count else 0], kind)
    return np.asarray(codes[coded.indices.fill_null(len(codes) - 1).to_numpy()])


def _numbers(table: pa.Table, column: str, missing: int, kind: Any) -> NDArray[Any]:
    return np.asarray(table[column].fill_null(missing).to_numpy(), kind)


def _flags(table: pa.Table, column: str) -> NDArray[np.bool_]:
    return np.asarray(table[column].fill_null(False).to_numpy(), np.bool_)


def _days(table: pa.Table, column: str) -> NDArray[np.int32]:
    return np.asarray(table[column].cast(pa.int32()).fill_null(_NEVER).to_numpy(), np.int32)


def today(now: datetime) -> int:
    """Number the day of a moment."""
    return day_number(now.astimezone(UTC).date())
