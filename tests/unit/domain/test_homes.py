"""S2: a home is a hexagon that sticks, so that saving again and again finds no boundary."""

import math
import random

from h3.api import basic_int as h3
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import homes, members, positions
from flock.domain.positions import LatLon

LEEDS = LatLon(53.8, -1.55)


def beside(position: LatLon, metres: float, bearing: float) -> LatLon:
    north = metres * math.cos(bearing) / positions.EARTH_RADIUS_M
    east = metres * math.sin(bearing) / (positions.EARTH_RADIUS_M * math.cos(math.radians(position.lat)))
    return LatLon(position.lat + math.degrees(north), position.lon + math.degrees(east))


@given(st.floats(49, 61), st.floats(-8, 2), st.floats(0, 5_000), st.floats(0, 2 * math.pi))
def test_outside_is_the_distance_to_the_nearest_point_of_the_edge(lat: float, lon: float, metres: float, bearing: float) -> None:
    cell = members.home_cell(LatLon(lat, lon))
    there = beside(LatLon(lat, lon), metres, bearing)
    corners = [LatLon(*corner) for corner in h3.cell_to_boundary(cell)]
    steps = [i / 200 for i in range(201)]
    edge = [
        LatLon(a.lat + (b.lat - a.lat) * t, a.lon + (b.lon - a.lon) * t)
        for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
        for t in steps
    ]
    expected = 0.0 if members.home_cell(there) == cell else min(positions.distance_m(there, point) for point in edge)
    assert abs(homes.outside_m(there, cell) - expected) < 10 + expected * 0.002


def test_a_home_sticks_within_three_quarters_of_a_kilometre_and_moves_beyond() -> None:
    home = members.home_cell(LEEDS)
    rng = random.Random(7)
    for _ in range(2_000):
        there = beside(LEEDS, rng.uniform(0, 6_000), rng.uniform(0, 2 * math.pi))
        settled = homes.settled(there, home=home)
        assert settled == (home if homes.outside_m(there, home) <= homes.STICKS_M else members.home_cell(there))


def test_the_first_home_is_the_hexagon_it_lies_in() -> None:
    assert homes.settled(LEEDS, home=None) == members.home_cell(LEEDS)
