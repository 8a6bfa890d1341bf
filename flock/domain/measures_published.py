"""What may leave the leads' circle: counts in steps of five, and nothing that follows from anything finer.

A count below five is not shown. All other counts are rounded down to a multiple of five, and every share is made anew from
such counts. So two published counts differ by nothing or by five and more, whichever two they are: neither a total less its
parts, nor two cells of a grid, nor a share of a known whole tells of one to four people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from flock.domain.measures import Figure, Section
from flock.domain.measures_chance import share_interval

FEWEST = 5

Share = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cells:
    """Of a table that may be published: which columns say what a row is, which are counts, and which are shares of which counts."""

    keys: tuple[str, ...]
    counts: tuple[str, ...] = ()
    shares: Mapping[str, Share] | None = None


TABLES: Mapping[str, Cells] = {
    "path": Cells(("start", "end"), ("members",)),
    "cohorts": Cells(("cohort",), ("newcomers", "connected")),
    "retention": Cells(("cohort", "months_later"), ("members", "active"), {"share": ("active", "members")}),
    "daily": Cells(("day",), ("active", "active_30_days")),
    "change": Cells(("start",), ("new", "reactivated", "lost", "active", "stayed")),
    "funnel": Cells(("step",), ("pairs",)),
    "rsvps": Cells(("step",), ("members",)),
    "levels": Cells(("level",), ("before", "now")),
    "moves": Cells(("level",), ("members", "up", "held", "down")),
    "groups": Cells(("group",), ("active", "linking")),
    "cores": Cells(("core",), ("members",)),
}
"""Tables that may be published. Those with names, and curves whose every step is one person, are not among them."""

_NOT_OF_N = frozenset(
    {
        "member_to_member",
        "member_to_member_by_degree",
        "centralisation",
        "reciprocity_weighted",
        "clustering",
        "average_clustering",
        "density",
        "newcomer_return",
        "stickiness",
        "attention_gini",
        "top_10",
        "bridge",
    }
)
"""Measures between 0 and 1 that are no part of their n."""


def count(number: float | None) -> int | None:
    """Give a count as it may be told: in steps of five, None below five, and a loss as a gain."""
    if number is None or pd.isna(number) or abs(number) < FEWEST:
        return None
    return int(np.sign(number)) * int(abs(number) // FEWEST * FEWEST)


def share(part: float | None, whole: float | None) -> float | None:
    """Give a share made of counts as they may be told; None where one of them may not, or what is left of the whole may not."""
    told, of = count(part), count(whole)
    if told is None or of is None or (part is not None and whole is not None and 0 < whole - part < FEWEST):
        return None
    return told / of


def figure(found: Figure) -> Figure:
    """Give a figure as it may be told. Its n is in steps of five too, and so is what it is a share of."""
    n = count(found.n)
    blank = replace(found, value=None, n=n or 0, interval=None, note="")
    if n is None or found.value is None:
        return blank
    if found.unit == "count":
        return replace(blank, value=count(found.value))
    if found.unit != "share" or found.name in _NOT_OF_N:
        return replace(blank, value=_coarse(found.value))
    value = share(round(found.value * found.n), found.n)
    return blank if value is None else replace(blank, value=value, interval=share_interval(value * n, n))


def table(name: str, found: pd.DataFrame) -> pd.DataFrame:
    """Give a table as it may be told.

    Raises:
        KeyError: it is not among those that may be published.
    """
    cells = TABLES[name]
    told = found[[*cells.keys]].copy()
    for column in cells.counts:
        told[column] = pd.array([count(value) for value in found[column]], "Int64")
    for column, (part, whole) in (cells.shares or {}).items():
        told[column] = [share(*pair) for pair in zip(found[part], found[whole], strict=True)]
    return told


def section(found: Section) -> Section:
    """Give a section as it may be told. Sentences are left out, for they carry counts."""
    return Section(
        {name: figure(one) for name, one in found.figures.items()},
        {name: table(name, one) for name, one in found.tables.items() if name in TABLES},
    )


def _coarse(value: float) -> float:
    """Give two figures that count: no fraction of a small number of people can be read out of it."""
    return float(f"{value:.2g}")
