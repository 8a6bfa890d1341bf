"""A private PostgreSQL with PostGIS for the length of a benchmark, and the places in it as a careful owner would lay them out."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

try:
    import psycopg
except ImportError:
    psycopg = None  # type: ignore[assignment]

# Sized for the machine, tuned for short questions; no safety that the questions would not notice.
_SETTINGS = {
    "shared_buffers": "4GB",
    "effective_cache_size": "12GB",
    "work_mem": "128MB",
    "maintenance_work_mem": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_size": "16GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "plan_cache_mode": "force_custom_plan",
}
_TABLE = """
CREATE UNLOGGED TABLE venue (
    venue_id uuid, name text, kind text, status text, wifi text, hours text, tz text, lat float8, lon float8,
    geom geometry(Point, 3857) GENERATED ALWAYS AS (ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857)) STORED,
    geog geography(Point) GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography) STORED
)
"""
_COLUMNS = "venue_id, name, kind, status, wifi, hours, tz, lat, lon"
_INDEXES = (
    ("CREATE INDEX ON venue USING gist (geom)",),
    ("CREATE INDEX ON venue USING gist (geog)", "CREATE INDEX ON venue (kind, wifi)"),
)


def missing() -> str | None:
    """Say what has to be installed before `server` works, None when all is there."""
    if psycopg is None:
        return "psycopg is not installed (pip install -r benchmarks/requirements.txt)"
    if _programs() is None:
        return "PostgreSQL is not installed (Debian: apt-get install postgresql postgresql-15-postgis-3)"
    if not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        return "PostGIS is not installed (Debian: apt-get install postgresql-15-postgis-3)"
    return None


@dataclass(frozen=True)
class Server:
    """A running server: the folder of its socket and files, what psycopg needs to connect, and what it is."""

    folder: Path
    address: str

    @property
    def version(self) -> str:
        """Name both programs with their versions."""
        with psycopg.connect(self.address) as connection:
            row = connection.execute("SELECT current_setting('server_version'), PostGIS_Lib_Version()").fetchone()
        return "PostgreSQL {} with PostGIS {}".format(*(text.split()[0] for text in row or ()))


@contextmanager
def server() -> Iterator[Server]:
    """Start a server with nothing in it, on a socket in a folder of its own, and remove it whatever happens."""
    programs = _programs()
    assert programs is not None
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # PostgreSQL refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="flock-postgis-"))
    try:
        if as_owner:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = folder / "data"
        _run(
            [
                *as_owner,
                str(programs / "initdb"),
                "-D",
                str(data),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ]
        )
        # Only a socket in its own folder: no port to find free, and nobody else's server can be met by mistake.
        settings = _SETTINGS | {"unix_socket_directories": str(folder), "listen_addresses": ""}
        with (data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        control = [*as_owner, str(programs / "pg_ctl"), "-D", str(data), "-w", "-t", "60"]
        _run([*control, "-l", str(folder / "log"), "start"])
        try:
            yield Server(folder, f"host={folder} user=postgres dbname=postgres")
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def load(server: Server, places: Path) -> None:
    """Fill the table in the order of our own file, then index and analyse it."""
    rows = server.folder / "places.csv"
    with duckdb.connect(str(places), read_only=True) as source:
        source.execute(f"COPY (SELECT {_COLUMNS} FROM venue) TO '{rows}' (HEADER false)")
    _execute(server.address, ["CREATE EXTENSION postgis", _TABLE, f"COPY venue ({_COLUMNS}) FROM '{rows}' (FORMAT csv)"])
    rows.unlink()
    with ThreadPoolExecutor(len(_INDEXES)) as pool:
        list(pool.map(lambda statements: _execute(server.address, statements), _INDEXES))
    _execute(server.address, ["VACUUM (ANALYZE, FREEZE) venue"])


class Places:
    """The questions of the benchmark, asked of PostGIS over one connection. Filters: one kind, and Wi-Fi."""

    def __init__(self, server: Server, *, wifi: Sequence[str]) -> None:
        self._connection = psycopg.connect(server.address, autocommit=True)
        self._wifi = list(wifi)

    def __enter__(self) -> "Places":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def singles(self, *, zoom: int, x: int, y: int, kind: str, most: int) -> list[tuple[Any, ...]]:
        """Give up to `most` single places of a tile, as id, position, name, status, hours and zone."""
        return self._ask(_SINGLES, zoom=zoom, x=x, y=y, kind=kind, most=most)

    def clusters(self, *, zoom: int, x: int, y: int, kind: str, split: int) -> list[tuple[Any, ...]]:
        """Group a tile's places into cells `split` zooms deeper: number, mean position, and one place of each."""
        return self._ask(_CLUSTERS, zoom=zoom, x=x, y=y, kind=kind, cell=_WORLD_M / (1 << zoom + split))

    def nearest(self, *, lat: float, lon: float, kind: str, most: int) -> list[tuple[Any, ...]]:
        """Give the nearest places, nearest first: id and distance in metres on the sphere."""
        return self._ask(_NEAREST, lat=lat, lon=lon, kind=kind, most=most)

    def _ask(self, question: str, **values: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(question, values | {"wifi": self._wifi}, prepare=True).fetchall()


_WORLD_M = 40_075_016.685578488  # the width of the map in EPSG:3857
_FITS = "status <> 'closed' AND kind = %(kind)s AND wifi = ANY(%(wifi)s)"
_SINGLES = f"""
SELECT venue_id, lat, lon, name, status, hours, tz
FROM venue WHERE geom && ST_TileEnvelope(%(zoom)s, %(x)s, %(y)s) AND {_FITS} LIMIT %(most)s
"""
_CLUSTERS = f"""
SELECT count(*), avg(lat), avg(lon), min(venue_id::text), min(name), min(hours)
FROM venue WHERE geom && ST_TileEnvelope(%(zoom)s, %(x)s, %(y)s) AND {_FITS}
GROUP BY floor(ST_X(geom) / %(cell)s), floor(ST_Y(geom) / %(cell)s)
"""
_NEAREST = f"""
SELECT venue_id, geog <-> point AS distance_m, name, kind, status, lat, lon, hours
FROM venue, (SELECT ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography AS point) AS asked
WHERE {_FITS} ORDER BY geog <-> point LIMIT %(most)s
"""


def _execute(address: str, statements: Sequence[str]) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)
