"""The gazetteer's own DuckDB file: built once from reference tables, then only read, by any number of processes."""

import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from flock.domain import positions
from flock.domain.gazetteer import Spot, Town
from flock.domain.positions import LatLon
from flock.errors import DatabaseUnavailable
from flock.storage.database import Database, sql

FORMAT = "2"  # raise it when the tables, what is computed in them, or the keys of names change
LEAST_POSTCODE_M = 150.0  # of libraries whose site is known, 96 in 100 lie within this of their postcode's own position
LEAST_AREA_M = 500.0

Report = Callable[[str, float], None]
"""Hears a sentence of what is being done, and how much of it is, from 0 to 1."""

_MEMORY_MB = 1024
_opening = threading.Lock()
_opened: dict[Path, "GazetteerTables"] = {}


class Reference(Protocol):
    """Where a gazetteer is built from."""

    @property
    def versions(self) -> Mapping[str, str]:
        """The version of each source; another one means that the gazetteer is out of date."""

    def postcodes(self) -> Iterable[tuple[str, pa.Table]]:
        """Give tables of postcode, lat, lon, authority in postcode order, each with what to call it."""

    def towns(self) -> tuple[pa.Table, pa.Table]:
        """Give towns (town_id, name, lat, lon, country, admin1, population) and names (name, town_id, own)."""


class GazetteerTables:
    """Looks things up, many at a time. Safe to share between threads."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def postcodes(self, codes: Collection[str]) -> dict[str, Spot]:
        """Find full postcodes, written without a space. Those that do not exist are left out."""
        return _spots(self._about(codes, "gazetteer_postcodes"))

    def areas(self, codes: Collection[str]) -> dict[str, Spot]:
        """Find sectors such as BS4 3 and outward codes such as BS4. Those that do not exist are left out."""
        return _spots(self._about(codes, "gazetteer_areas"))

    def towns(self, names: Collection[str]) -> dict[str, list[Town]]:
        """Find towns of the world by the keys of their names. Names that no town has are left out."""
        found: dict[str, list[Town]] = defaultdict(list)
        for key, name, lat, lon, *rest in self._about(names, "gazetteer_towns"):
            found[key].append(Town(name, LatLon(lat, lon), *rest))
        return found

    def similar_towns(self, names: Collection[str]) -> dict[str, str]:
        """Give, for keys that no town has, the British town whose name comes closest, where one is close."""
        return dict(self._about(names, "gazetteer_similar_towns"))

    def postcodes_around(self, middle: LatLon, *, radius_m: float) -> list[tuple[str, LatLon]]:
        """Give the postcodes in the square around a point, nearest first, written with a space."""
        params = {**middle._asdict(), **positions.box_around(middle, radius_m)._asdict()}
        return [(code, LatLon(lat, lon)) for code, lat, lon in self._db.rows("gazetteer_postcodes_around", params)]

    def _about(self, keys: Collection[str], question: str) -> Iterator[tuple[Any, ...]]:
        """Ask a question about keys, which it finds in the table `asked`."""
        if not keys:
            return iter(())
        with self._db.reading() as cursor:
            cursor.register("asked", pa.table({"key": list(keys)}))
            columns = cursor.execute(sql(question)).to_arrow_table().columns
        return zip(*(column.to_pylist() for column in columns), strict=True)


def _spots(rows: Iterable[tuple[Any, ...]]) -> dict[str, Spot]:
    return {code: Spot(LatLon(lat, lon), precision_m) for code, lat, lon, precision_m in rows}


def open_or_build(path: Path, reference: Reference, *, report: Report) -> GazetteerTables:
    """Open the gazetteer, building it first where it is missing or its sources have newer versions.

    A process opens each file once: what is open already is given again.

    Raises:
        DatabaseUnavailable: the file is something else, or cannot be written.
    """
    with _opening:
        key = path.resolve()
        if key not in _opened:
            if not is_filled(path, reference):
                build(path, reference, report=report)
            _opened[key] = GazetteerTables(Database(path, read_only=True, memory_mb=_MEMORY_MB))
        return _opened[key]


def is_filled(path: Path, reference: Reference) -> bool:
    """Tell whether the file is a gazetteer of these versions.

    Raises:
        DatabaseUnavailable: the file is something else, so that building would destroy it.
    """
    if not path.exists():
        return False
    try:
        db = Database(path, read_only=True)
        try:
            return dict(db.rows("gazetteer_sources")) == _versions(reference)
        finally:
            db.close()
    except (duckdb.Error, DatabaseUnavailable) as error:
        raise DatabaseUnavailable(
            f"{path} is not a gazetteer. Give another path in FLOCK_GAZETTEER, or move the file away."
        ) from error


def build(path: Path, reference: Reference, *, report: Report) -> None:
    """Build the gazetteer beside its place and move it there when complete, so that a broken build leaves nothing.

    Raises:
        DatabaseUnavailable: the folder cannot be written to, or the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f"{path.stem}-", dir=path.parent) as folder:
            unfinished = Path(folder) / path.name
            db = Database(unfinished, memory_mb=_MEMORY_MB)
            try:
                _fill(db, reference, report)
            finally:
                db.close()
            unfinished.replace(path)
    except (duckdb.IOException, OSError) as error:
        raise DatabaseUnavailable(
            f"The gazetteer {path} cannot be written. Check that its folder may be written to and has 100 MB free."
        ) from error
    report("The gazetteer is ready", 1.0)


def _fill(db: Database, reference: Reference, report: Report) -> None:
    with db.writing() as cursor:
        cursor.execute(sql("gazetteer_create"))
    for done, (letter, batch) in enumerate(reference.postcodes()):
        report(f"Reading the postcodes that begin with {letter}", 0.7 * done / 26)
        _add(db, "gazetteer_add_postcodes", batch)
    report("Measuring how far postcodes spread", 0.7)
    widths = {"least_area_m": LEAST_AREA_M, "least_postcode_m": LEAST_POSTCODE_M}
    _add(db, "gazetteer_add_areas", None, {"earth_radius_m": positions.EARTH_RADIUS_M, **widths})
    report("Reading the towns of the world", 0.8)
    towns, names = reference.towns()
    _add(db, "gazetteer_add_towns", towns)
    _add(db, "gazetteer_add_names", names)
    versions = _versions(reference)
    _add(db, "gazetteer_add_sources", pa.table({"source": list(versions), "version": list(versions.values())}))


def _add(db: Database, question: str, batch: pa.Table | None, params: Mapping[str, Any] | None = None) -> None:
    with db.writing() as cursor:
        if batch is not None:
            cursor.register("batch", batch)
        cursor.execute(sql(question), params or {})


def _versions(reference: Reference) -> dict[str, str]:
    return {**reference.versions, "format": FORMAT}
