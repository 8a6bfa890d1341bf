"""Web-Mercator tiles and the quadkey."""

import math
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flock.domain import tiles
from flock.domain.positions import Bounds, LatLon
from flock.errors import BadFilter

anywhere = st.builds(LatLon, st.floats(-90, 90), st.floats(-180, 180))
on_the_map = st.builds(LatLon, st.floats(-85, 85), st.floats(-180, 180))
zooms = st.integers(0, tiles.MAX_ZOOM)
steps = st.integers(-1, 1)


@st.composite
def any_tile(draw: st.DrawFn, deepest: int = tiles.MAX_ZOOM) -> tuple[int, int, int]:
    zoom = draw(st.integers(0, deepest))
    return zoom, draw(st.integers(0, (1 << zoom) - 1)), draw(st.integers(0, (1 << zoom) - 1))


@given(on_the_map, zooms)
def test_column_and_row_follow_the_published_formula(position: LatLon, zoom: int) -> None:
    """OpenStreetMap wiki, "Slippy map tilenames": the same projection, written with tangent and secant."""
    phi = math.radians(position.lat)
    x = (position.lon + 180) / 360 * (1 << zoom)
    y = (1 - math.log(math.tan(phi) + 1 / math.cos(phi)) / math.pi) / 2 * (1 << zoom)
    column, row = tiles.column_row(position, zoom)
    assert column <= x + 1e-6
    assert column == (1 << zoom) - 1 or x < column + 1 + 1e-6
    assert row - 1e-6 <= y <= row + 1 + 1e-6


def test_known_tiles() -> None:
    assert tiles.column_row(LatLon(51.5074, -0.1278), 12) == (2046, 1362)
    assert tiles.column_row(LatLon(-33.8688, 151.2093), 12) == (3768, 2457)
    assert tiles.column_row(LatLon(90, 180), 3) == (7, 0)
    assert tiles.column_row(LatLon(-90, -180), 3) == (0, 7)


@given(any_tile(deepest=23))
def test_tile_key_is_the_quadkey_of_bing_maps_read_in_base_four(tile: tuple[int, int, int]) -> None:
    zoom, x, y = tile
    digits = "".join(str((x >> bit & 1) + 2 * (y >> bit & 1)) for bit in reversed(range(zoom)))
    assert tiles.tile_key(x, y) == int(digits or "0", 4)


def test_tile_key_of_the_published_example() -> None:
    assert tiles.tile_key(3, 5) == int("213", 4)


@given(anywhere, zooms, steps, steps)
@example(LatLon(90, 180), 5, 0, 0)
@example(LatLon(0, 0), 24, -1, -1)
def test_key_range_holds_exactly_the_tiles_points(position: LatLon, zoom: int, dx: int, dy: int) -> None:
    column, row = tiles.column_row(position, zoom)
    x, y = column + dx, row + dy
    if not (0 <= x < 1 << zoom and 0 <= y < 1 << zoom):
        return
    first, last = tiles.key_range(zoom, x, y)
    assert (first <= tiles.quadkey(position) < last) == (dx == dy == 0)


@given(any_tile(deepest=23))
def test_four_tiles_of_the_next_zoom_fill_the_range(tile: tuple[int, int, int]) -> None:
    zoom, x, y = tile
    first, last = tiles.key_range(zoom, x, y)
    quarters = [tiles.key_range(zoom + 1, 2 * x + dx, 2 * y + dy) for dy in (0, 1) for dx in (0, 1)]
    assert [quarters[0][0], *(end for _, end in quarters)] == [first, *(start for start, _ in quarters[1:]), last]


@given(on_the_map, zooms)
def test_bounds_hold_the_position_and_center_lies_inside(position: LatLon, zoom: int) -> None:
    x, y = tiles.column_row(position, zoom)
    box = tiles.bounds(zoom, x, y)
    assert box.south - 1e-9 <= position.lat <= box.north + 1e-9
    assert box.west - 1e-9 <= position.lon <= box.east + 1e-9
    middle = tiles.center(zoom, x, y)
    assert box.south < middle.lat < box.north
    assert middle.lon == pytest.approx((box.west + box.east) / 2, abs=1e-9)
    assert tiles.column_row(middle, zoom) == (x, y)


def test_bounds_of_the_whole_map() -> None:
    assert tiles.bounds(0, 0, 0) == pytest.approx(Bounds(-85.0511287798, -180, 85.0511287798, 180))
    assert tiles.center(0, 0, 0) == pytest.approx(LatLon(0, 0), abs=1e-12)


@given(anywhere, anywhere, st.floats(0, 1), st.floats(0, 1))
@example(LatLon(51.4, -2.7), LatLon(51.5, -2.5), 0.5, 0.5)
@example(LatLon(-0.001, -0.001), LatLon(0.001, 0.001), 0.1, 0.9)
def test_covering_holds_the_rectangle_in_few_ranges(a: LatLon, b: LatLon, up: float, right: float) -> None:
    area = Bounds(min(a.lat, b.lat), min(a.lon, b.lon), max(a.lat, b.lat), max(a.lon, b.lon))
    inside = LatLon(
        min(area.north, area.south + up * (area.north - area.south)), min(area.east, area.west + right * (area.east - area.west))
    )
    ranges = tiles.covering(area)
    assert 1 <= len(ranges) <= 4
    assert all(first < last for first, last in ranges)
    assert all(ends < begins for (_, ends), (begins, _) in pairwise(ranges))
    assert any(first <= tiles.quadkey(inside) < last for first, last in ranges)


def test_covering_of_a_town_leaves_out_nearly_all() -> None:
    ranges = tiles.covering(Bounds(51.40, -2.70, 51.50, -2.50))
    assert sum(last - first for first, last in ranges) / (1 << 2 * tiles.MAX_ZOOM) < 1e-4


@pytest.mark.parametrize("tile", [(0, 0, 0), (1, 1, 1), (24, (1 << 24) - 1, 0)])
def test_tile_that_exists_is_accepted(tile: tuple[int, int, int]) -> None:
    tiles.check_tile(*tile)


@pytest.mark.parametrize(
    ("tile", "said"),
    [
        ((-1, 0, 0), "no zoom -1"),
        ((25, 0, 0), "no zoom 25: it runs from 0 to 24"),
        ((3, 8, 0), "no tile 8, 0 at zoom 3: both numbers run from 0 to 7"),
        ((3, 0, 8), "no tile 0, 8"),
        ((3, -1, 0), "no tile -1, 0"),
        ((0, 0, -1), "no tile 0, -1"),
    ],
)
def test_tile_that_does_not_exist_is_explained(tile: tuple[int, int, int], said: str) -> None:
    with pytest.raises(BadFilter, match=said):
        tiles.check_tile(*tile)
