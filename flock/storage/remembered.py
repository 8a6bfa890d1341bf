"""Answers that are kept until a commit writes to a table they were read from.

DuckDB plans a question for a millisecond or more before it reads a row, and each run of a page asks a dozen: who looks, what may
she do, which version do the places have. What is bound is part of what is asked, so an answer goes only to who asks the very same.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import pyarrow as pa

from flock.storage.database import Database, Params, sql

_MOST = 8_000
_WHO_SEES_WHOM = frozenset(("member", "standing", "account", "vouch", "group_member", "block"))
"""Tables that count as one: else the time of an answer would tell whether somebody has just hidden herself, blocked or left."""

T = TypeVar("T")
Rows = Sequence[tuple[Any, ...]]

_kept: WeakKeyDictionary[Database, dict[str, dict[tuple[Any, ...], tuple[int, Any]]]] = WeakKeyDictionary()


def answer(
    db: Database, name: str, asked: tuple[Any, ...], tables: Iterable[str], ask: Callable[[], T], *, most: int = _MOST
) -> T:
    """Give what `ask` gave when the same was asked by that name, unless something was written to one of the tables since.

    Of each name `most` answers are kept; beyond that the oldest go. What is given may not be changed.
    """
    known = _kept.setdefault(db, {}).setdefault(name, {})
    revision = db.revision(*_with_those_that_count_as_one(frozenset(tables)))
    found = known.get(asked)
    if found is None or found[0] != revision:
        found = known[asked] = revision, ask()
        while len(known) > most:
            known.pop(next(iter(known)), None)
    given: T = found[1]
    return given


def rows(db: Database, question: str, params: Params | None = None) -> Rows:
    """Ask a stored question as `Database.rows` does. Its answer must follow from tables and values, not from a view or the clock."""
    asked = tuple(tuple(value) if isinstance(value, list) else value for value in (params or {}).values())
    return answer(db, question, asked, words(sql(question)), lambda: db.rows(question, params))


def one(db: Database, question: str, params: Params | None = None) -> tuple[Any, ...] | None:
    """Ask a stored question that has one row or none."""
    found = rows(db, question, params)
    return found[0] if found else None


def table(db: Database, question: str, params: Params | None = None) -> pa.Table:
    """Ask a stored question as `Database.table` does, under the same condition."""
    return answer(db, question, tuple((params or {}).values()), words(sql(question)), lambda: db.table(question, params))


@cache
def _with_those_that_count_as_one(tables: frozenset[str]) -> frozenset[str]:
    return _WHO_SEES_WHOM.union(tables) if _WHO_SEES_WHOM.intersection(tables) else tables


@cache
def words(text: str) -> frozenset[str]:
    """Give every word of a question. The tables that it reads are among them, and nobody writes to the others."""
    return frozenset(re.findall(r"[a-z_]+", text))
