"""What a measure of the community is: a figure with its window, how many it rests on, and how sure it is.

A figure that is not defined has the value None and is shown as «—», never as 0: without ties there is no reciprocity.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

import pandas as pd
from h3.api import basic_int as h3

from flock.domain import members
from flock.errors import BadFilter

DAYS = 28
"""How long a window is unless somebody says otherwise: four whole weeks, so that each weekday counts alike."""

DIRECT, INDIRECT = 10.0, 1.0
"""What an act towards another weighs where she is addressed, and where she is only meant among others."""

BOTH_WAYS = ("accepted_intro", "joint_booking", "co_attendance")
"""What holds both ways, whoever of the two stands as the one who did it."""

WRITTEN = ("post", "reply")
"""What is written in a thread. A reply by somebody else is the answer to a post."""

FADES_TO = 0.9
"""What is left of the strength of a tie after each month in which nothing happened."""

Good = Literal["up", "down", "range"]
Interval = tuple[float, float]
Medium = Literal["all", "online", "in_person"]
MEDIUMS: tuple[Medium, ...] = ("all", "online", "in_person")


@dataclass(frozen=True, slots=True)
class Window:
    """Whole days in UTC, from `start` up to and without `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise BadFilter(f"A window from {self.start} to {self.end} holds no day. Let it end after it begins.")

    @classmethod
    def last(cls, end: date, days: int = DAYS) -> "Window":
        """Give the window of so many days before `end`, which is not in it."""
        return cls(end - timedelta(days=days), end)

    @property
    def days(self) -> int:
        """Say how many days it holds."""
        return (self.end - self.start).days

    def before(self, times: int = 1) -> "Window":
        """Give the window of the same length that ends where this one starts, or one still earlier."""
        back = timedelta(days=self.days * times)
        return Window(self.start - back, self.end - back)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure over one window.

    `n` is how many members, ties, threads or pairs it rests on; `interval` holds the true value 95 times in 100; `unit` is
    share, days, hours, count or number; `note` says what a reader must know besides, such as how far a sample may be off.
    """

    name: str
    value: float | None
    n: int
    interval: Interval | None
    window: Window
    good: Good
    definition: str
    source: str
    label: str = ""
    unit: str = "number"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What one part of the page shows: figures by name, tables by name, and sentences where there is something to say."""

    figures: dict[str, Figure] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Figure:
        return self.figures[name]

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures.values())


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at. Everything combines.

    `staff` counts what organisers and leads do too; the star test always does, for it is about them. `area` is a hexagon
    (H3, resolution 7 or coarser) in which members live, `group` the members of a group.

    Raises:
        BadFilter: there is no such medium, or the area is no such hexagon.
    """

    window: Window
    staff: bool = False
    area: int | None = None
    group: frozenset[UUID] | None = None
    medium: Medium = "all"

    def __post_init__(self) -> None:
        if self.medium not in MEDIUMS:
            raise BadFilter(f"«{str(self.medium)[:40]}» is not one of: {', '.join(MEDIUMS)}.")
        if self.area is not None and not (
            h3.is_valid_cell(self.area) and h3.get_resolution(self.area) <= members.HOME_RESOLUTION
        ):
            raise BadFilter("The area is not a hexagon that homes are counted by.")

    def at(self, window: Window) -> "Scope":
        """Give the same question for another window."""
        return replace(self, window=window)


def cell_prefix(resolution: int) -> int:
    """Give the bits of a hexagon's number that are the same for all hexagons inside it: base cell and first digits (H3)."""
    return ((1 << 52) - 1) & ~((1 << (45 - 3 * resolution)) - 1)
