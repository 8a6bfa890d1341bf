"""The measures that are questions to the log. Where there is a `who`, only its members count.

`who` is a table with number and joined. Days are UTC. `start` is in, `end` is not; `known` is the day from which on nothing is known yet.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from flock.domain import measures
from flock.domain.measures import Window
from flock.storage import limits
from flock.storage.database import Database, sql
from flock.storage.engagement import midnight

PAIR_ROWS_AT_ONCE = 25_000_000


def ties(db: Database, window: Window, *, medium: str) -> pa.Table:
    """Give actor, towards, acts and weight by day of everybody, in no order."""
    return db.table("measures/ties", _days(window) | {"medium": medium})


def active(db: Database, window: Window, *, medium: str) -> pa.Table:
    """Give member, acts (0 where all was on the other medium), written and hosted by day of everybody who did anything."""
    return db.table("measures/active", _days(window) | {"medium": medium})


def stickiness(db: Database, who: pa.Table, window: Window, *, medium: str) -> pa.Table:
    """Give day, active and active_30_days."""
    return _ask(db, "measures/stickiness", who, _days(window) | {"medium": medium})


def retention(db: Database, who: pa.Table, window: Window, *, medium: str) -> pa.Table:
    """Give cohort, months_later, members, active and share of those who joined in the window."""
    return _ask(db, "measures/retention", who, _days(window) | {"medium": medium})


def silent(db: Database, who: pa.Table, window: Window) -> pa.Table:
    """Give member, last_day and acts of regulars of whom nothing was heard in the window."""
    return _ask(db, "measures/silent", who, _days(window))


def first_posts(db: Database, who: pa.Table, window: Window, *, known: date, return_days: int) -> pa.Table:
    """Give member, posted_us (since 1970), thread, hours to the answer (null without one) and came_back."""
    given = {"start": midnight(window.start), "end": midnight(window.end), "known": midnight(known), "return_days": return_days}
    return _ask(db, "measures/first_posts", who, given | {"written": list(measures.WRITTEN)})


def threads(db: Database, who: pa.Table, window: Window, *, known: date) -> dict[str, int]:
    """Count threads begun in the window, and solo ones among them."""
    given = {"start": midnight(window.start), "end": midnight(window.end), "known": midnight(known)}
    return _row(_ask(db, "measures/threads", who, given | {"written": list(measures.WRITTEN)}))


def follow_through(db: Database, who: pa.Table, window: Window, *, known: date) -> dict[str, int]:
    """Count said, came and again: promises to come to a meetup, and what became of them."""
    return _row(_ask(db, "measures/follow_through", who, _days(window) | {"known": known}))


@dataclass(frozen=True, slots=True)
class PairHistory:
    """What the whole history of pairs tells: newcomers' first ties, the funnel from online to in person, and all strength.

    Where nobody ever met anybody the funnel tells nothing, for then meetings are not in the log.
    """

    first_connection: pa.Table
    funnel: dict[str, int]
    strength: float | None
    pairs: int
    ever_met: bool


def pair_history(db: Database, who: pa.Table, *, joined: Window, online: Window, known: date, medium: str) -> PairHistory:
    """Read the history of all pairs once: first_connection (number, joined, connected) of those who joined in that window.

    So many pairs at once that they fit in memory with ease.
    The funnel counts online, planned, met and again of pairs who first turned to each other in the window `online`.
    """
    funnel, strength, pairs, ever_met = Counter[str](), None, 0, False
    with db.reading() as cursor, limits.within(cursor, limits.MOST_S_OF_MEASURE):
        cursor.register("who", who)
        cursor.execute(sql("measures/mutual_create"))
        parts = 1 + _first(cursor.execute(sql("measures/ties_count")))[0] // PAIR_ROWS_AT_ONCE
        for part in range(parts):
            cursor.execute(sql("measures/pairs"), {"end": known, "medium": medium, "part": part, "parts": parts})
            cursor.execute(sql("measures/mutual_add"))
            funnel.update(_row(cursor.execute(sql("measures/funnel"), _days(online) | {"known": known}).to_arrow_table()))
            given = {"end": known, "fades_to": measures.FADES_TO}
            more, number, met = _first(cursor.execute(sql("measures/strength"), given))
            strength = more if strength is None else strength + (more or 0.0)
            pairs, ever_met = pairs + int(number), ever_met or bool(met)
            cursor.execute("DROP TABLE pair_history")
        connection = cursor.execute(sql("measures/first_connection"), _days(joined)).to_arrow_table()
        cursor.execute("DROP TABLE mutual")
    return PairHistory(connection, dict(funnel), strength, pairs, ever_met)


def _ask(db: Database, question: str, who: pa.Table, given: Mapping[str, Any]) -> pa.Table:
    with db.reading() as cursor, limits.within(cursor, limits.MOST_S_OF_MEASURE):
        cursor.register("who", who)
        return cursor.execute(sql(question), given).to_arrow_table()


def _days(window: Window) -> dict[str, Any]:
    return {"start": window.start, "end": window.end}


def _row(table: pa.Table) -> dict[str, int]:
    return {name: int(value) for name, value in table.to_pylist()[0].items()}


def _first(cursor: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    row = cursor.fetchone()
    assert row is not None
    return tuple(row)
