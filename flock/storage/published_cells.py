"""Hexagons of homes as they are published: settled once a night, and the only thing that leaves here of where somebody lives."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from flock.domain import cells
from flock.domain.cells import Level, Shown
from flock.storage import remembered
from flock.storage.database import Database, sql

_turn = threading.Lock()
_known: dict[tuple[Database, date | None], "Published"] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """What is published until the next night: steps by hexagon, and the level of each hexagon that holds homes."""

    settled_on: date | None
    steps: Mapping[int, int]
    levels: Mapping[int, int]

    def shown(self, home: int | None) -> int | None:
        """Give the published hexagon that stands for a home; None where too few live around it."""
        if home is None:
            return None
        level = self.levels.get(home)
        if level is None:
            return cells.shown_cell(home, self.steps)
        return cells.parent(home, level) if level else None

    def all_shown(self, homes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the published hexagon of each home; 0 where there is none."""
        distinct, back = np.unique(homes, return_inverse=True)
        return np.array([self.shown(int(home)) or 0 if home else 0 for home in distinct], np.int64)[back]


def settled_on(db: Database) -> date | None:
    """Give the day for which hexagons were last settled."""
    row = remembered.one(db, "cells_settled_on")
    return row[0] if row else None


def settle(db: Database, now: datetime) -> None:
    """Settle what is published from now on, unless that was done today."""
    today = now.date()
    with db.writing() as cursor:
        row = cursor.execute(sql("cells_settled_on")).fetchone()
        if row and row[0] is not None and row[0] >= today:
            return
        homes = dict(cursor.execute(sql("cells_homes"), {"now": now}).fetchall())
        before = {cell: Level(level, since) for cell, level, since in cursor.execute(sql("cells_levels")).fetchall()}
        shown, levels = cells.settle(homes, before, today)
        cursor.register("shown", _shown_table(shown))
        cursor.register("levels", _level_table(levels))
        cursor.register("today", pa.table({"day": [today]}))
        cursor.execute(sql("cells_publish"))


def published(db: Database) -> Published:
    """Give what is published, read once a day."""
    key = (db, settled_on(db))
    with _turn:
        if key not in _known:
            steps = dict(db.rows("cells_published"))
            levels = {cell: level for cell, level, _ in db.rows("cells_levels")}
            for other in [other for other in _known if other[0] is db]:
                del _known[other]
            _known[key] = Published(key[1], steps, levels)
        return _known[key]


def _shown_table(shown: list[Shown]) -> pa.Table:
    return pa.table(
        {"cell": pa.array([one.cell for one in shown], pa.int64()), "step": pa.array([one.step for one in shown], pa.int32())}
    )


def _level_table(levels: Mapping[int, Level]) -> pa.Table:
    return pa.table(
        {
            "home_cell": pa.array(list(levels), pa.int64()),
            "level": pa.array([level.level for level in levels.values()], pa.int32()),
            "since": pa.array([level.since for level in levels.values()], pa.date32()),
        }
    )
