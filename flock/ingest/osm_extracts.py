"""An extract of OpenStreetMap (.osm.pbf), read place by place with osmium.

What is drawn as an area, a way or a relation of several, stands at the middle of its outline. The file is read twice: first for
the ways that relations are made of.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import osmium

from flock.errors import BadTable
from flock.ingest import osm_tags
from flock.ingest.reading import LONGEST_CELL, Block, Reading

_TAGS = [(key, value) for wanted in osm_tags.KINDS.values() for key, values in wanted for value in values]

_READING = Reading("osm")


@dataclass(frozen=True, slots=True)
class OsmExtract:
    """An extract. Its lines are the numbers of the places in it, from 1, nodes before areas."""

    path: Path
    reading: Reading = _READING
    header: list[str] = field(default_factory=lambda: list(osm_tags.HEADER))
    sheets: tuple[str, ...] = ()

    def blocks(self, rows: int, *, after_line: int = 0) -> Iterator[Block]:
        """Read the places."""
        block = Block([], [], 0.0)
        number = 0
        try:
            for row in self._rows():
                number += 1
                if max(map(len, row)) > LONGEST_CELL:
                    raise BadTable(f"{self.path.name}: place {number} has a text of more than {LONGEST_CELL:,} letters.")
                block.lines.append(number)
                block.rows.append(row)
                if len(block.lines) == rows:
                    yield Block(block.lines, block.rows, 0.5)
                    block = Block([], [], 0.0)
        except BadTable:
            raise
        except (RuntimeError, OSError, ValueError) as error:
            raise BadTable(f"{self.path.name} is a damaged extract of OpenStreetMap. Download it again.") from error
        if block.lines:
            yield Block(block.lines, block.rows, 1.0)

    def _rows(self) -> Iterator[list[str]]:
        wanted = osmium.filter.TagFilter(*_TAGS)
        found: Any  # a node, a way, a relation or an area
        for found in osmium.FileProcessor(osmium.io.File(str(self.path), "pbf")).with_areas(wanted).with_filter(wanted):
            if found.is_node():
                key, at = f"node/{found.id}", (found.location.lat, found.location.lon)
            elif found.is_area():
                key, at = f"{'way' if found.from_way() else 'relation'}/{found.orig_id()}", _middle(found)
            else:
                continue
            if row := osm_tags.row(key, {tag.k: tag.v for tag in found.tags}, *at):
                yield row


def _middle(area: Any) -> tuple[float, float]:
    spots = [node.location for ring in area.outer_rings() for node in ring]
    lats, lons = [spot.lat for spot in spots], [spot.lon for spot in spots]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
