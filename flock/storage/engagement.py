"""What measures are computed from, kept true a day at a time, and who the members are whose numbers stand in it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from flock.domain import measures, members
from flock.storage import remembered
from flock.storage.database import Database, sql

MOST_ROWS_AT_ONCE = 4_000_000
_KINDS: dict[str, Any] = {
    "both_ways": list(measures.BOTH_WAYS),
    "written": list(measures.WRITTEN),
    "direct": [kind for kind in members.TIES if kind != "co_attendance"],
}
_CLEAR = (
    "engagement/clear_log_day",
    "engagement/clear_act_day",
    "engagement/clear_tie_day",
    "engagement/clear_meetup_day",
    "engagement/clear_months",
)

Stale = tuple[date, int, int]
State = tuple[int, int, int]


def log_state(db: Database) -> State:
    """Give numbers that change with every row that comes into the log or leaves it. Costs nothing."""
    row = remembered.one(db, "engagement/log_state")
    return (int(row[0]), int(row[1] or 0), int(row[2])) if row else (0, 0, 0)


def members_state(db: Database) -> tuple[int, int]:
    """Give two numbers that change with every member who comes, leaves or changes."""
    row = remembered.one(db, "engagement/members_state")
    return (int(row[0]), int(row[1])) if row else (0, 0)


def day_marks(db: Database) -> list[tuple[date, int]]:
    """Give each day of the log with a number that stands for what it holds."""
    return [(day, int(mark)) for day, mark in db.rows("engagement/days")]


def everybody(db: Database) -> pa.Table:
    """Give number, member_id, staff, home_cell (0: unknown), joined, first_seen, name, named (may be shown by name) and here, by number."""
    return db.table("engagement/members")


def blocks(db: Database) -> set[tuple[int, int]]:
    """Give the pairs of numbers of whom one has blocked the other, both ways round. They are not to be brought together."""
    return {(int(one), int(other)) for one, other in db.rows("engagement/blocks")}


def only_grew(before: State, now: State) -> int | None:
    """Give the row after which everything is new, where rows came and none went; else None."""
    return before[1] if now[0] - before[0] == now[1] - before[1] > 0 and now[2] == before[2] else None


def refresh(db: Database, *, grown_from: int | None = None) -> int:
    """Compute again what follows from days whose log has changed, and nothing else. Give how many days that were.

    Where only rows after `grown_from` can be new, only their days are looked at.
    A day's mark is written last, in a transaction of its own: what a kill leaves half done has no mark, and is done again.
    """
    start, end = (None, None) if grown_from is None else db.rows("engagement/grown", {"after": grown_from})[0]
    question = "engagement/stale_days", {"start": start, "end": end}
    if db.rows(*question):  # else nobody need wait for who is writing, such as a long import that is not to be seen yet
        with db.turn():
            stale: list[Stale] = db.rows(*question)
            for days in _in_parts(stale):
                _compute(db, days)
        return len(stale)
    if db.one("engagement/unnumbered"):
        with db.turn(wait=False) as is_mine:
            if is_mine:
                with db.writing() as cursor:
                    cursor.execute(sql("engagement/number_members"), _range([]))
    return 0


def _compute(db: Database, stale: list[Stale]) -> None:
    days = [day for day, _, _ in stale]
    weights = {"direct_weight": measures.DIRECT, "indirect_weight": measures.INDIRECT}
    with db.writing() as cursor:
        cursor.execute(sql("engagement/number_members"), _range(days))
        cursor.execute(sql("engagement/day_log"), _KINDS | {"days": days} | _range(days))
        for question in _CLEAR:
            cursor.execute(sql(question), {"days": days})
        cursor.execute(sql("engagement/day_acts"))
        cursor.execute(sql("engagement/day_meetups"))
        cursor.execute(sql("engagement/day_ties"), weights | {"days": days})
        cursor.execute(sql("engagement/months"), {"days": days})
        cursor.execute("DROP TABLE day_log")
    kept = [found for found in stale if found[1]]
    with db.writing() as cursor:
        columns = {"days": [day for day, _, _ in kept], "rows": [n for _, n, _ in kept], "marks": [mark for _, _, mark in kept]}
        cursor.execute(sql("engagement/day_mark"), columns)


def _in_parts(stale: Iterable[Stale]) -> Iterator[list[Stale]]:
    """Take days together as long as their log fits in memory with ease."""
    part: list[Stale] = []
    for found in stale:
        if part and sum(rows for _, rows, _ in part) + found[1] > MOST_ROWS_AT_ONCE:
            yield part
            part = []
        part.append(found)
    if part:
        yield part


def _range(days: list[date]) -> dict[str, datetime]:
    first, last = (days[0], days[-1] + timedelta(days=1)) if days else (date(1970, 1, 1), date(1970, 1, 1))
    return {"start": midnight(first), "end": midnight(last)}


def midnight(day: date) -> datetime:
    """Give the moment in UTC at which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
