"""The hexagons that a home can be in, from which a member picks hers: together they cover the tile, and they say nothing of anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from flock.domain import members, tiles
from flock.domain.positions import LatLon
from flock.web import hexagon_tiles

CLIENT = TestClient(Starlette(routes=hexagon_tiles.routes()))


@given(st.floats(-80, 80), st.floats(-179.9, 179.9), st.integers(hexagon_tiles.FIRST_ZOOM, 16))
def test_the_hexagon_around_any_point_of_a_tile_is_drawn_with_it(lat: float, lon: float, zoom: int) -> None:
    point = LatLon(lat, lon)
    x, y = tiles.column_row(point, zoom)
    found = CLIENT.get(f"/tiles/hexagons/{zoom}/{x}/{y}.json").json()["hexagons"]
    assert f"{members.home_cell(point):x}" in {hexagon[0] for hexagon in found}
    assert {hexagon[1] for hexagon in found} == {0}


def test_a_wide_tile_has_none_and_may_be_kept() -> None:
    answer = CLIENT.get("/tiles/hexagons/6/31/21.json")
    assert answer.json() == {"hexagons": []}
    assert answer.headers["cache-control"] == "public, max-age=604800"


@pytest.mark.parametrize("path", ["9/512/0", "25/0/0", "x/0/0"])
def test_a_tile_that_makes_no_sense_is_refused(path: str) -> None:
    assert CLIENT.get(f"/tiles/hexagons/{path}.json").status_code == 400
