"""Map tiles, the nearest places and the weight of a view, beside PostGIS, geopandas and folium, in one run."""

import argparse
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import folium
from folium.plugins import MarkerCluster
from starlette.responses import JSONResponse
from streamlit.web.server.starlette.starlette_server_config import GZIP_COMPRESSLEVEL

from benchmarks.support import geopandas_places, measure, postgis, synthetic
from flock.domain import filters, tiles
from flock.domain.positions import LatLon
from flock.domain.venues import KINDS
from flock.services import discovery
from flock.services.discovery import Discovery
from flock.storage import venues
from flock.storage.database import Database
from flock.storage.venues import Asked

WIFI = ("free", "customers")  # what the need "wifi" accepts
TWO_FILTERS = {"kind": "cafe", "needs": "wifi"}
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
ZOOMS = range(19)  # the map, 512 pixels to a tile, shows a tile of zoom 18 at its own zoom 19
TILES_A_ZOOM = 20
FAR_ZOOMS = range(6)  # where a filter's counts per cell are kept after its first tile
POINTS = 300
NEAREST = 20
BANDS = {"0–5": FAR_ZOOMS, "6–12": range(6, 13), "13–18": range(13, 19), "all": ZOOMS}
TILE_TARGET_MS = {1_000_000: 20, 10_000_000: 50}
NEAREST_TARGET_MS = 10
PAYLOAD_TARGET_KB = 100
VIEWS = {"1280 × 800": (1280, 800), "390 × 700": (390, 700)}
TILE_PX = 512
POINTS_IN_FOLIUM = 10_000


class Tile(NamedTuple):
    """A tile to ask for."""

    zoom: int
    x: int
    y: int


def main() -> None:
    """Run everything for each size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--venues", type=int, nargs="+", default=list(TILE_TARGET_MS), help="how many places to invent")
    arguments.add_argument(
        "--peer", action=argparse.BooleanOptionalAction, default=True, help="compare with PostGIS and geopandas"
    )
    given = arguments.parse_args()
    print(measure.machine("duckdb", "geopandas", "shapely", "folium"))
    for size in given.venues:
        path = synthetic.database(size)
        with postgis_places(path, wanted=given.peer) as peer:
            db = Database(path, read_only=True)
            compare_tiles(Discovery(db), path, size=size, peer=peer)
            compare_nearest(db, path, size=size, peer=peer, with_geopandas=given.peer)
            weigh_views(Discovery(db), path, size=size)
            db.close()


@contextmanager
def postgis_places(path: Path, *, wanted: bool) -> Iterator[postgis.Places | None]:
    """Give PostGIS with the places in it, or None where it is not wanted or not there."""
    missing = postgis.missing() if wanted else "PostGIS was not asked for"
    if missing:
        print(f"Without PostGIS: {missing}.")
        yield None
        return
    with postgis.server() as server:
        _, took_ms = measure.timed(lambda: postgis.load(server, path))
        print(f"Loaded and indexed in {server.version} within {took_ms / 1000:.0f} s.", flush=True)
        with postgis.Places(server, wifi=WIFI) as places:
            yield places


def compare_tiles(found: Discovery, path: Path, *, size: int, peer: postgis.Places | None) -> None:
    """Ask for the same tiles of every zoom with two filters, then with harder ones."""
    asked = [
        Tile(zoom, *tiles.column_row(position, zoom))
        for zoom in ZOOMS
        for position in synthetic.weighted(path, TILES_A_ZOOM, seed=zoom)
    ]
    rows = []

    def add(question: str, by: str, took: Sequence[float]) -> None:
        for band, zooms in BANDS.items():
            some = [ms for tile, ms in zip(asked, took, strict=True) if tile.zoom in zooms]
            rows.append([question, by, band, *measure.spread(some)])

    ours, took = ask_each(asked, lambda tile: flock_tile(found, kind_of(tile), tile))
    add("two filters", "Flock", took)
    if peer:
        theirs, peer_took = ask_each(asked, lambda tile: postgis_tile(peer, kind_of(tile)["kind"], tile))
        add("two filters", "PostGIS", peer_took)
    far = [tile for tile in asked if tile.zoom in FAR_ZOOMS]
    first = [
        measure.timed(lambda tile=tile, query=query: flock_tile(found, query, tile))[1]
        for tile, query in zip(far, unheard_of(), strict=False)
    ]
    rows.append(["two filters, never asked before", "Flock", "0–5", *measure.spread(first)])
    for name, more in {"and open now": {"open": "0"}, "and a word": {"q": "willow"}}.items():
        add(
            f"two filters {name}",
            "Flock",
            ask_each(asked, lambda tile, more=more: flock_tile(found, kind_of(tile) | more, tile))[1],
        )
    heads = ["one tile, ms", "by", "zooms", "median", "p95", "most"]
    measure.table(f"{size:,} places: {len(asked)} map tiles, weighted by places", heads, rows)
    if peer:
        differing = sum(not same(a, b) for a, b in zip(ours, theirs, strict=True))
        print(f"Tiles in which the two draw different things: {differing} of {len(asked)}.")
        print(f"PostGIS takes {ratios(took, peer_took)} as long.")
    if size in TILE_TARGET_MS:
        print(f"Tile, p95: {measure.verdict(measure.percentile(took, 0.95), TILE_TARGET_MS[size])}")


def kind_of(tile: Tile) -> dict[str, str]:
    """Give two filters; tiles beside each other get another kind, so that no single answer is asked for again and again."""
    return TWO_FILTERS | {"kind": KINDS[(tile.x + tile.y) % len(KINDS)]}


def unheard_of() -> Iterator[dict[str, str]]:
    """Give pairs of filters, no pair twice, none of those that tiles are asked for with."""
    return ({"kind": kind, "needs": need} for need in filters.NEEDS if need != "wifi" for kind in KINDS)


def flock_tile(found: Discovery, query: dict[str, str], tile: Tile) -> bytes:
    """Answer as the HTTP route does: read the filter, make the tag, ask, write JSON."""
    wanted = filters.from_query(query)
    found.tile_tag(wanted, **tile._asdict(), at=NOON)
    return bytes(JSONResponse(found.tile(wanted, **tile._asdict(), at=NOON)).body)


def postgis_tile(peer: postgis.Places, kind: str, tile: Tile) -> bytes:
    """Answer the same question with the same JSON, except whether places are open."""
    if tile.zoom >= discovery.SINGLE_FROM_ZOOM:
        single = peer.singles(**tile._asdict(), kind=kind, most=discovery.MOST_SINGLE + 1)
        if len(single) <= discovery.MOST_SINGLE:
            places = [[str(i), round(lat, 6), round(lon, 6), kind, name, status] for i, lat, lon, name, status, *_ in single]
            return bytes(JSONResponse({"clusters": [], "places": places}).body)
    groups = peer.clusters(**tile._asdict(), kind=kind, split=discovery.SPLIT)
    many = [[round(lat, 6), round(lon, 6), n, tile.zoom + discovery.SPLIT] for n, lat, lon, *_ in groups if n > 1]
    places = [[i, round(lat, 6), round(lon, 6), kind, name, "open"] for n, lat, lon, i, name, _ in groups if n == 1]
    return bytes(JSONResponse({"clusters": many, "places": places}).body)


def same(ours: bytes, theirs: bytes) -> bool:
    """Tell whether two tiles draw as many groups of the same sizes, whose positions add up to the same."""
    sums = []
    for drawn in (json.loads(ours), json.loads(theirs)):
        groups = [(n, lat, lon) for lat, lon, n, _ in drawn["clusters"]] + [(1, lat, lon) for _, lat, lon, *_ in drawn["places"]]
        counts = sorted(n for n, _, _ in groups)
        sums.append((counts, sum(n * lat for n, lat, _ in groups), sum(n * lon for n, _, lon in groups)))
    (a, a_lat, a_lon), (b, b_lat, b_lon) = sums
    near = 1e-5 * (sum(a) or 1)  # clusters are averaged from positions of 32 bits, which are up to a metre off
    return a == b and abs(a_lat - b_lat) < near and abs(a_lon - b_lon) < near


def compare_nearest(db: Database, path: Path, *, size: int, peer: postgis.Places | None, with_geopandas: bool) -> None:
    """Ask for the nearest places at points where places are, and at points anywhere."""
    points = synthetic.weighted(path, POINTS // 2, seed=100) + synthetic.anywhere(POINTS // 2, seed=100)
    asked = Asked(filters.from_query(TWO_FILTERS))
    ours, took = ask_each(points, lambda point: venues.nearest(db, asked, center=point, most=NEAREST))
    expected = [[(str(venue.venue_id), distance_m) for venue, distance_m in near] for near in ours]
    results = {"Flock": (expected, took)}
    if peer:
        results["PostGIS <->"] = ask_each(
            points, lambda point: peer.nearest(lat=point.lat, lon=point.lon, kind=TWO_FILTERS["kind"], most=NEAREST)
        )
    if with_geopandas:
        frame = geopandas_places.Places(path, kind=TWO_FILTERS["kind"], wifi=WIFI)
        results["geopandas, filtered before"] = ask_each(frame.project(points), lambda point: frame.nearest(point, most=NEAREST))
    rows = []
    for name, (answers, times) in results.items():
        same = sum({str(one[0]) for one in a} == {one[0] for one in b} for a, b in zip(answers, expected, strict=True))
        rows.append([name, *measure.spread(times), f"{same} of {len(points)}"])
    heads = [f"{NEAREST} nearest, ms", "median", "p95", "most", "same places as Flock"]
    measure.table(f"{size:,} places: nearest with two filters, half of the points by places, half anywhere on land", heads, rows)
    print(f"Nearest, p95: {measure.verdict(measure.percentile(took, 0.95), NEAREST_TARGET_MS)}")


def weigh_views(found: Discovery, path: Path, *, size: int) -> None:
    """Add up the tiles of a view over the busiest city at each zoom, as JSON and as it travels."""
    middle = synthetic.busiest(path)
    heaviest_kb = 0.0
    rows = []
    for name, query in {"no filter": {}, "two filters": TWO_FILTERS}.items():
        for view, pixels in VIEWS.items():
            bodies = {zoom: [flock_tile(found, query, tile) for tile in in_view(middle, zoom, pixels)] for zoom in ZOOMS}
            json_kb = {zoom: sum(len(body) for body in some) / 1000 for zoom, some in bodies.items()}
            sent_kb = {
                zoom: sum(len(gzip.compress(body, GZIP_COMPRESSLEVEL)) for body in some) / 1000 for zoom, some in bodies.items()
            }
            worst = max(ZOOMS, key=sent_kb.__getitem__)
            heaviest_kb = max(heaviest_kb, sent_kb[worst])
            rows.append([f"{name}, {view}", *(measure.figure(kb[worst]) for kb in (json_kb, sent_kb)), f"zoom {worst + 1}"])
    page = folium_page(synthetic.weighted(path, POINTS_IN_FOLIUM, seed=7))
    sizes_kb = [len(page) / 1000, len(gzip.compress(page, GZIP_COMPRESSLEVEL)) / 1000]
    rows.append([f"folium MarkerCluster, {POINTS_IN_FOLIUM:,} places", *map(measure.figure, sizes_kb), "any zoom"])
    title = f"{size:,} places: the heaviest view over the busiest city, KB"
    measure.table(title, ["view", "as JSON or HTML", "as sent (gzip)", "at"], rows)
    print(f"Payload: {measure.verdict(heaviest_kb, PAYLOAD_TARGET_KB)} KB")


def in_view(middle: LatLon, zoom: int, pixels: tuple[int, int]) -> list[Tile]:
    """Give the tiles that a window around a position shows."""
    size = 1 << zoom
    fine = 1 << tiles.MAX_ZOOM - zoom
    column, row = (place / fine for place in tiles.column_row(middle, tiles.MAX_ZOOM))
    width, height = (side / TILE_PX for side in pixels)
    columns = range(max(0, int(column - width / 2)), min(size - 1, int(column + width / 2)) + 1)
    rows = range(max(0, int(row - height / 2)), min(size - 1, int(row + height / 2)) + 1)
    return [Tile(zoom, x, y) for x in columns for y in rows]


def folium_page(positions: Sequence[LatLon]) -> bytes:
    """Give the page that folium writes for the usual way: every place a marker with its name, in a MarkerCluster."""
    page = folium.Map()
    group = MarkerCluster().add_to(page)
    for number, position in enumerate(positions):
        folium.Marker(position, tooltip=f"Willow Kitchen {number}").add_to(group)
    return page.get_root().render().encode()


def ask_each(asked: Sequence[Any], question: Callable[[Any], Any]) -> tuple[list[Any], list[float]]:
    """Ask once for each, after a few to warm up; give the answers and the milliseconds of each."""
    for one in asked[:: max(1, len(asked) // 40)]:
        question(one)
    answers = [measure.timed(lambda one=one: question(one)) for one in asked]
    return [answer for answer, _ in answers], [took_ms for _, took_ms in answers]


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Say how many times as long the peer takes, in the middle and at the 95th percentile."""
    middle, high = (measure.percentile(theirs, share) / measure.percentile(ours, share) for share in (0.5, 0.95))
    return f"{middle:.1f} times (median) and {high:.1f} times (p95)"


if __name__ == "__main__":
    main()
