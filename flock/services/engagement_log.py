"""The log as measures see it: who is counted, what they did in a window, and how long an answer stays good."""

import threading
import time
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeVar, cast
from uuid import UUID

import numpy as np
import pandas as pd
import pyarrow as pa
from h3.api import basic_int as h3

from flock.domain.measures import Scope, Window, cell_prefix
from flock.domain.measures_network import Floats, Ints, Marks, Network
from flock.storage import engagement, measures
from flock.storage.database import Database
from flock.storage.measures import PairHistory

Answer = TypeVar("Answer")
YEAR, MEET_DAYS = 365, 60
_KEEP = 512
_LOOK_AGAIN_S = 60.0  # rows that were changed in place are seen after so long; those that came or went at once


@dataclass(frozen=True)
class People:
    """Everybody by number: columns of equal length, number i at place i."""

    ids: list[str]
    names: list[str | None]
    staff: Marks
    home: Ints
    named: Marks
    here: Marks
    joined: pa.ChunkedArray
    _who: dict[Hashable, pa.Table] = field(default_factory=dict)

    @classmethod
    def of(cls, table: pa.Table) -> "People":
        """Read what storage gives."""
        return cls(
            table["member_id"].to_pylist(),
            table["name"].to_pylist(),
            table["staff"].to_numpy(),
            table["home_cell"].to_numpy(),
            table["named"].to_numpy(),
            table["here"].to_numpy(),
            table["joined"],
        )

    def who(self, scope: Scope) -> pa.Table:
        """Give number and joined of who is counted, as the questions of storage want it."""
        key = (scope.staff, scope.area, scope.group)
        if key not in self._who:
            numbers = np.flatnonzero(self._counted(scope)).astype(np.int32)
            self._who[key] = pa.table({"number": numbers, "joined": self.joined.take(pa.array(numbers))})
        return self._who[key]

    def named_rows(self, rows: Iterable[tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
        """Give rows that begin with a member's number with her id and name in its place; members who hide are left out."""
        shown = [(UUID(self.ids[row[0]]), self.names[row[0]], *row[1:]) for row in rows if self.named[row[0]]]
        return pd.DataFrame(shown, columns=["member_id", "name", *columns])

    def named_pairs(self, rows: Iterable[tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
        """Give rows that begin with two members' numbers with their ids and names in place of these."""
        shown = [(UUID(self.ids[a]), self.names[a], UUID(self.ids[b]), self.names[b], *rest) for a, b, *rest in rows]
        return pd.DataFrame(shown, columns=["member_id", "name", "other_id", "other_name", *columns])

    def area(self, numbers: Ints, resolution: int) -> Ints:
        """Give a number that is the same for members whose homes lie in the same hexagon of that resolution; 0 is unknown."""
        return cast(Ints, self.home[numbers] & cell_prefix(resolution))

    def _counted(self, scope: Scope) -> Marks:
        marks = self.here if scope.staff else self.here & ~self.staff
        if scope.area is not None:
            finer = cell_prefix(h3.get_resolution(scope.area))
            marks = marks & (self.home != 0) & ((self.home & finer) == (scope.area & finer))
        if scope.group is not None:
            wanted = {str(member) for member in scope.group}
            marks = marks & np.fromiter((member in wanted for member in self.ids), bool, len(self.ids))
        return marks


@dataclass(frozen=True)
class Acts:
    """What happened in a window: who was active and how much, and the ties among them. `number` tells places from numbers."""

    number: Ints
    acts: Ints
    days: Ints
    written: Ints
    hosted: Ints
    net: Network
    received: Floats

    @cached_property
    def pair_keys(self) -> Ints:
        """The pairs that are tied, each as one number that is the same in every window."""
        low, high = self.net.pairs
        return (self.number[low] << 32) | self.number[high]


class Log:
    """Reads the log for measures and keeps what it found as long as it is true. Safe between threads."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._turn = threading.RLock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._state: tuple[tuple[int, int], tuple[int, int]] | None = None
        self._looked_at = 0.0
        self._days: list[date] = []
        self._marks: list[int] = []
        self._people: People | None = None

    def look(self) -> None:
        """Take in what came since the last look; compute days anew whose log has changed."""
        with self._turn:
            state = engagement.log_state(self.db), engagement.members_state(self.db)
            if state == self._state and time.monotonic() < self._looked_at + _LOOK_AGAIN_S:
                return
            engagement.refresh(self.db)
            marks = engagement.day_marks(self.db)
            self._days, self._marks = [day for day, _ in marks], [mark for _, mark in marks]
            if self._people is None or state != self._state:
                self._people = People.of(engagement.everybody(self.db))
            self._state, self._looked_at = state, time.monotonic()

    def days(self) -> list[date]:
        """Give the days on which anything happened, in order."""
        return self._days

    def people(self) -> People:
        """Give everybody as of the last look."""
        assert self._people is not None
        return self._people

    def keep(self, name: str, scope: Scope, ask: Callable[[], Answer], *, since: date | None = None) -> Answer:
        """Give the answer found before, or ask. It is good as long as the members and the days from `since` on are the same.

        Without `since` an answer rests on all days before the window's end.
        """
        first = 0 if since is None else bisect_left(self._days, since)
        rests_on = hash(tuple(self._marks[first : bisect_left(self._days, scope.window.end)]))
        key = (name, scope, rests_on, self._state and self._state[1])
        with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(Answer, self._kept[key])
        answer = ask()
        with self._turn:
            self._kept[key] = answer
            while len(self._kept) > _KEEP:
                self._kept.popitem(last=False)
        return answer

    def who(self, scope: Scope) -> pa.Table:
        """Give number and joined of who is counted, as the questions of storage want it."""
        return self.people().who(scope)

    def size(self, scope: Scope) -> int:
        """Count the members who are counted, active or not."""
        return int(self.who(scope).num_rows)

    def history(self, scope: Scope) -> PairHistory:
        """Read what the whole history of pairs tells about newcomers of the last year, meetings and strength."""
        end = scope.window.end
        joined, online = Window.last(end, YEAR), Window.last(end - timedelta(days=MEET_DAYS), YEAR)

        def ask() -> PairHistory:
            who = self.who(scope)
            return measures.pair_history(self.db, who, joined=joined, online=online, known=end, medium=scope.medium)

        return self.keep("history", scope, ask)

    def acts(self, scope: Scope) -> Acts:
        """Read a window and keep it."""
        return self.keep("acts", scope, lambda: self.read(scope), since=scope.window.start)

    def read(self, scope: Scope) -> Acts:
        """Read a window of which only a figure or two will be kept."""
        who = self.who(scope)
        active = measures.active(self.db, who, scope.window, medium=scope.medium)
        ties = measures.ties(self.db, who, scope.window, medium=scope.medium)
        actor, towards = _ints(ties, "actor"), _ints(ties, "towards")
        member = _ints(active, "member")
        here = np.zeros(len(self.people().ids), bool)
        for found in (member, actor, towards):
            here[found] = True
        number, place = np.flatnonzero(here), np.cumsum(here) - 1
        column = {
            name: _spread(_ints(active, name), place[member], len(number)) for name in ("acts", "days", "written", "hosted")
        }
        source, target = place[actor], place[towards]
        net = Network(len(number), source, target, ties["weight"].to_numpy())  # in order, each once: the question says so
        received = np.bincount(target, weights=ties["acts"].to_numpy(), minlength=len(number)).astype(np.float64)
        return Acts(number=number, net=net, received=received, **column)


def _ints(table: pa.Table, name: str) -> Ints:
    return cast(Ints, table[name].to_numpy().astype(np.int64))


def _spread(values: Ints, place: Ints, size: int) -> Ints:
    found = np.zeros(size, np.int64)
    found[place] = values
    return found
