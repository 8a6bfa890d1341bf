"""Rows whose position is in question, and what a person decided about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

from flock.domain import words
from flock.domain.positions import LatLon
from flock.services import land
from flock.services.placing import GIVEN, Far

FAR, COARSE, SEA, OUTSIDE = "far", "coarse", "sea", "outside"
KEEP, ADDRESS, OUT = "keep", "address", "out"
SAME, APART = "same", "apart"

COARSE_M = 2_000.0
CHOICES = {FAR: (KEEP, ADDRESS, OUT), COARSE: (KEEP, OUT), SEA: (KEEP, ADDRESS, OUT), OUTSIDE: (KEEP, OUT)}
"""What can be decided about each kind of doubt."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that is taken as it is unless a person says otherwise.

    `position` is where it would be; `other` is where its postcode is, `precision_m` how far that may be off.
    """

    line: int
    kind: str
    name: str
    position: LatLon
    other: LatLon | None
    precision_m: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person decided: about the position of rows, singly by line or by kind for the rest; and which rows have a twin."""

    rows: Mapping[int, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    twins: Mapping[int, str] = field(default_factory=dict)

    def about(self, doubt: Doubt) -> str | None:
        """Give what was decided about a doubt, or None."""
        return self.rows.get(doubt.line) or self.kinds.get(doubt.kind)

    @property
    def left_out(self) -> set[int]:
        """Give the lines that are not wanted at all."""
        return {line for line, choice in self.rows.items() if choice == OUT}

    def as_json(self) -> dict[str, Any]:
        """Give the same with plain values."""
        return {
            "rows": {str(line): choice for line, choice in self.rows.items()},
            "kinds": dict(self.kinds),
            "twins": {str(line): choice for line, choice in self.twins.items()},
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Decisions":
        """Take back what `as_json` gave."""
        return cls(
            {int(line): choice for line, choice in values.get("rows", {}).items()},
            dict(values.get("kinds", {})),
            {int(line): choice for line, choice in values.get("twins", {}).items()},
        )

    def with_rows(self, lines: Iterable[int], choice: str) -> "Decisions":
        """Decide about single rows."""
        return replace(self, rows={**self.rows, **dict.fromkeys(lines, choice)})

    def with_kind(self, kind: str, choice: str) -> "Decisions":
        """Decide about all rows of a kind that were not decided singly."""
        return replace(self, kinds={**self.kinds, kind: choice})

    def with_twins(self, lines: Iterable[int], choice: str) -> "Decisions":
        """Decide whether rows are the place that they look like."""
        return replace(self, twins={**self.twins, **dict.fromkeys(lines, choice)})


def find(places: pa.Table, far: Iterable[Far]) -> list[Doubt]:
    """Find placed rows whose position is in question; of each row the gravest doubt, in the order of the rows."""
    lat, lon = places["lat"].to_numpy(), places["lon"].to_numpy()
    precision_m = places["precision_m"].to_numpy()
    looked_up = np.array(places["position_source"].to_pylist(), dtype=object) != GIVEN if len(lat) else np.empty(0, bool)
    at_sea, coarse = land.is_sea(lat, lon), looked_up & (precision_m > COARSE_M)
    far_by_line = {one.line: one for one in far}
    lines = places["line"].to_pylist()
    rows = set(np.flatnonzero(at_sea | coarse).tolist())
    rows |= {row for row, line in enumerate(lines) if line in far_by_line} if far_by_line else set()
    found = []
    for row in sorted(rows):
        name, position, line = places["name"][row].as_py(), LatLon(float(lat[row]), float(lon[row])), lines[row]
        one = far_by_line.get(line)
        other, other_m = (one.expected.position, one.expected.precision_m) if one else (None, 0.0)
        if at_sea[row]:
            found.append(Doubt(line, SEA, name, position, other, other_m, "These coordinates are in the sea."))
        elif one:
            sentence = f"The coordinates are far from {one.expected.matched}."
            found.append(Doubt(line, FAR, name, position, other, other_m, sentence))
        else:
            reach = words.distance(float(precision_m[row]), unit="km")
            sentence = f"Only the town or district is known, so it may be {reach} away."
            found.append(Doubt(line, COARSE, name, position, None, float(precision_m[row]), sentence))
    return found
