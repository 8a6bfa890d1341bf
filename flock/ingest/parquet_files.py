"""Parquet and GeoParquet, read batch by batch. The inner fields of a structure become columns of their own; points become degrees."""

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flock.errors import BadTable
from flock.ingest.reading import LONGEST_CELL, Block, Reading

LAT, LON = "latitude", "longitude"
MOST_BYTES, MOST_ROWS = 8 << 30, 20_000_000  # as the file says of itself, unpacked
_WGS84 = frozenset({"CRS84", "4326"})
_READING = Reading("parquet")
_FLATTENED = 3  # levels of structures


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """A Parquet file. Its lines are the numbers of its rows, from 1; `geometry` is the column of shapes, if it has one."""

    path: Path
    header: list[str]
    geometry: str
    reading: Reading = _READING
    sheets: tuple[str, ...] = ()

    def blocks(self, rows: int, *, after_line: int = 0) -> Iterator[Block]:
        """Read the rows."""
        line = 1
        try:
            with pq.ParquetFile(self.path, arrow_extensions_enabled=False) as file:
                total = max(file.metadata.num_rows, 1)
                for batch in file.iter_batches(min(rows, 10_000)):
                    columns = self._columns(_flat(pa.Table.from_batches([batch])))
                    if any(max(map(len, column), default=0) > LONGEST_CELL for column in columns):
                        raise BadTable(f"{self.path.name} has a text of more than {LONGEST_CELL:,} letters near row {line}.")
                    count = batch.num_rows
                    yield Block(list(range(line, line + count)), [list(row) for row in zip(*columns, strict=True)], line / total)
                    line += count
        except BadTable:
            raise
        except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
            raise _broken(self.path) from error

    def _columns(self, table: pa.Table) -> list[list[str]]:
        columns = [_texts(table[name]) for name in table.column_names if name != self.geometry]
        if self.geometry not in table.column_names:
            return columns
        spots = _spots(table[self.geometry].to_pylist())
        return [[_degrees(lat) for lat, _ in spots], [_degrees(lon) for _, lon in spots], *columns]


def find(path: Path) -> ParquetFile:
    """Find out the columns.

    Raises:
        BadTable: no Parquet, damaged, far too large, or with shapes in other coordinates than degrees.
    """
    try:
        with pq.ParquetFile(path, arrow_extensions_enabled=False) as file:
            meta = file.metadata
            unpacked = sum(meta.row_group(number).total_byte_size for number in range(meta.num_row_groups))
            geometry = _geometry(path, (meta.metadata or {}).get(b"geo"))
            names = _flat(file.schema_arrow.empty_table()).column_names
    except BadTable:
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError, RecursionError) as error:
        raise _broken(path) from error
    if unpacked > MOST_BYTES or meta.num_rows > MOST_ROWS:
        raise BadTable(f"{path.name} unpacks to {unpacked >> 20:,} MB of {meta.num_rows:,} rows. Give a part of it.")
    has_shapes = geometry in names
    return ParquetFile(path, [*([LAT, LON] if has_shapes else []), *(name for name in names if name != geometry)], geometry)


def _geometry(path: Path, described: bytes | None) -> str:
    """Give the column of shapes that GeoParquet's own description names, or the usual one."""
    if not described:
        return "geometry"
    about = json.loads(described)
    name = str(about["primary_column"]) if isinstance(about, dict) and "primary_column" in about else "geometry"
    column = about.get("columns", {}).get(name, {}) if isinstance(about, dict) else {}
    crs = column.get("crs") if isinstance(column, dict) else None
    code = str(crs.get("id", {}).get("code", "")) if isinstance(crs, dict) and isinstance(crs.get("id"), dict) else ""
    if code and code not in _WGS84:
        raise BadTable(f"{path.name} has its coordinates in {code[:40]}. Export it in degrees (WGS 84, EPSG:4326).")
    return name


def _flat(table: pa.Table) -> pa.Table:
    for _ in range(_FLATTENED):
        if not any(pa.types.is_struct(field.type) for field in table.schema):
            break
        table = table.flatten()
    return table


def _texts(column: pa.ChunkedArray) -> list[str]:
    return [cell if type(cell) is str else _text(cell) for cell in column.to_pylist()]


def _text(cell: Any) -> str:
    if cell is None or cell != cell or isinstance(cell, bytes):  # NaN is no number
        return ""
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, list) and not any(isinstance(item, list | tuple | dict) for item in cell):
        return "; ".join(map(_text, cell))
    return json.dumps(cell, ensure_ascii=False, default=str) if isinstance(cell, list | dict | bool) else str(cell)


def _spots(shapes: Sequence[Any]) -> list[tuple[float | None, float | None]]:
    """Give latitude and longitude of each shape; of an area, of the middle of its outline."""
    import shapely  # takes long to load, and few tables have shapes

    bounds = shapely.bounds(
        shapely.from_wkb([shape if isinstance(shape, bytes) else None for shape in shapes], on_invalid="ignore")
    )
    return [
        (None, None) if west != west else ((south + north) / 2, (west + east) / 2) for west, south, east, north in bounds.tolist()
    ]


def _degrees(value: float | None) -> str:
    return "" if value is None else repr(value)


def _broken(path: Path) -> BadTable:
    return BadTable(f"{path.name} is a damaged Parquet file. Export it again, or as CSV (UTF-8).")
