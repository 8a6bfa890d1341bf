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
import pyarrow.compute as pc
from h3.api import basic_int as h3
from numpy.typing import NDArray

from flock.domain.measures import Scope, Window, cell_prefix
from flock.domain.measures_network import Floats, Ints, Marks, Network
from flock.storage import engagement, measures
from flock.storage.database import Database
from flock.storage.measures import PairHistory

Answer = TypeVar("Answer")
Days = NDArray[np.datetime64]
YEAR, MEET_DAYS = 365, 60
_KEEP = 512
# Rows that were changed in place are seen after so long, or later where a look takes long; those that came or went at once.
_LOOK_AGAIN_S, _TIMES_AS_LONG = 60.0, 100


@dataclass(frozen=True)
class People:
    """Everybody by number: columns of equal length, number i at place i."""

    ids: pa.Array
    names: pa.Array
    staff: Marks
    home: Ints
    named: Marks
    here: Marks
    joined: pa.ChunkedArray
    first_seen: Days
    _who: dict[Hashable, pa.Table] = field(default_factory=dict)

    @classmethod
    def of(cls, table: pa.Table) -> "People":
        """Read what storage gives."""
        return cls(
            table["member_id"].combine_chunks(),
            table["name"].combine_chunks(),
            table["staff"].to_numpy(),
            table["home_cell"].to_numpy(),
            table["named"].to_numpy(),
            table["here"].to_numpy(),
            table["joined"],
            table["first_seen"].to_numpy(),
        )

    def who(self, scope: Scope) -> pa.Table:
        """Give number and joined of who is counted, as the questions of storage want it."""
        key = (scope.staff, scope.area, scope.group)
        if key not in self._who:
            numbers = np.flatnonzero(self.counted(scope)).astype(np.int32)
            self._who[key] = pa.table({"number": numbers, "joined": self.joined.take(pa.array(numbers))})
        return self._who[key]

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.ids)

    def named_rows(self, rows: Iterable[tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
        """Give rows that begin with a member's number with her id and name in its place; members who hide are left out."""
        shown = [(*self._who_is(row[0]), *row[1:]) for row in rows if self.named[row[0]]]
        return pd.DataFrame(shown, columns=["member_id", "name", *columns])

    def named_pairs(self, rows: Iterable[tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
        """Give rows that begin with two members' numbers with their ids and names in place of these."""
        shown = [(*self._who_is(one), *self._who_is(other), *rest) for one, other, *rest in rows]
        return pd.DataFrame(shown, columns=["member_id", "name", "other_id", "other_name", *columns])

    def area(self, numbers: Ints, resolution: int) -> Ints:
        """Give a number that is the same for members whose homes lie in the same hexagon of that resolution; 0 is unknown."""
        return cast(Ints, self.home[numbers] & cell_prefix(resolution))

    def _who_is(self, number: int) -> tuple[UUID, str | None]:
        return UUID(self.ids[int(number)].as_py()), self.names[int(number)].as_py()

    def counted(self, scope: Scope) -> Marks:
        """Mark by number who is counted."""
        marks = self.here if scope.staff else self.here & ~self.staff
        if scope.area is not None:
            finer = cell_prefix(h3.get_resolution(scope.area))
            marks = marks & (self.home != 0) & ((self.home & finer) == (scope.area & finer))
        if scope.group is not None:
            wanted = pa.array([str(member) for member in scope.group], pa.string())
            marks = marks & pc.is_in(self.ids, wanted).to_numpy(zero_copy_only=False)
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

    @cached_property
    def mutual_keys(self) -> Ints:
        """The pairs that are tied both ways, in the same numbers."""
        net = self.net
        both = (net.back > 0) & (net.source < net.target)
        return (self.number[net.source[both]] << 32) | self.number[net.target[both]]


class Log:
    """Reads the log for measures and keeps what it found as long as it is true. Safe between threads."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._turn = threading.RLock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._state: tuple[engagement.State, tuple[int, int]] | None = None
        self._look_again_at = 0.0
        self._days: list[date] = []
        self._marks: list[int] = []
        self._people: People | None = None

    def look(self) -> None:
        """Take in what came since the last look; compute days anew whose log has changed."""
        with self._turn:
            state = engagement.log_state(self.db), engagement.members_state(self.db)
            is_old = time.monotonic() > self._look_again_at
            if state == self._state and not is_old:
                return
            began = time.monotonic()
            grown_from = None if is_old or self._state is None else engagement.only_grew(self._state[0], state[0])
            changed = engagement.refresh(self.db, grown_from=grown_from)
            if changed or self._people is None or state != self._state:
                marks = engagement.day_marks(self.db)
                self._days, self._marks = [day for day, _ in marks], [mark for _, mark in marks]
                self._people = People.of(engagement.everybody(self.db))
            self._state = state
            if grown_from is None:
                took = time.monotonic() - began
                self._look_again_at = time.monotonic() + max(_LOOK_AGAIN_S, _TIMES_AS_LONG * took)

    def days(self) -> list[date]:
        """Give the days on which anything happened, in order."""
        return self._days

    def people(self) -> People:
        """Give everybody as of the last look."""
        assert self._people is not None
        return self._people

    def keep(self, name: Hashable, scope: Scope, ask: Callable[[], Answer], *, since: date | None = None) -> Answer:
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
        """Read a window and all that is asked of it."""
        active, ties = self._rows(scope)
        number, place, net = self._net(active, ties)
        member, size = place[active["member"]], len(number)
        sums = {name: np.bincount(member, active[name], size).astype(np.int64) for name in ("acts", "written", "hosted")}
        keys = (net.source << 32) | net.target
        order = np.argsort(keys)
        begin = _begins(keys[order])
        weight = np.add.reduceat(net.weight[order], begin) if len(begin) else np.zeros(0)
        at = order[begin]
        received = np.bincount(net.target, ties["acts"], size).astype(np.float64)
        tied = Network(size, net.source[at], net.target[at], weight)
        return Acts(number=number, days=np.bincount(member, minlength=size), net=tied, received=received, **sums)

    def amounts(self, scope: Scope) -> Ints:
        """Read only how much each did in a window, by number; 0 for who is not counted."""
        active = measures.active(self.db, scope.window, medium=scope.medium)
        counted = self.people().counted(scope)
        acts = np.bincount(_ints(active, "member"), _ints(active, "acts"), len(counted)).astype(np.int64)
        return np.where(counted, acts[: len(counted)], 0)  # who came since this look began is not in it

    def network(self, scope: Scope) -> tuple[Ints, Network]:
        """Read only who was there in a window, by number, and what passed between them: a tie for each day, in no order."""
        number, _, net = self._net(*self._rows(scope))
        return number, net

    def _rows(self, scope: Scope) -> tuple[dict[str, Ints], dict[str, Any]]:
        """Read the days of a window, and leave out who is not counted."""
        active = measures.active(self.db, scope.window, medium=scope.medium)
        ties = measures.ties(self.db, scope.window, medium=scope.medium)
        acts, member = _ints(active, "acts"), _ints(active, "member")
        did = (acts > 0) & self._counted(scope, member)
        actor, towards = _ints(ties, "actor"), _ints(ties, "towards")
        both = self._counted(scope, actor) & self._counted(scope, towards)
        columns = {"member": member[did], "acts": acts[did]}
        columns |= {name: _ints(active, name)[did] for name in ("written", "hosted")}
        weight, number = ties["weight"].to_numpy()[both], _ints(ties, "acts")[both]
        return columns, {"actor": actor[both], "towards": towards[both], "weight": weight, "acts": number}

    def _counted(self, scope: Scope, numbers: Ints) -> NDArray[np.bool_]:
        """Tell who of these is counted; who came since this look began is not."""
        counted = self.people().counted(scope)
        found = numbers < len(counted)
        found[found] = counted[numbers[found]]
        return found

    def _net(self, active: dict[str, Ints], ties: dict[str, Any]) -> tuple[Ints, Ints, Network]:
        """Give everybody who was there by number, the place of each number among them, and the ties between places."""
        here = np.zeros(self.people().number, bool)
        for found in (active["member"], ties["actor"], ties["towards"]):
            here[found] = True
        number, place = np.flatnonzero(here), np.cumsum(here) - 1
        return number, place, Network(len(number), place[ties["actor"]], place[ties["towards"]], ties["weight"])


def _begins(ordered: Ints) -> Ints:
    """Give where in numbers that are in order each new one begins."""
    return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(ordered) else np.zeros(0, np.int64)


def _ints(table: pa.Table, name: str) -> Ints:
    return cast(Ints, table[name].to_numpy().astype(np.int64))
