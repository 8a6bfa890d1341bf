import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import shapely

from flock.domain import tiles
from flock.domain.positions import LatLon
from flock.errors import BadFilter
from flock.services.base_map import UNITS, BaseMap

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def base_map() -> BaseMap:
    return BaseMap()


def tile_at(base_map: BaseMap, at: LatLon, zoom: int) -> dict[str, Any]:
    return json.loads(base_map.tile(zoom, *tiles.column_row(at, zoom)))


def is_land(base_map: BaseMap, at: LatLon, zoom: int) -> bool:
    """Paint a tile on paper: lakes over land, isles over lakes."""
    tile = tile_at(base_map, at, zoom)
    x, y = tiles.column_row(at, zoom)
    deep_x, deep_y = tiles.column_row(at, tiles.MAX_ZOOM)
    side = UNITS / (1 << (tiles.MAX_ZOOM - zoom))
    point = shapely.Point(deep_x * side - x * UNITS, deep_y * side - y * UNITS)
    land = False
    for layer, is_dry in (("land", True), ("lakes", False), ("isles", True)):
        for ring in tile[layer]:
            if shapely.Polygon(list(zip(ring[::2], ring[1::2], strict=True))).buffer(0).contains(point):
                land = is_dry
    return land


LAND = [LatLon(51.45, -2.59), LatLon(54.5, -2.0), LatLon(53.35, -6.5), LatLon(40.4, -3.7), LatLon(-25, 134), LatLon(66.5, -172)]
LAND += [LatLon(65, 179), LatLon(-80, 20), LatLon(-17.8, 178), LatLon(1.35, 103.8)]
WATER = [
    LatLon(51.4, -4.5),
    LatLon(54, 3),
    LatLon(45, -40),
    LatLon(0, -150),
    LatLon(47.7, -87.5),
    LatLon(61, 31.5),
    LatLon(-60, 0),
]


@pytest.mark.parametrize("zoom", [2, 4, 6, 9])
@pytest.mark.parametrize("at", LAND)
def test_land_is_land(base_map, at, zoom):
    small_island = at in (LatLon(1.35, 103.8), LatLon(-17.8, 178))
    if zoom >= 6 or not small_island:
        assert is_land(base_map, at, zoom)


@pytest.mark.parametrize("zoom", [2, 4, 6, 9])
@pytest.mark.parametrize("at", WATER)
def test_seas_and_great_lakes_are_water(base_map, at, zoom):
    assert not is_land(base_map, at, zoom)


def test_shapes_stay_near_their_tile(base_map):
    tile = tile_at(base_map, LatLon(51.5, -3), 7)
    numbers = [number for layer in ("land", "lakes", "isles", "rivers") for line in tile[layer] for number in line]
    assert numbers
    assert min(numbers) >= -UNITS / 8
    assert max(numbers) <= UNITS * 9 / 8


def test_rivers_are_drawn_where_they_help_and_not_where_they_would_mislead(base_map):
    oxford = LatLon(51.75, -1.26)
    assert tile_at(base_map, oxford, 8)["rivers"]
    assert tile_at(base_map, oxford, 14)["rivers"] == []


def test_a_town_has_its_name_where_it_lies(base_map):
    zoom, bristol = 8, LatLon(51.45523, -2.59665)
    x, y = tiles.column_row(bristol, zoom)
    deep_x, deep_y = (number / (1 << (tiles.MAX_ZOOM - zoom)) for number in tiles.column_row(bristol, tiles.MAX_ZOOM))
    ((_, at_x, at_y, size),) = [town for town in tile_at(base_map, bristol, zoom)["towns"] if town[0] == "Bristol"]
    assert (at_x, at_y) == pytest.approx(((deep_x - x) * UNITS, (deep_y - y) * UNITS), abs=20)
    assert size == 1


def test_a_name_over_an_edge_is_in_both_tiles_at_the_same_spot(base_map):
    for zoom in (6, 9, 11):
        x, y = tiles.column_row(LatLon(52.5, -1.9), zoom)
        left, right = (json.loads(base_map.tile(zoom, x + step, y))["towns"] for step in (0, 1))
        beyond = {(name, at_x - UNITS, at_y) for name, at_x, at_y, _ in left if at_x > UNITS}
        assert beyond <= {(name, at_x, at_y) for name, at_x, at_y, _ in right}


def test_names_do_not_overlap(base_map):
    for zoom in (3, 6, 9, 12):
        towns = tile_at(base_map, LatLon(51.5, 7.2), zoom)["towns"]
        boxes = [shapely.box(x - 48 * len(name), y - 160, x + 48 * len(name), y + 160) for name, x, y, _ in towns]
        assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])


@pytest.mark.parametrize("zoom", range(20))
def test_corners_of_the_world_date_line_and_poles_can_be_drawn(base_map, zoom):
    last = (1 << zoom) - 1
    for x in {0, last, last // 2}:
        for y in {0, last, last // 2}:
            assert json.loads(base_map.tile(zoom, x, y)).keys() == {"land", "lakes", "isles", "rivers", "towns"}


@pytest.mark.parametrize("tile", [(-1, 0, 0), (25, 0, 0), (3, 8, 0), (3, 0, -1)])
def test_a_tile_that_does_not_exist_is_refused(base_map, tile):
    with pytest.raises(BadFilter):
        base_map.tile(*tile)


def test_tiles_are_small(base_map):
    dense = [LatLon(60.4, 5.3), LatLon(51.5, -0.1), LatLon(35.7, 139.7), LatLon(-50, -74), LatLon(51.45, 7.0), LatLon(62, 25)]
    base_map.tile(0, 0, 0), base_map.tile(5, 0, 0)
    for zoom in range(20):
        for at in dense:
            assert len(base_map._draw(zoom, *tiles.column_row(at, zoom))) <= 40_000


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Only Linux tells a process's peak of memory this way.")
def test_memory_is_taken_at_the_first_tile_and_within_bounds():
    code = """
from flock.services.base_map import BaseMap

def peak_kb():
    return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])

base_map = BaseMap()
before = peak_kb()
base_map.tile(6, 31, 21), base_map.tile(0, 0, 0), base_map.tile(14, 8073, 5446)
print(before, peak_kb())
"""
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    before_kb, after_kb = map(int, output.split())
    assert before_kb < 100_000
    assert 10_000 < after_kb - before_kb < 200_000
