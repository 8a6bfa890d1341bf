"""Places told twice: rows of a table that are a place which is there already, or which another row brings.

Candidates are neighbours, or share a phone, site or postcode (`storage/import_candidates.py`); each pair is then weighed term
by term (`domain/likeness.py`). What is certain is merged; a person decides about the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from flock.domain import blending, likeness, positions
from flock.domain.likeness import Likeness, Place
from flock.domain.positions import LatLon
from flock.services.doubts import APART, SAME
from flock.storage import import_candidates
from flock.storage.imports import Staging, Twin

REACH_M = 150.0
_KEYS = ("phone", "url", "postcode")


@dataclass(frozen=True, slots=True)
class Pair:
    """A row and the place that it may be: one that is there (`venue_id`), or one that a row above brings (`twin_line`)."""

    line: int
    place: Place
    venue_id: UUID | None
    twin_line: int | None
    twin: Place
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Cluster:
    """Pairs that hang together: rows and places that may all be one, the likeliest pair first."""

    pairs: tuple[Pair, ...]

    @property
    def lines(self) -> list[int]:
        """Give the rows that are to be decided about, in order."""
        return sorted({pair.line for pair in self.pairs})


def find(staging: Staging) -> list[Pair]:
    """Find and weigh the pairs of matched rows that may be one place; plainly different ones are left out."""
    batches = import_candidates.near_or_alike(staging, reach_m=REACH_M)
    pairs = (_pair(row) for batch in batches for row in _worth_weighing(batch).to_pylist())
    return [pair for pair in pairs if pair.likeness.weight >= likeness.DOUBTFUL]


def settle(pairs: Iterable[Pair], decisions: Mapping[int, str]) -> tuple[list[Twin], list[Pair]]:
    """Say which rows are merged into what, and which pairs are open because nobody decided. Each row is merged once.

    A row follows its likeliest pair; where a person decided about it, that holds instead of the weights.
    """
    best: dict[int, Pair] = {}
    for pair in pairs:
        known = best.get(pair.line)
        if decisions.get(pair.line) != APART and (known is None or pair.likeness.weight > known.likeness.weight):
            best[pair.line] = pair
    same = {line for line, pair in best.items() if decisions.get(line) == SAME or pair.likeness.is_certain}
    twins = [_twin(line, best, same) for line in sorted(same)]
    return twins, [pair for line, pair in sorted(best.items()) if line not in same]


def clusters(pairs: Sequence[Pair]) -> list[Cluster]:
    """Group pairs that share a row or a place, the largest group first."""
    parent: dict[Any, Any] = {}

    def root(node: Any) -> Any:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for pair in pairs:
        parent[root(pair.line)] = root(pair.venue_id or pair.twin_line)
    groups: dict[Any, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[root(pair.line)].append(pair)
    ordered = (sorted(group, key=lambda pair: (-pair.likeness.weight, pair.line)) for group in groups.values())
    return sorted((Cluster(tuple(group)) for group in ordered), key=lambda cluster: (-len(cluster.pairs), cluster.lines))


def _twin(line: int, best: Mapping[int, Pair], same: set[int]) -> Twin:
    """Follow a row to the place that it is in the end: each step leads to a row further up, or to a place that is there."""
    pair = best[line]
    while pair.venue_id is None and pair.twin_line in same:
        pair = best[pair.twin_line]
    return Twin(line, pair.venue_id, pair.twin_line)


def _worth_weighing(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Leave out, before any row is made an object, pairs whose names alone say that they are two places."""
    names = [batch[name].to_pylist() for name in ("name", "twin_name")]
    shared = [pc.fill_null(pc.equal(batch[f"{key}_key"], batch[f"twin_{key}_key"]), False).to_pylist() for key in _KEYS]
    kept = [
        likeness.may_be_one(name, twin, phone=phone, url=url, postcode=postcode)
        for name, twin, phone, url, postcode in zip(*names, *shared, strict=True)
    ]
    return batch.filter(pa.array(kept, pa.bool_()))


def _pair(row: Mapping[str, Any]) -> Pair:
    place, twin = (_place(row, prefix) for prefix in ("", "twin_"))
    venue_id = UUID(row["venue_id"]) if row["venue_id"] else None
    return Pair(row["line"], place, venue_id, row["twin_line"], twin, likeness.compare(place, twin))


def _place(row: Mapping[str, Any], prefix: str) -> Place:
    name, address, town, lat, lon, precision_m = (
        row[prefix + column] for column in ("name", "address", "town", "lat", "lon", "precision_m")
    )
    phone, url, postcode = (row[f"{prefix}{key}_key"] or None for key in _KEYS)
    kind = blending.word(row[f"{prefix}facts"], "kind")
    return Place(name, address, town, postcode, phone, url, kind, LatLon(lat, lon), precision_m)


def apart_m(pair: Pair) -> float:
    """Give how far the two positions of a pair lie from each other, in metres."""
    return positions.distance_m(pair.place.position, pair.twin.position)
