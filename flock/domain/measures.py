"""What a measure of the community is: a figure with its window, how many it rests on, and how sure it is.

A figure that is not defined has the value None and is shown as «—», never as 0: without ties there is no reciprocity.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

import pandas as pd

from flock.errors import BadFilter

DAYS = 28
"""How long a window is unless somebody says otherwise: four whole weeks, so that each weekday counts alike."""

DIRECT, INDIRECT = 10.0, 1.0
"""What an act towards another weighs where she is addressed, and where she is only meant among others."""

FADES_TO = 0.9
"""What is left of the strength of a tie after each month in which nothing happened."""

Good = Literal["up", "down", "range"]
Interval = tuple[float, float]
MEDIUMS = ("all", "online", "in_person")


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
